/** Case numbers: `<prefix>-<local day>-<count of that day>`, e.g. `C-20261122-0001`. */
import type { Millis } from './rules/nouns.ts'
import type { Policy } from './rules/policy.ts'

/** The number of the `seq`-th case of the local day of `now`. */
export function numberFor({ company }: Policy, now: Millis, seq: number): string {
  return `${company.numberPrefix}-${dayOf(now, company.tz).replaceAll('-', '')}-${String(seq).padStart(4, '0')}`
}

/** The local day of a moment, `2026-11-22`. */
export function dayOf(now: Millis, tz: string): string {
  return dayFormat(tz).format(now)
}

const formats = new Map<string, Intl.DateTimeFormat>()
function dayFormat(tz: string): Intl.DateTimeFormat {
  const known = formats.get(tz) ?? new Intl.DateTimeFormat('en-CA', { timeZone: tz, dateStyle: 'short' })
  formats.set(tz, known)
  return known
}
