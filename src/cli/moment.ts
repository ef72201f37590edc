/** Moments as people type them, and as they are printed for programs. */
import type { Millis } from '../rules/nouns.ts'
import { checkMoment, DAY, MINUTE, momentAt, offsetAt, zoneOf } from '../rules/zone.ts'
import { UsageError } from './usage.ts'

const FORM = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}(?:\.\d{1,3})?))?(Z|[+-]\d{2}:\d{2})?)?$/

/** A moment as it was typed: its first millisecond, and how long what was left out lasts. */
interface Typed {
  readonly at: Millis
  readonly lasts: Millis
}

/**
 * `2026-11-22`, `2026-11-22T14:05`, `2026-11-22 14:05:30`, each also with `Z` or `+08:00`; else it is the time of `tz`. What
 * is left out is taken to its end: a day until midnight, a minute until it is over.
 * @throws UsageError
 */
export function readMoment(value: unknown, tz: string): Millis {
  const { at, lasts } = typed(value, tz, '--until', 'last')
  return at + lasts
}

/**
 * The same for a moment at which something begins: what is left out is zero. `name` is the option, for the refusal.
 * @throws UsageError
 */
export function readBeginning(value: unknown, tz: string, name: string): Millis {
  return typed(value, tz, name, 'first').at
}

function typed(value: unknown, tz: string, name: string, which: 'first' | 'last'): Typed {
  const text = String(value ?? '').trim()
  const [, day, time = '00:00', seconds, offset] = FORM.exec(text) ?? []
  const written = `${day}T${time}:${seconds ?? '00'}`
  const local = Date.parse(`${written}Z`)
  const exists = day !== undefined && !Number.isNaN(local) && new Date(local).toISOString().startsWith(day)
  const at = exists
    ? momentOf(local, offset === undefined ? undefined : Date.parse(`${written}${offset}`), tz, which)
    : undefined
  if (at === undefined) {
    throw new UsageError(
      `${name} takes a moment like 2026-11-22T14:05 or 2026-11-22T14:05:30+08:00. ${name} 填时刻，例如 2026-11-22T14:05。`,
    )
  }
  const lasts = text === day ? DAY - 1 : seconds === undefined ? MINUTE - 1 : seconds.includes('.') ? 0 : 999
  return { at, lasts }
}

/** Undefined for a moment outside the years that calendars know, or an offset that is none. */
function momentOf(local: number, exact: number | undefined, tz: string, which: 'first' | 'last'): Millis | undefined {
  try {
    const at = exact ?? momentAt(zoneOf(tz), local, which)
    checkMoment(at)
    return at
  } catch {
    return undefined
  }
}

/** ISO 8601 with the offset of the zone: `2026-11-22T14:05:00+08:00`; milliseconds only where there are some. */
export function isoIn(at: Millis, tz: string): string {
  const offset = offsetAt(zoneOf(tz), at)
  const minutes = Math.round(offset / MINUTE)
  // An offset with seconds (Monrovia until 1972) cannot be written down: such a moment is told in UTC.
  if (minutes * MINUTE !== offset) return new Date(at).toISOString()
  const local = new Date(at + offset).toISOString().replace(/(?:\.000)?Z$/, '')
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${local}${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}
