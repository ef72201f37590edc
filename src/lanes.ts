/** A lane is one destination: everything in it is sent in order, and no faster than its platform allows. */
import { GATHERED, LATER } from './outbox-port.ts'
import type { Millis } from './rules/nouns.ts'
import type { Spot } from './rules/views.ts'

/** The lane of an address on a platform: `<platform>:<address>`. Platform names hold no colon. */
export function laneOf(platform: string, address: string): string {
  return `${platform}:${address}`
}

/** The lane beside somebody's own in which reminders are gathered. */
export function gatheredLane(lane: string): string {
  return `${lane}${GATHERED}`
}

export const isGathered = (lane: string): boolean => lane.endsWith(GATHERED)

/** The lane that leads to the same address: the one beside it (for reminders, for later) is the same destination. */
export function ownLane(lane: string): string {
  const end = [GATHERED, LATER].find((one) => lane.endsWith(one))
  return end === undefined ? lane : lane.slice(0, -end.length)
}

/** The platform and address of a lane. */
export function splitLane(named: string): { readonly platform: string; readonly address: string } {
  const lane = ownLane(named)
  const colon = lane.indexOf(':')
  return colon < 0
    ? { platform: lane, address: '' }
    : { platform: lane.slice(0, colon), address: lane.slice(colon + 1) }
}

/** Another lane for what was meant for a closed one, and the place it leads to: whoever reads there may see less. */
export interface Elsewhere {
  readonly lane: string
  readonly place: Spot
}

/** The handle of a card that stands in another lane than its own. Lanes hold no line break. */
export function handleAt(lane: string, handle: string): string {
  return `@${lane}\n${handle}`
}

/** Where a card stands by its handle: in `own`, unless the handle names another lane. */
export function fromHandle(handle: string, own: string): { readonly lane: string; readonly handle: string } {
  const end = handle.indexOf('\n')
  return handle.startsWith('@') && end > 0
    ? { lane: handle.slice(1, end), handle: handle.slice(end + 1) }
    : { lane: own, handle }
}

/** Waits until one more send to this lane keeps to `perSecond` (below 1: one send in 1/perSecond seconds). */
export type Pace = (lane: string, perSecond: number) => Promise<void>

/** So many lanes may be remembered, then those that were not used for so long are looked for, at most so often. */
const MANY = 1_000
const QUIET: Millis = 60_000

/** A pace on real time (`wall`): in no window of a second does a lane get more than it may. */
export function makePace(wall: () => Millis, sleep: (ms: Millis) => Promise<void>): Pace {
  const recent = new Map<string, Millis[]>()
  let tidied = Number.NEGATIVE_INFINITY

  // Looking at a thousand lanes before each send would cost more than the send.
  function tidy(now: Millis): void {
    if (recent.size <= MANY || Math.abs(now - tidied) < QUIET) return
    tidied = now
    for (const [lane, times] of recent) if ((times.at(-1) ?? 0) < now - QUIET) recent.delete(lane)
  }

  return async (lane, perSecond) => {
    if (!Number.isFinite(perSecond)) return
    const most = Math.max(1, Math.floor(perSecond))
    const window = perSecond >= 1 ? 1000 : 1000 / perSecond
    const now = wall()
    tidy(now)
    const times = recent.get(lane) ?? []
    while ((times[0] ?? now) <= now - window) times.shift()
    const last = times.at(-most)
    // The bound holds even when the system's clock was set back.
    const wait = last === undefined ? 0 : Math.min(last + window - now, window)
    times.push(now + wait)
    recent.set(lane, times)
    if (wait > 0) await sleep(wait)
  }
}
