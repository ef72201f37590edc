/** Which version of the rules this is. */
import { createHash } from 'node:crypto'
import type { RawPolicy } from './schema.ts'
import { LIVE_KEYS } from './schema.ts'

/**
 * `<version>-<first 8 hex of the sha256 of the pinned part>`: comments, layout and the live part (people, teams, channels,
 * calendars, services, budget, noise) do not count; the order of keys does, as it is the order of fields and derived values.
 */
export function versionOf(raw: RawPolicy): string {
  const pinned = Object.fromEntries(Object.entries(raw).filter(([key]) => !LIVE_KEYS.includes(key)))
  return `${raw.version}-${createHash('sha256').update(JSON.stringify(pinned)).digest('hex').slice(0, 8)}`
}
