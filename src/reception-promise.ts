/** Reads what a verb's own form says of a promise: words, a day and a time where the reader lives. */
import type { ReasonVerb } from '../cards/reason-form.ts'
import type { Millis, Refusal } from './rules/nouns.ts'
import { momentAt, zoneOf } from './rules/zone.ts'

/** What was promised, what is wrong with it, and the rest of the form. */
export interface PromiseRead {
  readonly left: Readonly<Record<string, unknown>>
  readonly promise?: { readonly what: string; readonly until: Millis } | Refusal
}

/** Reads and takes out the fields of a promise; other verbs have none, so that there they are as unknown as any other. */
export function readPromise(raw: Readonly<Record<string, unknown>>, verb: ReasonVerb, tz: string): PromiseRead {
  if (verb !== 'contact' && verb !== 'renew') return { left: raw }
  const { promise, day, time, ...rest } = raw
  const given = [promise, day, time].filter((one) => one !== undefined && one !== null && one !== '')
  if (verb === 'contact' && given.length === 0) return { left: rest }
  const left = verb === 'renew' && promise !== undefined ? { ...rest, promise } : rest
  if (verb === 'contact' && !isFilled(promise)) return { left, promise: missing('promise') }
  for (const [field, value] of Object.entries({ day, time }))
    if (!isFilled(value)) return { left, promise: missing(field) }
  const until = momentOf(String(day), String(time), tz)
  if (until === undefined) return { left, promise: { refused: 'field_type', field: 'day', params: { field: 'day' } } }
  return { left, promise: { what: typeof promise === 'string' ? promise : '', until } }
}

const isFilled = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const missing = (field: string): Refusal => ({ refused: 'field_required', field, params: { field } })

/** `2026-11-25` and `18:00` on a wall in this zone; undefined when there is no such day or time. */
function momentOf(day: string, time: string, tz: string): Millis | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) return undefined
  const local = Date.parse(`${day}T${time}:00Z`)
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== day) return undefined
  try {
    return momentAt(zoneOf(tz), local, 'first')
  } catch {
    return undefined
  }
}
