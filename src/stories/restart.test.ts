/** Stopped in the middle of things and started again: nothing twice, nothing lost. */
import { afterEach, expect, test } from 'vitest'
import type { Platform, SendOutcome } from '../ports.ts'
import type { StoryOptions, Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { files, only, paidToClosed, reviewed, TERMS, upToPlan } from './road.ts'

const REFUND = { ...TERMS, plan_kind: 'refund', plan_amount: '300' } as const

let house: Told
afterEach(() => house.close())

async function reopen(options?: StoryOptions): Promise<void> {
  house = await house.reopen(options)
  await house.settle()
}

/** Everything that was ever posted, oldest first. */
async function posts(): Promise<readonly Wire[]> {
  const all = await house.chat.since(0, 10_000)
  return all.map(({ id, to, body }) => ({ id, to, body })).sort((a, b) => a.id - b.id)
}

test('cards stand once, timers survive, the moved clock is kept, and the case goes on', async () => {
  house = await tell()
  const { number, engineer } = await upToPlan(house)
  await house.pass('3h')
  await house.as(engineer).does('submit', number, REFUND)
  await house.settle()
  const before = { posts: await posts(), facts: await house.facts(number), counts: await house.store.counts() }
  const timers = await house.store.due(Number.MAX_SAFE_INTEGER, 100)
  const now = house.clock.now()
  const approver = await only(house, number)

  await reopen()
  expect(await posts()).toEqual(before.posts)
  expect(await house.facts(number)).toEqual(before.facts)
  expect(await house.store.counts()).toEqual(before.counts)
  expect(await house.store.due(Number.MAX_SAFE_INTEGER, 100)).toEqual(timers)
  expect(house.clock.now()).toBeGreaterThanOrEqual(now)
  expect(house.clock.now()).toBeLessThan(now + 60_000)

  await house.as(approver).does('approve', number)
  await reopen()
  await paidToClosed(house, number)
  expect(await house.happened(number, 'ended')).toMatchObject([{ outcome: 'closed' }])
  expect(await house.store.verify(number)).toBeUndefined()
})

test('a key that was used before the restart is known after it', async () => {
  house = await tell()
  const { number, engineer } = await upToPlan(house)
  await house.as(engineer).does('submit', number, REFUND)
  const approver = await only(house, number)
  const revision = (await house.store.case(number))?.revision
  const click = { do: 'click', action: 'redress.approve', value: `${number}:${revision}`, key: 'before-the-restart' }
  const first = await house.as(approver).act(click)
  expect(first.is).toBe('done')
  await reopen()
  const again = await house.as(approver).act(click)
  expect(again).toMatchObject({ is: 'done', number, revision: first.revision })
  expect(await house.happened(number, 'approved')).toHaveLength(1)
})

test('what could not be sent before the restart is sent after it, once', async () => {
  const down: SendOutcome = { is: 'retry', after: 3_600_000, why: 'down' }
  const dead = (platform: Platform): Platform => ({
    ...platform,
    sendCard: async () => down,
    updateCard: async () => down,
    sendMessage: async () => down,
  })
  house = await tell({ wrap: dead })
  const number = await files(house)
  await house.settle()
  expect(await posts()).toEqual([])
  await reopen({ wrap: (platform) => platform })
  await house.pass('2h')
  const cards = (await posts()).filter((post) => post.body.type === 'card')
  const places = cards.map((post) => `${post.to} ${post.body.key}`)
  expect(places.sort()).toEqual([
    'channel/quality case',
    'person/feng.lan task/review#1',
    'person/han.xue task/review#1',
  ])
  expect((await posts()).filter((post) => post.to === `customer/${number}`)).toHaveLength(1)
  await reviewed(house, number)
})

test('a power cut between sending and remembering posts no second card', async () => {
  // Every send arrives, and its answer is lost.
  const lossy = (platform: Platform): Platform => {
    const lost = async (sent: Promise<SendOutcome>): Promise<SendOutcome> => {
      await sent
      return { is: 'unknown', why: 'cut' }
    }
    return {
      ...platform,
      sendCard: (to, card, key) => lost(platform.sendCard(to, card, key)),
      sendMessage: (to, message, key) => lost(platform.sendMessage(to, message, key)),
    }
  }
  house = await tell({ wrap: lossy })
  const number = await files(house)
  await house.settle()
  const arrived = (await posts()).length
  expect(arrived).toBe(4)
  await reopen({ wrap: (platform) => platform })
  await house.pass('1h')
  expect((await posts()).map((post) => post.to).sort()).toEqual([
    'channel/quality',
    `customer/${number}`,
    'person/feng.lan',
    'person/han.xue',
  ])
})
