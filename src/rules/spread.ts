/** What would come at a full or half hour comes some minutes later: half of all clocks, quiet hours and promises end there. */
import type { Millis } from './nouns.ts'
import { MINUTE, offsetAt, zoneOf } from './zone.ts'

const SECONDS: Millis = 17_000
const HALF: Millis = 30 * MINUTE
/** So many minutes later at the most. */
const MOST = 9

/** One to nine minutes, the same for the same text, evenly spread. */
export function minutesFor(text: string): number {
  return 1 + (hashOf(text) % MOST)
}

/** The moment itself, or so many minutes after the full or half hour (on the wall of `tz`) that lies within a minute of it. */
export function pastTheHour(at: Millis, tz: string, minutes: number): Millis {
  const past = (((at + offsetAt(zoneOf(tz), at)) % HALF) + HALF) % HALF
  if (past > MINUTE && past < HALF - MINUTE) return at
  const full = past <= MINUTE ? at - past : at + HALF - past
  // Past the minute, so that it lies near no full hour itself.
  return full + minutes * MINUTE + SECONDS
}

/** FNV-1a: evenly spread, the same on every machine and in every replay. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
