/** Letting time pass: lone timers at their own moment, thousands in a row by the beat. */
import { expect, it } from 'vitest'
import { type Rooms, walkTo } from './passing-time.ts'

/** Rooms in which each timer rings by being looked at; gives the moments at which some did. */
function rooms(timers: readonly number[], sends: readonly number[] = []) {
  const left = [...timers].sort((a, b) => a - b)
  const waiting = [...sends].sort((a, b) => a - b)
  const sent: number[] = []
  const looks: number[] = []
  let now = 0
  const nothing = async (): Promise<void> => undefined
  const moveTo = async (at: number): Promise<void> => {
    now = at
  }
  const walked: Rooms = {
    store: { nextTimer: async () => left[0], nextSend: async () => waiting[0] },
    clock: { now: () => now, setTo: moveTo },
    desk: { settle: nothing },
    delivery: {
      idle: nothing,
      wake: () => {
        while ((waiting[0] ?? Number.POSITIVE_INFINITY) <= now) {
          waiting.shift()
          sent.push(now)
        }
      },
    },
    timers: {
      runDue: async () => {
        const due = left.filter((at) => at <= now).length
        left.splice(0, due)
        if (due > 0) looks.push(now)
        return due
      },
    },
  } as unknown as Rooms
  return { walked, looks, sent, now: () => now }
}

it('stops at each timer that is alone, and ends where it was sent', async () => {
  const { walked, looks, now } = rooms([10_000, 70_000, 900_000])
  await walkTo(600_000, walked)
  expect(looks).toEqual([10_000, 70_000])
  expect(now()).toBe(600_000)
})

it('rings what follows within a beat together, as in real time', async () => {
  const { walked, looks } = rooms(Array.from({ length: 3_000 }, (_, i) => 10_000 + 4 * i))
  await walkTo(60_000, walked)
  expect(looks).toEqual([10_000, 15_000, 20_000, 25_000])
})

it('goes no further than it was sent', async () => {
  const { walked, looks, now } = rooms([10_000, 10_500, 11_500])
  await walkTo(11_000, walked)
  expect(looks).toEqual([10_000, 11_000])
  expect(now()).toBe(11_000)
})

it('stops where something that waited may be sent, at its own moment', async () => {
  const { walked, looks, sent } = rooms([30_000], [20_000, 90_000, 700_000])
  await walkTo(600_000, walked)
  expect(looks).toEqual([30_000])
  expect(sent).toEqual([20_000, 90_000])
})

it('does not stand still before what another replica has in hand', async () => {
  const { walked, now } = rooms([])
  walked.store.nextSend = async () => 1
  await walkTo(60_000, walked)
  expect(now()).toBe(60_000)
})
