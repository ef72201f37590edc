/** Duties stay apart through stand-ins, teams, administrators and small amounts; a decision is bound to the card seen (I06, I24). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf } from '../../cards/draw.ts'
import type { PersonId } from '../rules/nouns.ts'
import { cardOf, inApproval, refusedTo, tellChanged } from './decision.ts'
import type { Told } from './house.ts'
import { FRIDGE } from './house.ts'
import { appraised, only, reviewed, TERMS } from './road.ts'

const ADMIN = 'meng.qi'
const FINANCE = 'jiang.tao'

let house: Told
beforeAll(async () => {
  // One of finance may decide here, so that every duty meets every other.
  house = await tellChanged(['who: role.director, mode: any', `who: person.${FINANCE}, mode: any`])
})
afterAll(() => house.close())

const settings = (person: string, values: object) =>
  house.as(person).act({ do: 'submit', form: 'redress.form.preferences', values: { language: 'zh', ...values } })

/** Filed by this person, up to a plan of this amount. */
async function filedBy(filer: PersonId, plan_amount: string): Promise<string> {
  const number = await house.as(filer).files({ ...FRIDGE, safety: 'none', wish: ['refund'] })
  await reviewed(house, number)
  const engineer = await appraised(house, number)
  await house.as(engineer).does('submit', number, { ...TERMS, plan_kind: 'refund', plan_amount })
  return number
}

describe('a decision', () => {
  it('carries the digest of the card that was clicked, for yes, no and return alike', async () => {
    for (const [verb, is, values] of [
      ['approve', 'approved', {}],
      ['reject', 'turned_down', { reason: '太高' }],
      ['return', 'returned', { to: 'plan', reason: '重算' }],
    ] as const) {
      const { number } = await inApproval(house)
      await house.settle()
      const told = await house.store.card(`playground:person/${FINANCE}`, number, 'task/approval#1/director')
      if (!told) throw new Error('no card was told')
      expect(digestOf(told.model)).toBe(told.digest)
      await house.as(FINANCE).does(verb, number, values)
      expect(await house.happened(number, is)).toMatchObject([{ seen: told.digest }])
    }
  })

  it('by a newer revision than any card in front of this person shows is bound to no card', async () => {
    const { number } = await inApproval(house)
    await house.as('wang.li').act({ do: 'command', text: `/complaint note ${number} 客户又来电` })
    await house.settle()
    const now = (await house.store.case(number))?.revision ?? 0
    const click = { do: 'click', action: 'redress.approve', value: `${number}:${now}` }
    expect(await house.as(FINANCE).act(click)).toMatchObject({ is: 'done' })
    expect((await house.happened(number, 'approved'))[0]).not.toHaveProperty('seen')
  })
})

describe('nobody decides what they filed', () => {
  it('not for one yuan, not with the right role', async () => {
    const number = await filedBy('han.xue', '1')
    expect(await house.happened(number, 'asked')).toMatchObject([{ sequence: [[{ step: 'supervisor' }]] }])
    expect(await house.asked(number)).not.toContain('han.xue')
    expect((await refusedTo(house, 'han.xue', 'approve', number)).words).toContain('审批人和提单人要由不同的人担任')
  })

  it('not as somebody’s stand-in', async () => {
    const number = await filedBy('he.ying', '800')
    expect(await only(house, number)).toBe(FINANCE)
    await settings(FINANCE, { stand_in: 'he.ying', stand_in_from: '2026-03-02', stand_in_until: '2026-03-03' })
    await house.settle()
    expect(await house.asked(number)).not.toContain('he.ying')
    expect((await refusedTo(house, 'he.ying', 'approve', number)).words).toContain('提单人')
    await settings(FINANCE, {})
  })

  it('not as an administrator who would get it moving', async () => {
    const number = await filedBy(ADMIN, '800')
    expect((await refusedTo(house, ADMIN, 'rescue', number)).words).toContain('审批人和提单人要由不同的人担任')
  })
})

describe('nobody pays what was approved in their name', () => {
  it('be it by a stand-in, who does not pay either', async () => {
    const { number } = await inApproval(house)
    await settings(FINANCE, { stand_in: 'he.ying', stand_in_from: '2026-03-02', stand_in_until: '2026-03-03' })
    await house.settle()
    expect(await only(house, number)).toBe('he.ying')
    expect(await cardOf(house, 'he.ying', number)).toContain('何颖代蒋涛处理')
    await house.as('he.ying').does('approve', number)
    await settings(FINANCE, {})
    await house.settle()
    expect((await house.asked(number)).toSorted()).toEqual(['shi.min', 'wei.xin'])
    const pay = { voucher_no: 'V-1' }
    for (const person of [FINANCE, 'he.ying']) {
      const position = (await house.store.case(number))?.positions[0]
      const form = { form: 'redress.form.payment', number, position: position?.key, revision: position?.bound }
      const reply = await house.as(person).act({ do: 'submit', ...form, values: pay })
      expect(reply).toMatchObject({ is: 'refused', code: 'duties_apart' })
      expect(JSON.stringify(reply)).toContain('付款人和审批人')
    }
  })
})

describe('one of several', () => {
  it('claims a payment: the others are asked no more', async () => {
    const { number } = await inApproval(house)
    await house.as(FINANCE).does('approve', number)
    const [first = '', second = ''] = await house.asked(number)
    await house.as(first).does('claim', number)
    expect(await only(house, number)).toBe(first)
    expect(await refusedTo(house, second, 'claim', number)).toMatchObject({ code: 'not_yours' })
    expect(await refusedTo(house, first, 'claim', number)).toMatchObject({ code: 'already_done' })
  })
})
