/** Letting everything that is due happen, now or on the way to a later moment. */
import type { Delivery } from './delivery.ts'
import type { Desk } from './desk.ts'
import type { HouseClock } from './house-clock.ts'
import type { Store } from './ports.ts'
import type { Millis } from './rules/nouns.ts'
import type { Timers } from './timers.ts'

/** The rooms in which time passes. */
export interface Rooms {
  readonly store: Store
  readonly clock: HouseClock
  readonly desk: Desk
  readonly delivery: Delivery
  readonly timers: Timers
  /** What depends on the day, e.g. who stands in for whom, is looked at again. */
  dayBreaks?(): Promise<void>
}

/** Resolves when nothing submitted, due or queued is left to do now. */
export async function settleAll({
  desk,
  delivery,
  timers,
}: Pick<Rooms, 'desk' | 'delivery' | 'timers'>): Promise<void> {
  do {
    await desk.settle()
    await delivery.idle()
  } while ((await timers.runDue()) > 0)
}

/** Days begin at a multiple of this, in whichever zone. */
const QUARTER: Millis = 15 * 60_000

/** Real time looks at the timers this often (see timers.ts); thousands that ring one after the other are rung together. */
const BEAT: Millis = 5_000

/**
 * Moves the clock to `to`, stopping at each timer on the way and whenever something that waited may be sent, so that
 * everything happens at its own moment; what rings within a beat after that happens at its end.
 */
export async function walkTo(to: Millis, rooms: Rooms): Promise<void> {
  const { store, clock } = rooms
  const step = async (at: Millis): Promise<void> => {
    const before = clock.now()
    await clock.setTo(Math.max(at, before))
    if (Math.floor(before / QUARTER) !== Math.floor(clock.now() / QUARTER)) await rooms.dayBreaks?.()
    rooms.delivery.wake()
    await settleAll(rooms)
  }
  await clock.sync?.()
  await settleAll(rooms)
  for (let beat = Number.NEGATIVE_INFINITY; ; ) {
    const next = await nextMoment(store, clock.now())
    if (next > to) break
    await step(Math.min(to, Math.max(next, beat)))
    beat = clock.now() + BEAT
  }
  await step(to)
}

/** The next moment after `now` at which something rings or may be sent; never, where nothing waits. */
async function nextMoment(store: Pick<Store, 'nextTimer' | 'nextSend'>, now: Millis): Promise<Millis> {
  const [timer = Number.POSITIVE_INFINITY, send = Number.POSITIVE_INFINITY] = await Promise.all([
    store.nextTimer(now),
    store.nextSend(),
  ])
  // What is due already and was not taken is in the hands of another replica.
  return Math.min(timer, send > now ? send : Number.POSITIVE_INFINITY)
}
