/** Finance pays in parts, a payment comes back, and is paid again: through the playground, on real storage. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { only, SATISFIED, TERMS, upToPlan } from './road.ts'

let house: Told
beforeAll(async () => {
  house = await tell({ env: { API_TOKENS: `books:${TOKEN}:payments,shop:secret-of-the-shop:read` } })
})
afterAll(() => house.close())

const TOKEN = 'secret-of-the-books'
const REFUND = { ...TERMS, plan_kind: 'refund', plan_amount: '300' } as const

async function toPay(): Promise<string> {
  const { number, engineer } = await upToPlan(house)
  await house.as(engineer).does('submit', number, REFUND)
  await house.as(await only(house, number)).does('approve', number)
  return number
}

/** Reports a returned payment from what `show` offers, as finance does who is not asked any more. */
async function bounces(person: string, number: string, reason: string): Promise<Wire> {
  const { card } = await house.as(person).say(`/complaint show ${number}`)
  const action = card.actions.find((one: Wire) => one.action_id === 'redress.bounce')
  if (!action) return { is: 'no button' }
  const reply = await house.as(person).act({ do: 'click', action: action.action_id, value: action.value })
  if (reply.is !== 'form') return reply
  return house.as(person).act({ do: 'submit', form: reply.form.callback_id, number, values: { reason } })
}

test('paid in two parts, closed, returned by the bank, paid again and closed again', async () => {
  const number = await toPay()
  const finance = (await house.asked(number))[0] ?? ''
  expect(await house.as(finance).fills('pay', number, { voucher_no: 'V-1', paid_amount: '300.01' })).toMatchObject({
    is: 'refused',
    code: 'amount_over_rest',
  })
  for (const [paid_amount, code] of [
    ['1.005', 'amount_precision'],
    ['-1', 'amount_negative'],
    ['99999999999999999999', 'field_range'],
    ['5 USD', 'amount_currency'],
  ])
    expect(await house.as(finance).fills('pay', number, { voucher_no: 'V-1', paid_amount }), paid_amount).toMatchObject(
      {
        code,
      },
    )
  await house.as(finance).does('pay', number, { voucher_no: 'V-1', paid_amount: '100' })
  await house.settle()
  const [card] = (await house.as(finance).cards(number)).slice(-1)
  expect(JSON.stringify(card)).toContain('还剩 ¥200.00')
  // What the first part said is not offered again, so nobody pays it twice by pressing the button twice.
  expect(await house.as(finance).fills('pay', number, {})).toMatchObject({ code: 'field_required' })
  await expect(house.as(finance).clicks('fail', number)).rejects.toThrow('no card with fail')
  await house.as(finance).does('pay', number, { voucher_no: 'V-2' })
  await house.settle()
  await house.pass('24h')
  await house.as('wang.li').does('submit', number, SATISFIED)
  await house.settle()
  expect((await house.store.case(number))?.ended?.outcome).toBe('closed')
  expect((await house.store.list({ open: true })) as Wire).not.toMatchObject({ items: [{ number }] })

  // Two payments stand: which one came back is asked, and people outside finance cannot say so.
  expect(await bounces('wang.li', number, '账户不存在')).toEqual({ is: 'no button' })
  expect(await bounces(finance, number, '账户不存在')).toMatchObject({ code: 'target_required' })
  const [first] = await house.happened(number, 'part_paid')
  expect(first).toMatchObject({ voucher: 'V-1', amount: { minor: 10_000 }, rest: { minor: 20_000 } })
  const seq = (await house.store.case(number))?.instructions[0]?.payments?.[0]?.seq
  const { card: shown } = await house.as(finance).say(`/complaint show ${number}`)
  const button = shown.actions.find((one: Wire) => one.action_id === 'redress.bounce')
  const opened = await house.as(finance).act({ do: 'click', action: button.action_id, value: button.value })
  const values = { reason: '账户不存在', to: String(seq) }
  const form = opened.form.callback_id
  expect(await house.as(finance).act({ do: 'submit', form, number, values })).toMatchObject({ is: 'done' })
  await house.settle()
  const back = await house.store.case(number)
  expect(back?.ended).toBeUndefined()
  expect(back?.positions).toMatchObject([{ stage: 'payment', instruction: `${number}-P1` }])
  expect((await house.store.list({ open: true })) as Wire).toMatchObject({ items: [{ number }] })
  expect(await house.asked(number)).toContain(finance)
  await house.as(finance).does('pay', number, { voucher_no: 'V-3' })
  await house.settle()
  await house.pass('24h')
  await house.as('wang.li').does('submit', number, SATISFIED)
  await house.settle()
  const after = await house.store.case(number)
  expect(after?.ended?.outcome).toBe('closed')
  expect(after?.instructions).toHaveLength(1)
  expect(after?.instructions[0]?.payments?.map((p) => [p.amount.minor, p.voucher, p.returned !== undefined])).toEqual([
    [10_000, 'V-1', true],
    [20_000, 'V-2', false],
    [10_000, 'V-3', false],
  ])
  expect(await house.store.verify(number)).toBeUndefined()
})

test('the books: what moved, to reconcile and as files, for a token of their own alone', async () => {
  const number = await toPay()
  const finance = (await house.asked(number))[0] ?? ''
  await house.as(finance).does('pay', number, { voucher_no: '=1+1', paid_amount: '120.50' })
  const ask = (query: string, token = TOKEN): Promise<Response> =>
    fetch(`${house.url}/api/v1/payments?${query}`, { headers: { authorization: `Bearer ${token}` } })
  const days = 'from=2026-03-01&to=2026-04-30'
  expect((await ask(days, 'secret-of-the-shop')).status).toBe(403)
  for (const bad of [
    '',
    'from=2026-02-30&to=2026-03-01',
    'from=2026-03-02&to=2026-03-01',
    'from=2024-01-01&to=2026-01-01',
    `${days}&format=pdf`,
  ])
    expect((await ask(bad)).status, bad).toBe(400)
  const list = (await (await ask(days)).json()) as Wire
  expect(list.items).toContainEqual(
    expect.objectContaining({
      instruction: `${number}-P1`,
      balance: 'part',
      payee: '张三',
      paid: { minor: 12_050, currency: 'CNY' },
      rest: { minor: 17_950, currency: 'CNY' },
    }),
  )
  // The complaint of the story before is in it too: paid 300 in two parts, 100 returned, 100 paid again.
  const sum = (what: 'paid' | 'back'): number => list.totals.reduce((all: number, one: Wire) => all + one[what], 0)
  expect([sum('paid'), sum('back')]).toEqual([40_000 + 12_050, 10_000])
  const csv = await (await ask(`${days}&format=csv`)).text()
  expect(csv.split('\r\n').filter((line) => line.includes(`${number}-P1`))).toEqual([
    expect.stringMatching(/,120\.50,CNY,300\.00,179\.50,"'=1\+1",0,/),
  ])
  expect((await ask(`${days}&format=xlsx`)).headers.get('content-type')).toContain('spreadsheetml')
  expect(await (await ask('from=2026-01-01&to=2026-01-31')).json()).toMatchObject({ items: [], totals: [] })
})
