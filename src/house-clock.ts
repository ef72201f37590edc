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

export interface ClockParts {
  readonly store: Pick<Store, 'setting' | 'setSetting' | 'raiseSetting'>
  /** Whether it may have been moved, and may be again. */
  readonly movable: boolean
  /** Whether other replicas may move it too. */
  readonly shared: boolean
  /** Called when it was moved. */
  moved(): void
  readonly wall?: () => Millis
}

/** A clock that goes on from where it was left. */
export async function openClock({ store, movable, shared, moved, wall = Date.now }: ClockParts): Promise<HouseClock> {
  const kept = async (): Promise<Millis> => Number((await store.setting(OFFSET)) ?? 0)
  let offset = movable ? await kept() : 0
  const movableOnly = (): void => {
    if (!movable) throw new Error('only the clock of the playground can be moved')
  }
  async function look(): Promise<void> {
    const now = await kept()
    // While the past is lived through, the real time is of no concern.
    if (offset >= 0) offset = Math.max(offset, now)
  }
  let looking: Promise<void> | undefined
  let next: Promise<void> | undefined
  /** Whoever asks while somebody looks already needs another look, begun after they asked; all of them the same one. */
  function sync(): Promise<void> {
    if (looking === undefined) {
      looking = look().finally(() => {
        looking = undefined
      })
      return looking
    }
    next ??= looking
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return sync()
      })
    return next
  }
  return {
    now: () => wall() + offset,
    ahead: () => offset,
    ...(movable && shared ? { sync } : {}),
    async setTo(to) {
      movableOnly()
      const ahead = to - wall()
      if (ahead <= offset) return
      // In the past nothing is kept: whatever stops us there, the next start is at the real time.
      offset = ahead > 0 ? Math.max(offset, await store.raiseSetting(OFFSET, ahead)) : ahead
      moved()
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
