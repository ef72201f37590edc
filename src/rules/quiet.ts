/** Quiet hours: the part of the day in which somebody is not to be reminded. Cards and answers come all the same. */
import type { Millis } from './nouns.ts'
import { DAY, lastAtMost, MINUTE, momentAt, zoneOf } from './zone.ts'

/** Both as `22:00`, in the person's own zone. The end may be on the next day. Equal: no quiet hours. */
export interface Quiet {
  readonly from: string
  readonly to: string
}

/** When a reminder of `now` may reach them: the end of the quiet hours it falls into, else `now`. */
export function afterQuiet(quiet: Quiet | undefined, tz: string, now: Millis): Millis {
  if (quiet === undefined || quiet.from === quiet.to) return now
  const zone = zoneOf(tz)
  zone.learn(now)
  const local = now + (zone.offsets[lastAtMost(zone.starts, now)] ?? 0)
  const midnight = Math.floor(local / DAY) * DAY
  const [from, to] = [minutesOf(quiet.from) * MINUTE, minutesOf(quiet.to) * MINUTE]
  const at = local - midnight
  const isQuiet = from < to ? at >= from && at < to : at >= from || at < to
  if (!isQuiet) return now
  const end = at < to ? midnight + to : midnight + DAY + to
  return momentAt(zone, end, 'last')
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
