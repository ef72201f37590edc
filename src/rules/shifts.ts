/** What a working calendar's definition may say, what can be wrong with it, and its shifts in milliseconds. */
import { DAY, HOUR, MINUTE, YEARS, zoneOf } from './zone.ts'

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** `['09:00', '12:00']`: open from the first up to, not including, the second; `24:00` is the end of the day. */
export type Shift = readonly [start: string, end: string]

/** What differs from the plain week: a holiday, or a workday that works like a weekday or like the calendar's `makeup`. */
export type DayRule = { readonly off: true } | { readonly work: Weekday | 'makeup' }

/** A calendar as the policy writes it. Times are what a clock on the wall of `tz` shows. */
export interface CalendarDefinition {
  readonly id: string
  /** IANA name, e.g. `Asia/Shanghai`. */
  readonly tz: string
  /** Shifts by weekday; a weekday that is absent or empty is not worked. A night shift is two: until 24:00, from 00:00. */
  readonly week: Readonly<Partial<Record<Weekday, readonly Shift[]>>>
  /** The shifts of make-up workdays: those of a weekday, or its own. Absent: like the first weekday that is worked. */
  readonly makeup?: Weekday | readonly Shift[] | undefined
  /** By local date, `2026-02-14`. */
  readonly days: Readonly<Record<string, DayRule>>
  /** The years the holiday table covers, `[]` when its files cover none. Absent: no holiday table is expected. */
  readonly years?: readonly number[] | undefined
}

/** What is wrong with a definition, where, and how to mend it. */
export interface CalendarProblem {
  /** Path inside what was given, e.g. `week.mon[1]` or `days.2026-02-30`. */
  readonly path: string
  readonly wrong: string
  readonly wrongZh: string
}

/** One shift in local milliseconds since midnight. */
export interface Open {
  readonly start: number
  readonly end: number
}

/** The shifts of the plain week from Monday on, and of the days that differ by number (1970-01-01 = 0). Sorted by time. */
export interface Shifts {
  readonly week: readonly (readonly Open[])[]
  readonly days: ReadonlyMap<number, readonly Open[]>
}

/** The shifts of a definition. Call it only when `calendarProblems` found none. */
export function shiftsOf(definition: CalendarDefinition): Shifts {
  const week = WEEKDAYS.map((weekday) => readShifts(definition.week[weekday] ?? []))
  const makeup = makeupOf(definition, week)
  const days = new Map<number, readonly Open[]>()
  for (const [date, rule] of Object.entries(definition.days)) {
    const shifts = 'off' in rule ? [] : rule.work === 'makeup' ? makeup : week[WEEKDAYS.indexOf(rule.work)]
    days.set(dayOf(date) as number, shifts ?? [])
  }
  return { week, days }
}

/** Everything that is wrong with a definition, in reading order; empty when it can be used. */
export function calendarProblems(definition: CalendarDefinition): readonly CalendarProblem[] {
  const found = [...zoneProblems(definition.tz), ...weekProblems(definition), ...yearProblems(definition.years ?? [])]
  return found.length > 0 ? found : dayProblems(definition)
}

/** The number of a date `2026-02-14` (1970-01-01 = 0), or undefined when there is no such day from 1970 to 2299. */
export function dayOf(date: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)?.map(Number) ?? []
  if (year === undefined || month === undefined || year < YEARS.first || year > YEARS.last) return undefined
  const at = Date.UTC(year, month - 1, day)
  return new Date(at).toISOString().startsWith(date) ? at / DAY : undefined
}

function makeupOf({ makeup }: CalendarDefinition, week: Shifts['week']): readonly Open[] {
  if (makeup === undefined) return week.find((shifts) => shifts.length > 0) ?? []
  return typeof makeup === 'string' ? (week[WEEKDAYS.indexOf(makeup)] ?? []) : readShifts(makeup)
}

function readShifts(shifts: readonly Shift[]): readonly Open[] {
  return shifts
    .map(([start, end]) => ({ start: timeOf(start) ?? Number.NaN, end: timeOf(end) ?? Number.NaN }))
    .sort((a, b) => a.start - b.start)
}

/** Milliseconds since midnight of `09:30`, up to `24:00`. */
function timeOf(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? []
  const time = Number(hours) * HOUR + Number(minutes) * MINUTE
  return time <= DAY ? time : undefined
}

function zoneProblems(tz: string): CalendarProblem[] {
  try {
    zoneOf(tz)
    return []
  } catch {
    const wrong = `there is no time zone "${tz}"; write an IANA name such as Asia/Shanghai`
    return [{ path: 'tz', wrong, wrongZh: `没有时区“${tz}”，请写 IANA 名称，例如 Asia/Shanghai` }]
  }
}

function weekProblems({ week, makeup }: CalendarDefinition): CalendarProblem[] {
  const found = WEEKDAYS.flatMap((weekday) => shiftProblems(week[weekday] ?? [], `week.${weekday}`))
  for (const key of Object.keys(week)) {
    if ((WEEKDAYS as readonly string[]).includes(key)) continue
    found.push({
      path: `week.${key}`,
      wrong: `"${key}" is no weekday; use ${WEEKDAYS.join(', ')}`,
      wrongZh: `“${key}”不是星期，请用 ${WEEKDAYS.join('、')}`,
    })
  }
  if (typeof makeup === 'object') found.push(...shiftProblems(makeup, 'makeup'))
  if (WEEKDAYS.every((weekday) => (week[weekday] ?? []).length === 0)) {
    const wrong = 'the calendar never opens, so nothing would ever be due; give at least one weekday a shift'
    found.push({ path: 'week', wrong, wrongZh: '日历没有任何工作时间，期限永远不会到；请至少给一个工作日排班' })
  }
  return found
}

function shiftProblems(shifts: readonly Shift[], path: string): CalendarProblem[] {
  return shifts.flatMap(([start, end], index) => {
    const at = `${path}[${index}]`
    const [from, to] = [timeOf(start), timeOf(end)]
    if (from === undefined || to === undefined) {
      const wrong = `${start}-${end} is no shift; write times as 09:00, up to 24:00`
      return [{ path: at, wrong, wrongZh: `${start}-${end} 不是有效的班次，时间请写成 09:00，最晚 24:00` }]
    }
    if (from >= to) {
      const wrong = `the shift ${start}-${end} ends before it begins; write a night shift as two, until 24:00 and from 00:00`
      return [
        { path: at, wrong, wrongZh: `班次 ${start}-${end} 的结束不晚于开始；夜班请分成两段：到 24:00 和从 00:00` },
      ]
    }
    const other = shifts.findIndex((shift, i) => i < index && overlap(shift, from, to))
    if (other < 0) return []
    const name = (shifts[other] as Shift).join('-')
    const wrong = `the shift ${start}-${end} overlaps ${name}; let one end before the other begins`
    return [{ path: at, wrong, wrongZh: `班次 ${start}-${end} 与 ${name} 重叠，请让前一段先结束` }]
  })
}

function overlap([start, end]: Shift, from: number, to: number): boolean {
  const [otherFrom, otherTo] = [timeOf(start), timeOf(end)]
  return otherFrom !== undefined && otherTo !== undefined && otherFrom < to && from < otherTo
}

function yearProblems(years: readonly number[]): CalendarProblem[] {
  return years.flatMap((year, index) => {
    if (Number.isInteger(year) && year >= YEARS.first && year <= YEARS.last) return []
    return [
      {
        path: `years[${index}]`,
        wrong: `${year} is no year from ${YEARS.first} to ${YEARS.last}`,
        wrongZh: `${year} 不是 ${YEARS.first} 到 ${YEARS.last} 之间的年份`,
      },
    ]
  })
}

function dayProblems(definition: CalendarDefinition): CalendarProblem[] {
  const week = WEEKDAYS.map((weekday) => readShifts(definition.week[weekday] ?? []))
  const makeup = makeupOf(definition, week)
  return Object.entries(definition.days).flatMap(([date, rule]) => {
    const path = `days.${date}`
    if (dayOf(date) === undefined) {
      const wrong = `there is no day "${date}"; write it as 2026-02-14`
      return [{ path, wrong, wrongZh: `没有“${date}”这一天，请写成 2026-02-14` }]
    }
    if ('off' in rule) return []
    const shifts = rule.work === 'makeup' ? makeup : week[WEEKDAYS.indexOf(rule.work)]
    if (shifts && shifts.length > 0) return []
    const wrong = `this workday works like "${rule.work}", which has no shift; name a weekday that has one`
    return [{ path, wrong, wrongZh: `这个调休上班日按“${rule.work}”上班，但它没有班次；请写一个有班次的星期` }]
  })
}
