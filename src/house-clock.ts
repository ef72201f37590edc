/** The clock of the house: real time, and in the playground moved forward by an offset that the database keeps. */
import type { Clock, Store } from './ports.ts'
import type { Millis } from './rules/nouns.ts'

/** The setting that keeps how far the clock was moved, in milliseconds. */
export const OFFSET = 'clock.offset'

export interface HouseClock extends Clock {
  /** Sets the time people see. Forward only; an earlier moment changes nothing. Durable when it resolves. */
  setTo(to: Millis): Promise<void>
}

/** A clock that goes on from where it was left. `movable`: whether it may have been moved, and may be again. */
export async function openClock(store: Store, movable: boolean, wall: () => Millis = Date.now): Promise<HouseClock> {
  let offset = movable ? Number((await store.setting(OFFSET)) ?? 0) : 0
  return {
    now: () => wall() + offset,
    async setTo(to) {
      if (!movable) throw new Error('only the clock of the playground can be moved')
      const ahead = to - wall()
      if (ahead <= offset) return
      await store.setSetting(OFFSET, String(ahead))
      offset = ahead
    },
  }
}
