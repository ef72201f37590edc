/** The clock of the house: real time, and in the playground moved forward by an offset that the database keeps. */
import type { Clock, Store } from './ports.ts'
import type { Millis } from './rules/nouns.ts'

/** The setting that keeps how far the clock was moved, in milliseconds. */
export const OFFSET = 'clock.offset'

export interface HouseClock extends Clock {
  /** Sets the time people see. Forward only; an earlier moment changes nothing. Durable when it resolves. */
  setTo(to: Millis): Promise<void>
  /** How far the time people see is ahead of the real one. */
  ahead(): Millis
  /**
   * Sets the time back so that the past can be lived through: only while there is no complaint yet, so that nothing ever
   * has a date to come. It is not kept: after a restart, time is the real one again.
   */
  liveFrom(then: Millis): void
  /** The past has been lived through, or given up: from here on time is the real one. Durable when it resolves. */
  liveNow(): Promise<void>
}

/** A clock that goes on from where it was left. `movable`: whether it may have been moved, and may be again. */
export async function openClock(store: Store, movable: boolean, wall: () => Millis = Date.now): Promise<HouseClock> {
  let offset = movable ? Number((await store.setting(OFFSET)) ?? 0) : 0
  const movableOnly = (): void => {
    if (!movable) throw new Error('only the clock of the playground can be moved')
  }
  return {
    now: () => wall() + offset,
    ahead: () => offset,
    async setTo(to) {
      movableOnly()
      const ahead = to - wall()
      if (ahead <= offset) return
      // In the past nothing is kept: whatever stops us there, the next start is at the real time.
      if (ahead > 0) await store.setSetting(OFFSET, String(ahead))
      offset = ahead
    },
    liveFrom(then) {
      movableOnly()
      offset = then - wall()
    },
    async liveNow() {
      movableOnly()
      await store.setSetting(OFFSET, '0')
      offset = 0
    },
  }
}
