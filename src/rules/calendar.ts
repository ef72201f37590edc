/** Working time: shifts with breaks, holidays and make-up workdays, in any time zone (I13, C06, F053). Pure and exact. */
import type { Millis } from './nouns.ts'
import type { CalendarDefinition, CalendarProblem, Open, Shifts } from './shifts.ts'
import { calendarProblems, shiftsOf } from './shifts.ts'
import { makeTally, weekdayOf } from './tally.ts'
import type { Zone } from './zone.ts'
import { checkMoment, DAY, lastAtMost, momentAt, offsetAt, zoneOf } from './zone.ts'

export type { HolidayFile, HolidayTable } from './holidays.ts'
export { fromHolidayCn } from './holidays.ts'
export type { CalendarDefinition, CalendarProblem, DayRule, Shift, Weekday } from './shifts.ts'
export { calendarProblems, WEEKDAYS } from './shifts.ts'
export type { Pause } from './span.ts'
export { addSpan, addSpanWithPauses, fits, parseSpan, shareOfSpan, shareOfSpanWithPauses } from './span.ts'

/**
 * Working time. Adding is monotone in both arguments and additive, and `workingBetween` inverts it. A shift counts by the
 * clock on the wall: an hour skipped in spring is not worked, an hour shown twice in autumn is worked twice if it is open.
 * Moments are whole milliseconds from 1970 to 2299; anything else is refused with a RangeError.
 */
export interface Calendar {
  readonly id: string
  readonly tz: string
  /** Working milliseconds and working days of a plain week. */
  readonly perWeek: { readonly ms: number; readonly days: number }
  /**
   * The earliest moment with `ms` of working time since `from`; for a negative `ms`, the latest one that long before it.
   * Zero leaves `from` as it is, also outside working time. The suites disagree on that (vector sla-061); moving it to the
   * next opening would break additivity, as 17:00 reached by adding 8 h would become 09:00 by adding nothing.
   * Refuses results more than about a hundred years away.
   */
  addWorking(from: Millis, ms: number): Millis
  /** Milliseconds of working time from `a` to `b`; negative when `b` is earlier. */
  workingBetween(a: Millis, b: Millis): number
  /**
   * The close of the `n`-th working day after the local date of `from`. For 0: the close of that date itself, or of the
   * next working day when `from` is past it.
   */
  closeOfWorkday(from: Millis, n: number): Millis
  isOpen(t: Millis): boolean
  /** A day off by its date, on a weekday that is worked otherwise. */
  isHoliday(t: Millis): boolean
  /** `t` itself when open, else the next opening. */
  nextOpen(t: Millis): Millis
  /** The opening of the first working day after the local date of `t`. */
  nextWorkday(t: Millis): Millis
  /** `2026-02-14`, in the calendar's zone. */
  localDate(t: Millis): string
  /** Whether holidays of this year are known; true for every year when no holiday table is expected. */
  covers(year: number): boolean
  /** Local years touched by [from, to] whose holidays are not known: there the plain week counts, so warn loudly. */
  missingYears(from: Millis, to: Millis): readonly number[]
}

// A hundred years, which is what `fits` allows by the plain week, and room for the holidays in them.
const FARTHEST = 101 * 366 * DAY

/** The calendar of a definition, or the first thing that is wrong with it (`calendarProblems` gives them all). */
export function makeCalendar(definition: CalendarDefinition): Calendar | CalendarProblem {
  const [problem] = calendarProblems(definition)
  if (problem) return problem
  const zone = zoneOf(definition.tz)
  const shifts = shiftsOf(definition)
  const line = makeTimeline(zone, shifts)
  return {
    id: definition.id,
    tz: definition.tz,
    perWeek: {
      ms: shifts.week.reduce((sum, day) => sum + lengthOf(day), 0),
      days: shifts.week.filter((day) => day.length > 0).length,
    },
    addWorking: (from, ms) => addWorking(line, from, ms),
    workingBetween: (a, b) => line.worked(b) - line.worked(a),
    isOpen: (t) => line.worked(t + 1) > line.worked(t),
    nextOpen: (t) => nextOpen(line, t),
    ...daysOf(zone, shifts, line),
    ...yearsOf(zone, definition.years),
  }
}

/** How much was worked since some fixed moment, and back. */
interface Timeline {
  worked(t: Millis): number
  /** The earliest moment at which `total` had been worked. */
  when(total: number): Millis
}

/**
 * Within a stretch of constant offset, local time runs like UTC, so worked time is a sum over whole local days plus a
 * part of one. `bases[i]` makes those sums continuous from stretch to stretch: worked(t) = bases[i] + local sum.
 */
function makeTimeline(zone: Zone, { week, days }: Shifts): Timeline {
  const shiftsOn = (day: number) => days.get(day) ?? (week[weekdayOf(day)] as readonly Open[])
  const tally = makeTally(week.map(lengthOf), new Map([...days].map(([day, shifts]) => [day, lengthOf(shifts)])))
  const workedLocally = (local: number) => {
    const day = Math.floor(local / DAY)
    return tally.before(day) + workedOn(shiftsOn(day), local - day * DAY)
  }
  const bases = [0]
  const totals = [workedLocally(localAt(zone, 0, zone.starts[0] as number))]
  const learn = (t: Millis) => {
    if (t >= zone.known()) zone.learn(t)
    for (let i = bases.length; i < zone.starts.length; i++) {
      const start = zone.starts[i] as number
      const total = (bases[i - 1] as number) + workedLocally(localAt(zone, i - 1, start))
      totals.push(total)
      bases.push(total - workedLocally(localAt(zone, i, start)))
    }
  }
  const worked = (t: Millis) => {
    checkMoment(t)
    learn(t)
    const i = lastAtMost(zone.starts, t)
    return (bases[i] as number) + workedLocally(localAt(zone, i, t))
  }
  const guess = (total: number) => {
    const i = Math.max(lastAtMost(totals, total - 1), 0)
    const local = total - (bases[i] as number)
    const day = tally.reaching(local)
    return day * DAY + momentOn(shiftsOn(day), local - tally.before(day)) - (zone.offsets[i] as number)
  }
  const when = (total: number) => {
    let t = guess(total)
    // Beyond what is known of the zone, the guess lacks changes of offset that are still to be learned.
    while (t >= zone.known()) {
      checkMoment(t)
      learn(t)
      t = guess(total)
    }
    checkMoment(t)
    return t
  }
  return { worked, when }
}

function localAt(zone: Zone, stretch: number, t: Millis): number {
  return t + (zone.offsets[stretch] as number)
}

function lengthOf(shifts: readonly Open[]): number {
  return shifts.reduce((sum, { start, end }) => sum + end - start, 0)
}

/** How much of the shifts lies before `time`, in milliseconds since midnight. */
function workedOn(shifts: readonly Open[], time: number): number {
  let sum = 0
  for (const { start, end } of shifts) if (time > start) sum += Math.min(time, end) - start
  return sum
}

/** The earliest time of day at which `worked` milliseconds (more than zero) of the shifts are over. */
function momentOn(shifts: readonly Open[], worked: number): number {
  let rest = worked
  for (const { start, end } of shifts) {
    if (rest <= end - start) return start + rest
    rest -= end - start
  }
  throw new Error('more than these shifts hold')
}

function addWorking(line: Timeline, from: Millis, ms: number): Millis {
  if (!Number.isSafeInteger(ms)) throw new RangeError(`not whole milliseconds: ${ms}`)
  const start = line.worked(from)
  if (ms === 0) return from
  // Backwards, the latest moment with this total is the one just before the next millisecond of work.
  const to = ms > 0 ? line.when(start + ms) : line.when(start + ms + 1) - 1
  return checkDistance(from, to)
}

function checkDistance(from: Millis, to: Millis): Millis {
  if (Math.abs(to - from) > FARTHEST) throw new RangeError('more than a hundred years away')
  checkMoment(to)
  return to
}

function nextOpen(line: Timeline, t: Millis): Millis {
  return line.when(line.worked(t) + 1) - 1
}

/** What goes by whole local days. */
function daysOf(zone: Zone, { week, days }: Shifts, line: Timeline) {
  const shiftsOn = (day: number) => days.get(day) ?? (week[weekdayOf(day)] as readonly Open[])
  const worked = (shifts: readonly Open[]) => (shifts.length > 0 ? 1 : 0)
  const tally = makeTally(week.map(worked), new Map([...days].map(([day, shifts]) => [day, worked(shifts)])))
  const close = (day: number) => momentAt(zone, day * DAY + (shiftsOn(day).at(-1)?.end ?? 0), 'last')

  const closeOfWorkday = (from: Millis, n: number) => {
    if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not a number of working days: ${n}`)
    const today = localDay(zone, from)
    if (n === 0 && shiftsOn(today).length > 0 && close(today) >= from) return close(today)
    const day = tally.reaching(tally.before(today + 1) + Math.max(n, 1))
    if ((day - today) * DAY > FARTHEST) throw new RangeError('more than a hundred years away')
    return checkDistance(from, close(day))
  }
  const nextWorkday = (t: Millis) => nextOpen(line, momentAt(zone, (localDay(zone, t) + 1) * DAY, 'first'))
  const localDate = (t: Millis) => new Date(localDay(zone, t) * DAY).toISOString().slice(0, 10)
  const isHoliday = (t: Millis) => {
    const day = localDay(zone, t)
    return days.get(day)?.length === 0 && (week[weekdayOf(day)] as readonly Open[]).length > 0
  }
  return { closeOfWorkday, nextWorkday, localDate, isHoliday }
}

function localDay(zone: Zone, t: Millis): number {
  return Math.floor((t + offsetAt(zone, t)) / DAY)
}

function yearsOf(zone: Zone, years: readonly number[] | undefined) {
  const covers = (year: number) => years === undefined || years.includes(year)
  const yearOf = (t: Millis) => new Date(localDay(zone, t) * DAY).getUTCFullYear()
  const missingYears = (from: Millis, to: Millis) => {
    const missing: number[] = []
    const last = yearOf(to)
    for (let year = yearOf(from); year <= last; year++) if (!covers(year)) missing.push(year)
    return missing
  }
  return { covers, missingYears }
}
