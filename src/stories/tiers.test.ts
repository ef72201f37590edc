/** From the amount as it is typed into the plan to the person who is asked: the bounds of the tiers to the cent (C12). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lang } from '../rules/nouns.ts'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { only, TERMS, upToPlan } from './road.ts'

let house: Told
beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

const rolesOf = (person: string): readonly string[] => house.shelf.company.live.directory.people[person]?.roles ?? []

describe('the amount that is typed decides who approves', () => {
  test.each([
    { typed: '500.00', minor: 50_000, asks: 'supervisor', says: '¥500.00' },
    { typed: '500.01', minor: 50_001, asks: 'director', says: '¥500.01' },
    { typed: '2000.00', minor: 200_000, asks: 'director', says: '¥2,000.00' },
    { typed: '2000.01', minor: 200_001, asks: 'vp', says: '¥2,000.01' },
    { typed: '1,234.50', minor: 123_450, asks: 'director', says: '¥1,234.50' },
    { typed: ' ¥ 500 ', minor: 50_000, asks: 'supervisor', says: '¥500.00' },
    { typed: '５００．０１', minor: 50_001, asks: 'director', says: '¥500.01' },
    { typed: '２，０００．０１元', minor: 200_001, asks: 'vp', says: '¥2,000.01' },
    { typed: '500.010', minor: 50_001, asks: 'director', says: '¥500.01' },
  ])('$typed asks the $asks', async ({ typed, minor, asks, says }) => {
    const { number, engineer } = await upToPlan(house)
    await house.as(engineer).does('submit', number, { ...TERMS, plan_kind: 'refund', plan_amount: typed })

    expect(await house.happened(number, 'asked')).toMatchObject([
      { proposal: { kind: 'refund', amount: { minor, currency: 'CNY' }, payee: '张三' }, sequence: [[{ step: asks }]] },
    ])
    const approver = await only(house, number)
    expect(rolesOf(approver)).toContain(asks)
    const card = (await house.as(approver).cards(number)).findLast((post) => post.to === `person/${approver}`)
    expect(JSON.stringify(card.body)).toContain(says)
    const approve = card.body.actions.find((action: Wire) => action.action_id === 'redress.approve')
    expect(approve.confirm.text).toContain(says)
  })
})

describe('what is no amount is refused on the field', () => {
  let number: string
  let engineer: string
  let form: Wire
  beforeAll(async () => {
    ;({ number, engineer } = await upToPlan(house))
    form = (await house.as(engineer).clicks('submit', number)).form
  })

  const submits = (plan_amount: unknown, lang: Lang): Promise<Wire> =>
    house.as(engineer).act({
      do: 'submit',
      form: form.callback_id,
      number,
      position: form.position,
      revision: form.revision,
      values: { ...TERMS, plan_kind: 'refund', plan_amount },
      lang,
    })

  test.each([
    { what: 'three decimals', typed: '500.001', code: 'amount_precision', zh: /最多 2 位/, en: /at most 2/ },
    { what: 'a negative amount', typed: '-500', code: 'amount_negative', zh: /负数/, en: /negative/ },
    { what: 'a full-width minus', typed: '－５００', code: 'amount_negative', zh: /负数/, en: /negative/ },
    { what: 'dollars', typed: '$500', code: 'amount_currency', zh: /不支持这种货币.*CNY/, en: /cannot be used.*CNY/ },
    {
      what: 'euros by code',
      typed: 'EUR 500',
      code: 'amount_currency',
      zh: /不支持这种货币.*CNY/,
      en: /cannot be used.*CNY/,
    },
    {
      what: 'an enormous amount',
      typed: '1,000,000,000.01',
      code: 'field_range',
      zh: /最大.*1,000,000,000/,
      en: /at most.*1,000,000,000/,
    },
    {
      what: 'more digits than a number holds',
      typed: '9'.repeat(40),
      code: 'field_range',
      zh: /最大.*1,000,000,000/,
      en: /at most.*1,000,000,000/,
    },
    { what: 'wrong separators', typed: '1,23.45', code: 'field_type', zh: /格式.*1234\.50/, en: /form.*1234\.50/ },
    { what: 'two points', typed: '1.234.50', code: 'field_type', zh: /格式.*1234\.50/, en: /form.*1234\.50/ },
    { what: 'words', typed: '五百', code: 'field_type', zh: /格式.*1234\.50/, en: /form.*1234\.50/ },
    { what: 'a formula', typed: '=500', code: 'field_type', zh: /格式.*1234\.50/, en: /form.*1234\.50/ },
    { what: 'an exponent', typed: '5e2', code: 'field_type', zh: /格式.*1234\.50/, en: /form.*1234\.50/ },
    { what: 'a list', typed: ['500'], code: 'field_type', zh: /格式.*1234\.50/, en: /form.*1234\.50/ },
    {
      what: 'part of a cent',
      typed: { minor: 0.5, currency: 'CNY' },
      code: 'field_type',
      zh: /格式.*1234\.50/,
      en: /form.*1234\.50/,
    },
    {
      what: 'another currency',
      typed: { minor: 1, currency: 'USD' },
      code: 'amount_currency',
      zh: /不支持这种货币.*CNY/,
      en: /cannot be used.*CNY/,
    },
    { what: 'more than the grade allows', typed: '8000.01', code: 'amount_over_limit', zh: /8,000/, en: /8,000/ },
  ])('$what', async ({ typed, code, zh, en }) => {
    const before = await house.facts(number)
    for (const [lang, words] of [
      ['zh', zh],
      ['en', en],
    ] as const) {
      const reply = await submits(typed, lang)
      expect(reply).toMatchObject({ is: 'errors', code, errors: [{ field: 'plan_amount' }] })
      expect(reply.errors).toHaveLength(1)
      expect(reply.errors[0].text.replaceAll('\n', ' ')).toMatch(words)
      expect(/\p{Script=Han}/u.test(reply.errors[0].text)).toBe(lang === 'zh')
      expect(reply.errors[0].text).not.toMatch(/undefined|\[object|\{|NaN/)
    }
    expect(await house.facts(number)).toEqual(before)
    expect(await house.asked(number)).toEqual([engineer])
  })

  test('after all of them the plan can still be sent in', async () => {
    expect(await submits('8000', 'zh')).toMatchObject({ is: 'done' })
  })
})
