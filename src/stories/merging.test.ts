/** Two complaints that are one: shown to whoever files and reviews, merged by whoever reviews, and told to whoever filed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawShown } from '../../cards/lists.ts'
import { maskedFact } from '../../cards/story-timeline.ts'
import type { Told, Wire } from './house.ts'
import { FRIDGE, tell } from './house.ts'
import { FOUND, files } from './road.ts'

let house: Told
beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

/** Complaints of one story share an order of their own. */
let orders = 0
const newOrder = (): string => `TB-77${String(++orders).padStart(3, '0')}`
const about = (order_no: string, more: object = {}) => files(house, { order_no, phone: '', ...more })

const reviewerOf = async (number: string): Promise<string> => (await house.asked(number))[0] ?? ''

/** Hands in the form of merging and gives the answer. */
async function merging(number: string, to: string, reason = '同一位客户的同一台冰箱'): Promise<Wire> {
  const person = await reviewerOf(number)
  return house.as(person).act({ do: 'submit', form: 'redress.form.merge', number, values: { to, reason } })
}

describe('a second complaint about an order', () => {
  test('is filed all the same; the answer, the card and the form say what it is likely the same as, and why', async () => {
    const order_no = newOrder()
    const first = await about(order_no)
    const [holder = ''] = await house.asked(first)
    const values = { ...FRIDGE, order_no: order_no.toLowerCase(), phone: '', safety: 'none', wish: ['refund'] }
    const reply = await house.as('wang.li').act({ do: 'submit', form: 'redress.form.intake', values })
    expect(reply).toMatchObject({ is: 'done', number: expect.stringMatching(/^C-/) })
    const { number } = reply
    const holders = house.shelf.company.live.directory.people[holder]?.name.zh ?? ''
    expect(reply.message.text).toContain(`${first}：订单号相同`)
    expect(await house.happened(number, 'likened')).toEqual([
      {
        is: 'likened',
        of: [
          {
            number: first,
            same: ['order_no'],
            filed: expect.any(Number),
            stage: 'review',
            people: await house.asked(first),
          },
        ],
      },
    ])
    const reviewer = await reviewerOf(number)
    const own = (await house.as(reviewer).cards(number)).findLast(({ to }) => to === `person/${reviewer}`)
    expect(JSON.stringify(own?.body)).toContain(`${first}：订单号相同`)
    expect(JSON.stringify(own?.body)).toContain(holders)
    expect(JSON.stringify((await house.as(reviewer).clicks('submit', number)).form)).toContain(first)
    const form = (await house.as(reviewer).clicks('merge', number)).form
    expect(form.fields.find((field: Wire) => field.block_id === 'f.to')).toMatchObject({ value: first })
    // The one that was there first says nothing of it: nobody has to look at both.
    expect(await house.happened(first, 'likened')).toEqual([])
  })

  test('is not likened to another order, to what names nothing, nor to a case that has ended', async () => {
    const order_no = newOrder()
    const first = await about(order_no)
    const withdrawn = { do: 'submit', form: 'redress.form.withdraw', number: first, values: { reason: '填错了' } }
    expect(await house.as('wang.li').act(withdrawn)).toMatchObject({ is: 'done' })
    const second = await about(order_no)
    expect(await house.happened(second, 'likened')).toEqual([])
    expect(await house.happened(await about('无'), 'likened')).toEqual([])
    expect(await house.happened(await about('无'), 'likened')).toEqual([])
    await house.pass('31d')
    expect(await house.happened(await about(order_no), 'likened')).toEqual([])
  })

  test('is found by phone and category, with or without the country in front; and when it is corrected', async () => {
    const first = await files(house, { phone: '13900001111' })
    const same = await files(house, { phone: '+86 139-0000-1111' })
    expect(await house.happened(same, 'likened')).toMatchObject([
      { of: [{ number: first, same: ['phone', 'category'] }] },
    ])
    const other = await files(house, { phone: '13900001111', category: 'quality.performance.noise' })
    expect(await house.happened(other, 'likened')).toEqual([])
    const amended = { do: 'submit', form: 'redress.form.amend', number: other, values: { category: FRIDGE.category } }
    expect(await house.as('wang.li').act(amended)).toMatchObject({ is: 'done' })
    expect(await house.happened(other, 'likened')).toMatchObject([{ of: [{ number: same }, { number: first }] }])
  })
})

describe('merging', () => {
  test('ends the case, stops its clocks, resolves its cards and tells its filer; the other shows what it said, once', async () => {
    const order_no = newOrder()
    const into = await about(order_no)
    const number = await about(order_no, { text: '还是那台冰箱，又漏水了' })
    const asked = await house.asked(number)
    expect(await merging(number, into)).toMatchObject({ is: 'done' })
    await house.settle()
    const state = await house.store.case(number)
    expect(state).toMatchObject({ merged: { into }, ended: { stage: 'merged', outcome: 'merged' }, positions: [] })
    expect(await house.rows(`SELECT key FROM timer WHERE number = '${number}'`)).toEqual([])
    for (const person of asked) {
      const own = (await house.as(person).cards(number)).filter(({ to }) => to === `person/${person}`)
      expect(own.at(-1)).toMatchObject({ body: { state: 'done', actions: [] } })
    }
    expect((await house.as('wang.li').words(number)).join('\n')).toContain(`已并入 ${into}`)
    expect(await house.happened(into, 'absorbed')).toMatchObject([{ number, text: '还是那台冰箱，又漏水了' }])
    const reviewer = await reviewerOf(into)
    const own = (await house.as(reviewer).cards(into)).findLast(({ to }) => to === `person/${reviewer}`)
    expect(JSON.stringify(own?.body)).toContain('又漏水了')
    // Its customer hears nothing of this.
    const told = await house.rows(`SELECT key FROM outbox WHERE number = '${number}' AND notice_kind = 'customer'`)
    expect(told.map(({ key }) => key)).toEqual(['received'])
    // What is merged is found no more: the next one is like the other alone.
    expect(await house.happened(await about(order_no), 'likened')).toMatchObject([{ of: [{ number: into }] }])
    await house.as(reviewer).does('submit', into, FOUND)
  })

  test('masks what the other said by what was known there, where others read along', async () => {
    const order_no = newOrder()
    const into = await about(order_no)
    const number = await about(order_no, { customer: '欧阳明月', text: '欧阳明月说冰箱又漏水了' })
    await merging(number, into)
    await house.settle()
    expect(await house.happened(into, 'absorbed')).toMatchObject([{ text: '欧阳明月说冰箱又漏水了' }])
    const state = await house.store.case(into)
    if (!state) throw new Error('the case is gone')
    const { policy, directory } = house.shelf.company.under(state.policy)
    const reader = { policy, directory, lang: 'zh', tz: 'Asia/Shanghai' } as const
    const facts = await house.store.facts(into)
    const own = (await house.as(await reviewerOf(into)).cards(into)).map(({ body }) => JSON.stringify(body))
    const shared = [
      ...(await house.as('wang.li').cards(into)).flatMap(({ to, body }) =>
        to.startsWith('person/') ? [] : [JSON.stringify(body)],
      ),
      JSON.stringify(drawShown(state, facts, [], reader)),
      JSON.stringify(facts.map((fact) => maskedFact(fact, state, reader))),
    ]
    expect(own.at(-1)).toContain('又漏水了')
    for (const text of shared) expect(text).not.toContain('欧阳明月')
    expect(shared.filter((text) => text.includes('说冰箱又漏水了')).length).toBeGreaterThanOrEqual(2)
  })

  test('is refused into itself, into nothing, into what has ended, and back; the form says it at its field', async () => {
    const [a, b] = [await about(newOrder()), await about(newOrder())]
    const refused = async (to: string) => {
      const reply = await merging(a, to)
      return [reply.code, reply.errors?.[0]?.field]
    }
    expect(await refused(a)).toEqual(['merge_self', 'to'])
    expect(await refused('C-20200101-0001')).toEqual(['merge_unknown', 'to'])
    expect(await refused('')).toEqual(['target_required', 'to'])
    expect(await merging(b, a.toLowerCase())).toMatchObject({ is: 'done' })
    expect(await refused(b)).toEqual(['merge_ended', 'to'])
    expect(await merging(a, b, '')).toMatchObject({ code: 'reason_required' })
    const stranger = house
      .as('guo.ting')
      .act({ do: 'submit', form: 'redress.form.merge', number: a, values: { to: b, reason: 'x' } })
    expect(await stranger).toMatchObject({ code: 'not_yours' })
  })

  test('never buries the graver one: it is refused the one way and done the other', async () => {
    const [grave, slight] = [await about(newOrder(), { safety: 'injury' }), await about(newOrder())]
    expect(await merging(grave, slight)).toMatchObject({ code: 'merge_graver' })
    expect(await merging(slight, grave)).toMatchObject({ is: 'done' })
  })

  test('of two into each other at one instant is done once', async () => {
    const [a, b] = [await about(newOrder()), await about(newOrder())]
    const replies = await Promise.all([merging(a, b), merging(b, a)])
    expect(replies.map(({ is }) => is).sort()).toEqual(['done', 'errors'])
    await house.settle()
    const states = await Promise.all([a, b].map((number) => house.store.case(number)))
    expect(states.filter((state) => state?.ended)).toHaveLength(1)
    expect(states.filter((state) => state?.absorbed?.length === 1)).toHaveLength(1)
  })
})
