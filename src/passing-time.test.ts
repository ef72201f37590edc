/** Letting time pass: lone timers at their own moment, thousands in a row by the beat. */
import { expect, it } from 'vitest'
import { type Rooms, walkTo } from './passing-time.ts'

/** Rooms in which each timer rings by being looked at; gives the moments at which some did. */
function rooms(timers: readonly number[]) {
  const left = [...timers].sort((a, b) => a - b)
  const looks: number[] = []
  let now = 0
  const nothing = async (): Promise<void> => undefined
  const moveTo = async (at: number): Promise<void> => {
    now = at
  }
  const walked: Rooms = {
    store: { nextTimer: async () => left[0] },
    clock: { now: () => now, setTo: moveTo },
    desk: { settle: nothing },
    delivery: { idle: nothing, wake: () => undefined },
    timers: {
      runDue: async () => {
        const due = left.filter((at) => at <= now).length
        left.splice(0, due)
        if (due > 0) looks.push(now)
        return due
      },
    },
  } as unknown as Rooms
  return { walked, looks, now: () => now }
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
