/** Time zones as stretches of constant offset, so that calendar arithmetic asks `Intl` once and not per question. */
import type { Millis } from './nouns.ts'

/** One day, one hour and one minute in milliseconds. */
export const DAY = 86_400_000
export const HOUR = 3_600_000
export const MINUTE = 60_000

/** Moments outside these years (UTC) are refused: no case is that old, and no due moment that far away. */
export const YEARS = { first: 1970, last: 2299 } as const

/**
 * The offsets of a zone. Local time is `t + offset`, in milliseconds as if it were UTC. Stretch `i` lasts from `starts[i]`
 * to `starts[i + 1]`; the last one is known up to `known()`.
 */
export interface Zone {
  readonly starts: readonly Millis[]
  readonly offsets: readonly number[]
  /** Up to where the stretches are known. */
  known(): Millis
  /** Makes the stretches known up to `t`; throws a RangeError beyond `YEARS`. */
  learn(t: Millis): void
}

const EARLIEST = Date.UTC(YEARS.first, 0, 1)
const LATEST = Date.UTC(YEARS.last + 1, 0, 1)
// No zone has changed its offset twice within six days since 1970, so samples three days apart miss nothing.
const STEP = 3 * DAY

const zones = new Map<string, Zone>()

/** The zone of an IANA name; throws a RangeError when there is none of that name. */
export function zoneOf(tz: string): Zone {
  const known = zones.get(tz)
  if (known) return known
  const zone = makeZone(offsetsOf(tz))
  zones.set(tz, zone)
  return zone
}

/** Throws a RangeError unless `t` is a whole number of milliseconds within `YEARS`. */
export function checkMoment(t: Millis): void {
  if (Number.isInteger(t) && t >= EARLIEST && t < LATEST) return
  throw new RangeError(`not a moment between ${YEARS.first} and ${YEARS.last}: ${t}`)
}

/** Index of the last element that is at most `value`; -1 when there is none. `sorted` is ascending. */
export function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** How far the wall is ahead of UTC at `t`, in milliseconds. Throws a RangeError outside `YEARS`. */
export function offsetAt(zone: Zone, t: Millis): number {
  checkMoment(t)
  if (t >= zone.known()) zone.learn(t)
  return zone.offsets[lastAtMost(zone.starts, t)] as number
}

/**
 * The moment at which the wall shows `local`. Shown twice (clocks set back): the `first` or the `last` time. Never shown
 * (clocks set forward): the moment of the change.
 */
export function momentAt(zone: Zone, local: number, which: 'first' | 'last'): Millis {
  zone.learn(Math.min(local + 2 * DAY, LATEST - 1))
  const low = Math.max(lastAtMost(zone.starts, local - 2 * DAY), 0)
  const high = lastAtMost(zone.starts, local + 2 * DAY)
  let found: Millis | undefined
  for (let i = low; i <= high; i++) {
    const start = zone.starts[i] as number
    const end = zone.starts[i + 1] ?? Number.POSITIVE_INFINITY
    const t = local - (zone.offsets[i] as number)
    if (which === 'first' && t >= start && t < end) return t
    if (which === 'last' && t > start && t <= end) found = t
  }
  return found ?? changeBefore(zone, local, low, high)
}

function changeBefore(zone: Zone, local: number, low: number, high: number): Millis {
  for (let i = low; i <= high; i++) {
    const start = zone.starts[i] as number
    if (start + (zone.offsets[i] as number) >= local) return start
  }
  throw new RangeError(`not a local time between ${YEARS.first} and ${YEARS.last}`)
}

function offsetsOf(tz: string): (t: Millis) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: tz,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (t) => {
    const [month = 0, day = 0, year = 0, hour, minute, second] = (format.format(t).match(/\d+/g) ?? []).map(Number)
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(t / 1000) * 1000
  }
}

function makeZone(offset: (t: Millis) => number): Zone {
  // A month earlier than any moment, so that a local day around the first one is whole.
  let known = EARLIEST - 30 * DAY
  const starts = [known]
  const offsets = [offset(known)]
  const learn = (t: Millis) => {
    if (t >= LATEST) throw new RangeError(`beyond the year ${YEARS.last}`)
    while (known <= t) {
      const next = known + STEP
      const before = offsets[offsets.length - 1] as number
      const after = offset(next)
      if (after !== before) {
        starts.push(changeBetween(offset, known, next))
        offsets.push(after)
      }
      known = next
    }
  }
  return { starts, offsets, known: () => known, learn }
}

/** The first moment in (low, high] that has the offset of `high`. */
function changeBetween(offset: (t: Millis) => number, low: Millis, high: Millis): Millis {
  const after = offset(high)
  let before = low
  let changed = high
  while (changed - before > 1) {
    const middle = Math.floor((before + changed) / 2)
    if (offset(middle) === after) changed = middle
    else before = middle
  }
  return changed
}
