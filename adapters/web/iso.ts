/** Moments on the wire: ISO 8601 with the company's offset, to the second. */
import type { Millis } from '../../src/rules/nouns.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(tz: string): Intl.DateTimeFormat {
  const known = formats.get(tz)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: tz,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  })
  formats.set(tz, made)
  return made
}

/** `2026-11-22T10:30:00+08:00` in the time zone `tz` (an IANA name). */
export function iso(at: Millis, tz: string): string {
  const part: Record<string, string> = {}
  for (const { type, value } of formatOf(tz).formatToParts(at)) part[type] = value
  const zone = part.timeZoneName ?? 'GMT'
  const offset = zone === 'GMT' ? '+00:00' : zone.slice(3)
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}${offset}`
}
