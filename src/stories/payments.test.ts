/** Finance pays in parts, a payment comes back, and is paid again: through the playground, on real storage. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { openHouse } from '../main.ts'
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

/** Acts from what `show` offers, as somebody does who is not asked any more. */
async function fromShow(person: string, verb: string, number: string, values: object): Promise<Wire> {
  const { card } = await house.as(person).say(`/complaint show ${number}`)
  const action = card.actions.find((one: Wire) => one.action_id === `redress.${verb}`)
  if (!action) return { is: 'no button' }
  const reply = await house.as(person).act({ do: 'click', action: action.action_id, value: action.value })
  if (reply.is !== 'form') return reply
  return house.as(person).act({ do: 'submit', form: reply.form.callback_id, number, values })
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
  expect(JSON.stringify(card)).toContain('请付款：还剩 ¥200.00（共退款 ¥300.00')
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
  expect(await fromShow('wang.li', 'bounce', number, { reason: '账户不存在' })).toEqual({ is: 'no button' })
  expect(await fromShow(finance, 'bounce', number, { reason: '账户不存在' })).toMatchObject({ code: 'target_required' })
  const [first] = await house.happened(number, 'part_paid')
  expect(first).toMatchObject({ voucher: 'V-1', amount: { minor: 10_000 }, rest: { minor: 20_000 } })
  const seq = (await house.store.case(number))?.instructions[0]?.payments?.[0]?.seq
  const said = await fromShow(finance, 'bounce', number, { reason: '账户不存在', to: String(seq) })
  expect(said).toMatchObject({ is: 'done' })
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
  // In chat, whoever could pay sees what is not settled; nobody else does.
  const said = (await house.as(finance).say('/complaint 对账')).message.text
  expect(said).toContain(`• ${number}-P1 付了一部分：退款 ¥300.00，付给张*，已付 ¥120.50，待付 ¥179.50`)
  expect(said).toContain('原路退回')
  expect((await house.as('wang.li').say('/complaint reconcile')).message.text).toBe('没有要对的账。')
  expect((await ask(`${days}&format=xlsx`)).headers.get('content-type')).toContain('spreadsheetml')
  expect(await (await ask('from=2026-01-01&to=2026-01-31')).json()).toMatchObject({ items: [], totals: [] })
})

test('an account number: encrypted in everything that is kept, shown by its end, opened for whoever is to pay', async () => {
  const account = '6222 0202 0001 1116 789'
  const { number, engineer } = await upToPlan(house)
  const plan = { ...REFUND, pay_method: 'bank', account }
  await house.as(engineer).does('submit', number, plan)
  await house.as(await only(house, number)).does('approve', number)
  const [finance = '', other = ''] = await house.asked(number)
  await house.settle()
  const card = JSON.stringify((await house.as(finance).cards(number)).findLast(({ to }) => to === `person/${finance}`))
  expect(card).toContain('****6789')
  const told = await house.as(finance).fills('unmask', number, { reason: '转账' })
  expect(JSON.stringify(told)).toContain(account)
  expect(await house.happened(number, 'unmasked')).toMatchObject([{ reason: '转账' }])
  // Whoever talks to the customer sees phone and address, but pays nobody.
  const receiver = JSON.stringify(await fromShow('wang.li', 'unmask', number, { reason: '回电' }))
  expect(receiver).toContain('13812345678')
  expect(receiver).toContain('****6789')
  expect(receiver).not.toContain('0001 1116')

  // The plan is made again: its form shows the end, and handed back like that it is the same number still.
  await house.as(other).does('fail', number, { reason: '银行系统维护' })
  expect(await house.as(engineer).fills('submit', number, { plan_amount: '280' })).toMatchObject({ is: 'done' })
  await house.as(await only(house, number)).does('approve', number)
  const again = (await house.asked(number))[0] ?? ''
  expect(JSON.stringify(await house.as(again).fills('unmask', number, { reason: '转账' }))).toContain(account)
  await house.settle()

  const tables = await house.rows(`select name from sqlite_master where type = 'table'`)
  const kept: string[] = []
  for (const { name } of tables) kept.push(JSON.stringify(await house.rows(`select * from "${String(name)}"`)))
  expect(kept.join('')).toContain('sealed:1:')
  for (const written of [account, account.replaceAll(' ', '')])
    expect(kept.filter((rows) => rows.includes(written))).toEqual([])
  house = await house.reopen()
  expect(JSON.stringify(await house.as(again).fills('unmask', number, { reason: '再看' }))).toContain(account)
})

test('with a live platform and a policy that asks for account numbers, a missing key stops the start', async () => {
  const keys = { SECRET_KEY: 'k'.repeat(32), AUDIT_KEY: 'a'.repeat(32), DATABASE_URL: `file:${house.folder}/live.db` }
  const config = readConfig({ ...keys, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret-of-slack-0123456789' })
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  await expect(openHouse(config)).rejects.toMatchObject({ problems: [{ name: 'DATA_KEY' }] })
})

test('a voucher that is not what its name says is no voucher', async () => {
  const upload = (bytes: string, name: string): Promise<Response> =>
    fetch(`${house.url}/playground/api/files`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': name, origin: house.url },
      body: bytes,
    })
  const program = await upload('#!/bin/sh\nrm -rf /', 'voucher.pdf')
  expect(program.status).toBeGreaterThanOrEqual(400)
  expect(await program.json()).toMatchObject({ code: 'file_type' })
  const kept = (await (await upload('%PDF-1.7\n', 'voucher.png')).json()) as Wire
  expect(kept).toMatchObject({ type: 'application/pdf', name: expect.stringMatching(/\.pdf$/) })
  const number = await toPay()
  const finance = (await house.asked(number))[0] ?? ''
  await house.as(finance).does('pay', number, { voucher_no: 'V-1', voucher_file: [kept] })
  const paid = (await house.store.case(number))?.instructions[0]
  expect(paid?.payments).toMatchObject([{ files: [{ type: 'application/pdf' }] }])
})
