/** A moment as people type it. */
import type { Millis } from '../rules/nouns.ts'
import { DAY, MINUTE, momentAt, zoneOf } from '../rules/zone.ts'
import { UsageError } from './usage.ts'

const FORM = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}(?:\.\d{1,3})?))?(Z|[+-]\d{2}:\d{2})?)?$/

/**
 * `2026-11-22`, `2026-11-22T14:05`, `2026-11-22 14:05:30`, each also with `Z` or `+08:00`; else it is the time of `tz`. What
 * is left out is taken to its end: a day until midnight, a minute until it is over.
 * @throws UsageError
 */
export function readMoment(value: unknown, tz: string): Millis {
  const [, day, time = '00:00', seconds, offset] = FORM.exec(String(value ?? '').trim()) ?? []
  const local = Date.parse(`${day}T${time}:${seconds ?? '00'}Z`)
  if (day === undefined || Number.isNaN(local) || !new Date(local).toISOString().startsWith(day)) {
    throw new UsageError(
      '--until takes a moment like 2026-11-22T14:05 or 2026-11-22T14:05:30+08:00. --until 填时刻，例如 2026-11-22T14:05。',
    )
  }
  const at =
    offset === undefined
      ? momentAt(zoneOf(tz), local, 'last')
      : Date.parse(`${day}T${time}:${seconds ?? '00'}${offset}`)
  const whole = String(value).trim() === day
  return at + (whole ? DAY - 1 : seconds === undefined ? MINUTE - 1 : seconds.includes('.') ? 0 : 999)
}
