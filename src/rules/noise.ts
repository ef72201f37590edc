/** How many reminders somebody gets before the rest waits, and when what waits is told in one message. Pure. */
import type { Calendar } from './calendar.ts'
import type { Millis } from './nouns.ts'
import { hashOf } from './spread.ts'
import { DAY, MINUTE, momentAt, offsetAt, zoneOf } from './zone.ts'

/** What a policy says of it. */
export interface Noise {
  /** So many reminders reach one person in `WINDOW`, each at once; a roundup counts as one. */
  readonly perPerson: number
  /** Times of day (`09:07`, the reader's own) at which what was above that is told together, in rising order. */
  readonly roundups: readonly string[]
}

/** What was sent within so long counts. */
export const WINDOW: Millis = DAY

/** Over so many minutes the roundups of one moment are spread. */
const SPREAD = 10
/** So many days ahead a working day is looked for: no holidays are longer. */
const FARTHEST_DAYS = 40

/** Who reads, where, and on which days they work. `seed` spreads people over some minutes. */
export interface Reader {
  readonly seed: string
  readonly tz: string
  readonly calendar: Calendar
}

/** May one more reminder leave at `now`, after those of `sent`? */
export function hasRoom(perPerson: number, sent: readonly Millis[], now: Millis): boolean {
  return inWindow(sent, now).length < perPerson
}

/** Those that still count. A clock that was set back forgets nothing. */
export function inWindow(sent: readonly Millis[], now: Millis): readonly Millis[] {
  return sent.filter((at) => at > now - WINDOW)
}

/**
 * The next moment after `now` at which a reader's roundup is due: on a working day, some minutes after a time of the policy,
 * the same for this reader each day, never on a full or a half hour, when everything else in a company rings.
 */
export function nextRoundup(times: readonly string[], { seed, tz, calendar }: Reader, now: Millis): Millis {
  const zone = zoneOf(tz)
  const today = Math.floor((now + offsetAt(zone, now)) / DAY) * DAY
  const offset = hashOf(seed) % (SPREAD * 60_000)
  for (let day = 0; day <= FARTHEST_DAYS; day++) {
    const midnight = today + day * DAY
    const from = momentAt(zone, midnight, 'last')
    const works = calendar.workingBetween(from, momentAt(zone, midnight + DAY, 'first')) > 0
    if (!works && day < FARTHEST_DAYS) continue
    for (const time of times) {
      const at = momentAt(zone, offHours(midnight + minutesOf(time) * MINUTE + offset), 'last')
      if (at > now) return at
    }
  }
  return now + DAY
}

/** Not within a full or half hour's first minute: then a minute later. */
const offHours = (local: Millis): Millis => (Math.floor(local / MINUTE) % 30 === 0 ? local + MINUTE : local)

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
