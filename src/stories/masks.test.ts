/** Contact data on shared surfaces: masked wherever others read along, shown to whoever asks with a reason, and only to them. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Card, Message } from '../../cards/model.ts'
import { makeLog } from '../log.ts'
import type { Platform } from '../ports.ts'
import type { Told } from './house.ts'
import { FRIDGE, MONDAY, tell } from './house.ts'
import { appraised, FOUND, only, reviewed } from './road.ts'

const KEY = 'a-key-that-only-reads-for-this-story'

let house: Told
const lines: string[] = []
/** Every card and message that ever left for a channel, and every message for a colleague, also those redrawn since. */
const shared: string[] = []

beforeAll(async () => {
  const log = makeLog({ logLevel: 'trace' }, { write: (line: string) => void lines.push(line) })
  const note = (to: string, what: Card | Message): void => {
    if (to.startsWith('channel/') || (to.startsWith('person/') && !('blocks' in what)))
      shared.push(JSON.stringify(what))
  }
  const wrap = (platform: Platform): Platform => ({
    ...platform,
    sendCard(to, card, key) {
      note(to, card)
      return platform.sendCard(to, card, key)
    },
    updateCard(to, handle, card, key) {
      note(to, card)
      return platform.updateCard(to, handle, card, key)
    },
    sendMessage(to, message, key) {
      note(to, message)
      return platform.sendMessage(to, message, key)
    },
  })
  house = await tell({ env: { API_TOKENS: `mall:${KEY}:read` }, log, wrap })
})
afterAll(() => house.close())

const api = async (path: string): Promise<string> =>
  (await fetch(`${house.url}/api/v1/complaints${path}`, { headers: { authorization: `Bearer ${KEY}` } })).text()

/** Uploads a picture under a name that tells whose it is. */
async function picture(name: string): Promise<object> {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const headers = { 'x-file-name': encodeURIComponent(`${name}.png`) }
  return (
    await fetch(`${house.url}/playground/api/files`, { method: 'POST', headers, body: png })
  ).json() as Promise<object>
}

/** What somebody who has nothing to do with the case finds at the playground. */
const PAGES = [
  ['case', 'as=fan.zhe&number='],
  ['thread', 'as=fan.zhe&number='],
  ['messages', 'as=fan.zhe&number='],
  ['state', 'as=fan.zhe#'],
  ['state', 'as=nobody.here&to=channel/quality#'],
  ['state', 'as=fan.zhe&to=customer/'],
  ['state', 'as=fan.zhe&to=channel/approvals#'],
  ['state', 'as=fan.zhe&to=person/fan.zhe#'],
] as const

const page = async (name: string, query: string): Promise<string> =>
  (await fetch(`${house.url}/playground/api/${name}?${query}`)).text()

// ───────────────────────────────────────────────────────────────────────────── what people are called and reached by

const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''))

/** A piece of contact data, as it is typed. */
const PHONES = fc.oneof(
  fc.tuple(fc.constantFrom('13', '15', '18', '199'), digits(9)).map(([a, b]) => (a + b).slice(0, 11)),
  digits(8).map((d) => `+86 138 ${d.slice(0, 4)} ${d.slice(4)}`),
  digits(8).map((d) => `139-${d.slice(0, 4)}-${d.slice(4)}`),
  digits(7).map((d) => `010-6${d}`),
  digits(6).map((d) => `+44 7700 ${d}`),
  digits(7).map((d) => `(415) ${d.slice(0, 3)}-${d.slice(3)}`),
)
const MAILS = fc
  .tuple(fc.constantFrom('wang.li', 'ann+home', 'zhang_wei', 'q.u'), digits(4))
  .map(([name, d]) => `${name}${d}@post.example`)
const ACCOUNTS = fc.oneof(
  digits(12).map((d) => `6222${d}`),
  digits(12).map((d) => `6228 ${d.slice(0, 4)} ${d.slice(4, 8)} ${d.slice(8)}`),
  digits(3).map((d) => `33010219900307${d}X`),
)
const NAMES = fc.oneof(
  fc.tuple(fc.constantFrom('赵', '钱', '欧阳'), fc.constantFrom('锦绣', '雪琴', '砚')).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('Bartholomew', 'Siobhán'), fc.constantFrom('Quill', 'Örsted'))
    .map((parts) => parts.join(' ')),
)
const ADDRESSES = fc.oneof(
  digits(3).map((d) => `浙江省杭州市西湖区梧桐路 ${d} 号 2 单元`),
  digits(3).map((d) => `${d} Winding Lane, Ambridge BC1 2DE`),
)

/** A customer, and the same in the words of whoever writes about them. */
const CUSTOMERS = fc
  .record({
    customer: NAMES,
    contact_person: NAMES,
    phone: PHONES,
    email: MAILS,
    address: ADDRESSES,
    account: ACCOUNTS,
  })
  .filter((one) => one.customer !== one.contact_person)

type Customer = typeof CUSTOMERS extends fc.Arbitrary<infer T> ? T : never

/** Files and works a complaint, with something of the customer's in everything that can be typed. */
async function work(one: Customer): Promise<string> {
  const { account, ...contact } = one
  const says = (what: string): string => `${what} ${Object.values(one).join('，')}。`
  const number = await house.as('wang.li').files({
    ...FRIDGE,
    ...contact,
    text: says('冰箱不制冷'),
    safety: 'none',
    wish: ['refund'],
    product: `冰箱 ${one.phone}`,
    model: one.email,
    batch: account,
    serial: one.phone,
    order_no: account,
    place: one.address,
    scene: says('在家'),
    first_contact: says('问过'),
    promised: one.customer,
    photos: [await picture(`${one.customer} ${one.phone}`)],
  })
  const [reviewer = ''] = await house.asked(number)
  await house.as(reviewer).does('return', number, { reason: says('再问问') })
  await house.as(await only(house, number)).does('submit', number, { reply: says('问到') })
  await reviewed(house, number, FOUND)
  await house.as('tom.becker').say(`/complaint note ${number} ${says('记')}`)
  const engineer = await appraised(house, number)
  const plan = { plan_kind: 'refund', plan_amount: '300', plan_reason: says('按约'), plan_due: '2026-03-31' }
  await house.as(engineer).does('submit', number, { ...plan, payee: one.customer, pay_method: 'bank', account })
  await house.as(await only(house, number)).does('approve', number)
  const [payer = ''] = await house.asked(number)
  await house.as(payer).does('fail', number, { reason: says('户名不符') })
  const reason = says('不要了')
  await house.as('wang.li').act({ do: 'submit', form: 'redress.form.withdraw', number, values: { reason } })
  return number
}

test('whatever is typed of a customer into any field never leaves for a channel, a list, the API or the log', async () => {
  const found = (one: Customer, where: string): readonly string[] =>
    Object.values(one).filter((secret) => where.includes(secret))
  await fc.assert(
    fc.asyncProperty(CUSTOMERS, async (one) => {
      lines.length = 0
      shared.length = 0
      const number = await work(one)
      await house.settle()
      expect(shared.length).toBeGreaterThan(8)
      expect(found(one, shared.join('\n'))).toEqual([])
      const stranger = house.as('fan.zhe')
      for (const words of ['list', `show ${number}`])
        expect(found(one, JSON.stringify(await stranger.say(`/complaint ${words}`)))).toEqual([])
      const home = await house.reception.home({ actor: { kind: 'person', id: 'wang.li' }, via: 'test', lang: 'zh' })
      expect(JSON.stringify(home)).toContain(number)
      expect(found(one, JSON.stringify(home))).toEqual([])
      for (const path of ['', `/${number}`]) expect(found(one, await api(path))).toEqual([])
      for (const [name, query] of PAGES) expect([name, ...found(one, await page(name, query + number))]).toEqual([name])
      expect(found(one, lines.join('\n'))).toEqual([])
    }),
    // A run takes a whole complaint: a failure is told as it is, not shrunk.
    { numRuns: 3, endOnFailure: true },
  )
}, 60_000)

test('the same picture given for another customer does not bring the first one’s name along', async () => {
  const first = await picture('张三 13812345678')
  expect(first).toMatchObject({ name: '张三 13812345678.png' })
  await house.as('wang.li').files({ ...FRIDGE, photos: [first], wish: [] })
  const number = await house
    .as('wang.li')
    .files({ ...FRIDGE, customer: '李四', photos: [await picture('../坏<了>')], wish: [] })
  const [filed] = await house.happened(number, 'filed')
  expect(filed?.values.photos).toMatchObject([{ name: '坏了.png' }])
})

test('what the customer is told is read by who works on the case, and masked for everybody else', async () => {
  const number = await house.as('wang.li').files({ ...FRIDGE, customer: '司徒锦瑟', wish: [] })
  const body = { type: 'message', text: '司徒锦瑟，您好。处理好了。' }
  await house.chat.post({ key: 'told', to: `customer/${number}`, number, body }, MONDAY)
  for (const [who, reads] of [
    ['wang.li', true],
    ['fan.zhe', false],
    ['nobody.here', false],
  ] as const)
    expect((await page('state', `as=${who}&to=customer/${number}`)).includes('司徒锦瑟'), who).toBe(reads)
})

// ───────────────────────────────────────────────────────────────────────────── looking at it all the same

const PHONE = '13987654321'

test('whoever is concerned is offered a look; it is recorded with who, when, what and why, and nobody else sees the answer', async () => {
  const number = await house.as('wang.li').files({ ...FRIDGE, phone: PHONE, email: 'zhang@post.example', wish: [] })
  const [reviewer = ''] = await house.asked(number)
  const reply = await house.as(reviewer).fills('unmask', number, { reason: '回电核实' })
  expect(reply.message.text).toContain(PHONE)
  expect(reply.message.text).toContain('zhang@post.example')

  const fact = (await house.facts(number)).at(-1)
  expect(fact).toMatchObject({
    by: { kind: 'person', id: reviewer },
    via: 'playground',
    what: { is: 'unmasked', fields: ['customer', 'phone', 'email'], reason: '回电核实' },
  })
  expect((fact?.at ?? 0) - MONDAY).toBeGreaterThanOrEqual(0)

  // Not in what is kept of the chat, nor in what was sent; the story tells that somebody looked, not what they saw.
  await house.settle()
  expect(JSON.stringify(await house.chat.since(0, 10_000))).not.toContain(PHONE)
  expect(JSON.stringify(await house.store.messages(number))).not.toContain(PHONE)
  const story = JSON.stringify(await house.as('fan.zhe').say(`/complaint show ${number}`))
  expect(story).toContain('回电核实')
  expect(story).not.toContain(PHONE)
})

test('whoever is not concerned is neither offered a look nor given one', async () => {
  const number = await house.as('wang.li').files({ ...FRIDGE, phone: PHONE, wish: [] })
  await house.settle()
  const before = (await house.facts(number)).length
  const ways = [
    () => house.as('fan.zhe').act({ do: 'click', action: 'redress.unmask', value: `${number}:1` }),
    () => house.as('fan.zhe').act({ do: 'submit', form: 'redress.form.unmask', number, values: { reason: '好奇' } }),
    () => house.as('nobody.here').act({ do: 'click', action: 'redress.unmask', value: `${number}:1` }),
  ]
  for (const way of ways) {
    const reply = await way()
    expect(reply.is).toBe('refused')
    expect(JSON.stringify(reply)).not.toContain(PHONE)
  }
  const show = await house.as('fan.zhe').say(`/complaint show ${number}`)
  expect(show.card.actions.map((one: { action_id: string }) => one.action_id)).toEqual(['redress.note'])
  expect((await house.facts(number)).length).toBe(before)
})

test('a key that was used for something else opens nothing', async () => {
  const number = await house.as('wang.li').files({ ...FRIDGE, phone: PHONE, wish: [] })
  const other = await house.as('wang.li').files({ ...FRIDGE, phone: '13700001111', wish: [] })
  const fan = house.as('fan.zhe')
  const noted = await fan.act({
    do: 'submit',
    form: 'redress.form.note',
    number,
    values: { reason: '看过' },
    key: 'k1',
  })
  expect(noted.is).toBe('done')
  const unmask = (on: string, key: string, who = fan) =>
    who.act({ do: 'submit', form: 'redress.form.unmask', number: on, values: { reason: '好奇' }, key })
  expect(JSON.stringify(await unmask(number, 'k1'))).not.toContain(PHONE)

  // The same holds for a look that was given: its key opens no other case; asked again it shows the same, recorded once.
  const filer = house.as('wang.li')
  expect((await unmask(number, 'k2', filer)).is).toBe('done')
  expect((await unmask(number, 'k2', filer)).message.text).toContain(PHONE)
  expect(JSON.stringify(await unmask(other, 'k2', filer))).not.toContain('13700001111')
  expect(await house.happened(number, 'unmasked')).toHaveLength(1)
  expect(await house.happened(other, 'unmasked')).toHaveLength(0)
})
