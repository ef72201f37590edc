/** Typed durations (C06) on a working calendar, and clocks that stand still. Pure; throws only what the calendar throws. */
import type { Calendar } from './calendar.ts'
import type { Millis } from './nouns.ts'
import type { Span } from './policy.ts'
import { DAY, HOUR, MINUTE } from './zone.ts'

/** A time during which a clock stands still; without `to` it still does. */
export interface Pause {
  readonly from: Millis
  readonly to?: Millis | undefined
}

const HUNDRED_YEARS = 36_525 * DAY

/**
 * Reads `24h` (wall clock), `30m` (wall minutes), `24bh` (business hours) or `2bd` (business days, whole ones). Bare
 * numbers, other units, signs and anything beyond a hundred years of wall time give undefined.
 */
export function parseSpan(text: string): Span | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(h|m|bh|bd)$/.exec(text) ?? []
  if (number === undefined || unit === undefined) return undefined
  if (unit === 'bd') {
    const amount = Number(number)
    return Number.isInteger(amount) && amount * DAY <= HUNDRED_YEARS ? { unit, amount, text } : undefined
  }
  const amount = Math.round(Number(number) * (unit === 'm' ? MINUTE : HOUR))
  return amount <= HUNDRED_YEARS ? { unit: unit === 'bh' ? 'bh' : 'h', amount, text } : undefined
}

/** Whether a span ends within about a hundred years on this calendar; a policy refuses one that does not. */
export function fits({ perWeek }: Calendar, { unit, amount }: Span): boolean {
  if (unit === 'h') return amount <= HUNDRED_YEARS
  return (amount / (unit === 'bd' ? perWeek.days : perWeek.ms)) * 7 * DAY <= HUNDRED_YEARS
}

/** The moment a span that began at `from` runs out. */
export function addSpan(calendar: Calendar, from: Millis, { unit, amount }: Span): Millis {
  if (unit === 'h') return from + amount
  return unit === 'bh' ? calendar.addWorking(from, amount) : calendar.closeOfWorkday(from, amount)
}

/**
 * The same with pauses that do not count: wall time for `h`, working time for `bh`; a `bd` due moment moves on by the
 * working time paused. Pauses may overlap and lie in any order; what lies before `from` or begins at or after the due moment
 * changes nothing. Undefined while an open pause keeps the span from ever running out.
 */
export function addSpanWithPauses(
  calendar: Calendar,
  from: Millis,
  span: Span,
  pauses: readonly Pause[],
): Millis | undefined {
  return movedOn(calendar, from, span, addSpan(calendar, from, span), pauses)
}

/** The moment at which `share` (0 to 1) of a span has run: of wall time for `h`, of working time for `bh` and `bd`. */
export function shareOfSpan(calendar: Calendar, from: Millis, span: Span, share: number): Millis {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`not a share from 0 to 1: ${share}`)
  const due = addSpan(calendar, from, span)
  if (share === 1) return due
  if (span.unit === 'h') return from + Math.round(span.amount * share)
  return calendar.addWorking(from, Math.round(calendar.workingBetween(from, due) * share))
}

/** The same with pauses; one that begins after the share has run does not move it. Undefined while an open one holds it. */
export function shareOfSpanWithPauses(
  calendar: Calendar,
  from: Millis,
  span: Span,
  share: number,
  pauses: readonly Pause[],
): Millis | undefined {
  return movedOn(calendar, from, span, shareOfSpan(calendar, from, span, share), pauses)
}

/** Moves `moment` on by what the pauses take away between `from` and it. */
function movedOn(
  calendar: Calendar,
  from: Millis,
  { unit }: Span,
  moment: Millis,
  pauses: readonly Pause[],
): Millis | undefined {
  let moved = moment
  let reached = from
  for (const pause of [...pauses].sort((a, b) => a.from - b.from)) {
    const start = Math.max(pause.from, reached)
    if (start >= moved) break
    if (pause.to === undefined) return undefined
    if (pause.to <= start) continue
    moved =
      unit === 'h' ? moved + pause.to - start : calendar.addWorking(moved, calendar.workingBetween(start, pause.to))
    reached = pause.to
  }
  return moved
}
