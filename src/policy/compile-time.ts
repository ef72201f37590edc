/** Compiles clocks, the ladder and working calendars. */

import type {
  Calendar,
  CalendarDefinition,
  CalendarProblem,
  DayRule,
  HolidayFile,
  Shift,
  Weekday,
} from '../rules/calendar.ts'
import { calendarProblems, fromHolidayCn, makeCalendar, WEEKDAYS } from '../rules/calendar.ts'
import type { ClockRule, Policy, Rung } from '../rules/policy.ts'
import { overOf } from './compile-case-clocks.ts'
import type { Compiling } from './compile-words.ts'
import { spanOf, textOf, whoOf } from './compile-words.ts'
import type { Conditions } from './conditions.ts'
import type { Path, Report } from './problems.ts'
import { both } from './problems.ts'
import { mapped, record } from './records.ts'
import type { RawPolicy } from './schema.ts'
import type { RawCalendar } from './schema-people.ts'

/** Gives the year files of a set of holidays by name (`cn`); throws when there are none or they cannot be read. */
export type ReadHolidays = (name: string) => readonly HolidayFile[]

/** Clocks; one without a name goes by its id. */
export function clocksOf(raw: RawPolicy, conditions: Conditions, compiling: Compiling): Policy['clocks'] {
  return mapped(raw.clocks, (clock, id): ClockRule => {
    const at: Path = ['clocks', id]
    const span = (key: 'l1' | 'l2' | 'l3' | 'all', written: string) => spanOf(written, [...at, key], compiling)
    const name = clock.name === undefined ? { zh: id, en: id } : textOf(clock.name)
    const over = overOf(id, clock, conditions, compiling.report)
    const common = {
      ...{ id, name, from: clock.from === 'entered' ? ('entered' as const) : ('filed' as const) },
      ...(clock.ladder ? { ladder: rungsOf(clock.ladder, [...at, 'ladder'], compiling) } : {}),
      ...(clock.complex === undefined ? {} : { complex: spanOf(clock.complex, [...at, 'complex'], compiling) }),
      ...(over === undefined ? {} : { over }),
    }
    if ('all' in clock) {
      const all = span('all', clock.all)
      return { ...common, spans: { 1: all, 2: all, 3: all } }
    }
    return { ...common, spans: { 1: span('l1', clock.l1), 2: span('l2', clock.l2), 3: span('l3', clock.l3) } }
  })
}

type RawRung = NonNullable<RawPolicy['ladder']>[number]

/** A ladder of reminders: shares of a span, or spans after it ran out. */
export function rungsOf(raw: readonly RawRung[], ladder: Path, compiling: Compiling): readonly Rung[] {
  return raw.map((rung, i): Rung => {
    const { at, to } = rung
    const path: Path = [...ladder, i, 'at']
    const more: Omit<Rung, 'at'> = {
      to: to === 'asked' || to === 'leader' ? to : whoOf(to),
      ...spansOf(rung, [...ladder, i], compiling),
    }
    if (!at.endsWith('%')) return { at: { after: spanOf(at.slice(1), path, compiling) }, ...more }
    if (rung.l1 !== undefined) {
      compiling.report.error(
        [...ladder, i, 'l1'],
        both('l1 只用于到期之后的提醒', 'l1 belongs to a reminder after the time is up'),
        both('删去 l1，或把 at 写成 "+4bh"。', 'Remove l1, or write an at like "+4bh".'),
      )
    }
    const share = Number(at.slice(0, -1)) / 100
    if (share <= 0 || share > 1) {
      compiling.report.error(
        path,
        both(`${at} 不在时限之内`, `${at} is not within the limit`),
        both('写 1% 到 100%，到期之后写成 "+4bh"。', 'Write 1% to 100%; what comes after the limit is written "+4bh".'),
      )
    }
    return { at: { share }, ...more }
  })
}

function spansOf(
  { l1, ahead, every, times }: RawRung,
  at: Path,
  compiling: Compiling,
): Pick<Rung, 'l1' | 'ahead' | 'repeat'> {
  if ((every === undefined) !== (times === undefined)) {
    compiling.report.error(
      [...at, every === undefined ? 'times' : 'every'],
      both('重复提醒要同时写 every 和 times，否则没完没了', 'A repeat needs both every and times, or it never ends'),
      both('例如 every: 1bd, times: 3。', 'Write, for example, every: 1bd, times: 3.'),
    )
  }
  return {
    ...(l1 === undefined ? {} : { l1: spanOf(l1, [...at, 'l1'], compiling) }),
    ...(ahead === undefined ? {} : { ahead: spanOf(ahead, [...at, 'ahead'], compiling) }),
    ...(every === undefined || times === undefined
      ? {}
      : { repeat: { every: spanOf(every, [...at, 'every'], compiling), times } }),
  }
}

/** How long people may say that they are on it, or put off their own reminders. */
export function choicesOf(raw: RawPolicy, compiling: Compiling): Pick<Policy, 'acknowledge' | 'snooze'> {
  const spans = (key: 'acknowledge' | 'snooze', written: readonly string[]) =>
    written.map((one, i) => spanOf(one, [key, 'for', i], compiling))
  const { acknowledge, snooze } = raw
  return {
    ...(acknowledge ? { acknowledge: { for: spans('acknowledge', acknowledge.for), times: acknowledge.times } } : {}),
    ...(snooze ? { snooze: { for: spans('snooze', snooze.for) } } : {}),
  }
}

/** Calendars by id. What is wrong with hours, dates or year files is reported. */
export function calendarsOf(
  raw: RawPolicy,
  readHolidays: ReadHolidays,
  report: Report,
): Readonly<Record<string, Calendar>> {
  const entries = Object.entries(raw.calendars).flatMap(([id, calendar]) => {
    const made = calendarFrom(id, calendar, readHolidays, report)
    return made ? [[id, made] as const] : []
  })
  return record(entries)
}

/** One calendar, or undefined after reporting what is wrong with it. */
export function calendarFrom(
  id: string,
  raw: RawCalendar,
  readHolidays: ReadHolidays,
  report: Report,
  at: Path = ['calendars', id],
): Calendar | undefined {
  const before = report.problems.length
  const days: Record<string, DayRule> = {}
  let years: readonly number[] | undefined
  if (raw.holidays !== undefined) {
    const table = holidaysOf(raw.holidays, [...at, 'holidays'], readHolidays, report)
    Object.assign(days, table?.days)
    years = table?.years
  }
  for (const date of raw.extra_holidays ?? []) days[date] = { off: true }
  for (const date of raw.extra_workdays ?? []) days[date] = { work: 'makeup' }
  const doubled = (raw.extra_workdays ?? []).find((date) => raw.extra_holidays?.includes(date))
  if (doubled !== undefined) {
    report.error(
      [...at, 'extra_workdays'],
      both(`${doubled} 既放假又上班`, `${doubled} is both a holiday and a workday`),
      both('只留一处。', 'Keep it in one list.'),
    )
  }
  const definition: CalendarDefinition = { id, tz: raw.tz, week: weekOf(raw, at, report), days, years }
  for (const problem of calendarProblems(definition)) tell(problem, at, report)
  if (report.problems.length > before) return undefined
  const calendar = makeCalendar(definition)
  return 'wrong' in calendar ? undefined : calendar
}

function tell({ path, wrong, wrongZh }: CalendarProblem, at: Path, report: Report): void {
  const [head = '', tail = ''] = path.split('.', 2)
  const [, key = tail, index] = /^(.*?)(?:\[(\d+)\])?$/.exec(tail) ?? []
  const where = [...at, head, ...(key === '' ? [] : [key]), ...(index === undefined ? [] : [Number(index)])]
  const fix =
    head === 'week'
      ? both(
          '照例改写，例如 mon-fri: [09:00-12:00, 13:30-18:00]。',
          'Write it like mon-fri: [09:00-12:00, 13:30-18:00].',
        )
      : both('写日历上有的日期，例如 2026-02-14。', 'Write dates that exist, such as 2026-02-14.')
  report.error(where, both(wrongZh, wrong), fix)
}

function holidaysOf(name: string, at: Path, readHolidays: ReadHolidays, report: Report) {
  const fix = both(
    `把年份文件放到 data/calendars/holiday-${name}-年份.json，或删去 holidays。`,
    `Put the year files at data/calendars/holiday-${name}-YEAR.json, or remove holidays.`,
  )
  try {
    const table = fromHolidayCn(readHolidays(name))
    if (!('wrong' in table)) return table
    report.error(
      at,
      both(`节假日 ${name} 的 ${table.path}：${table.wrongZh}`, `Holidays ${name}, ${table.path}: ${table.wrong}`),
      fix,
    )
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    report.error(at, both(`读不到节假日 "${name}"：${why}`, `Cannot read the holidays "${name}": ${why}`), fix)
  }
  return undefined
}

function weekOf(raw: RawCalendar, at: Path, report: Report): CalendarDefinition['week'] {
  const week: Partial<Record<Weekday, readonly Shift[]>> = {}
  for (const [key, hours] of Object.entries(raw.week)) {
    const [from, to = from] = key.split('-') as [Weekday, Weekday?]
    const [first, last] = [WEEKDAYS.indexOf(from), WEEKDAYS.indexOf(to)]
    if (first > last) {
      report.error(
        [...at, 'week', key],
        both(`${key} 倒着写了`, `${key} runs backwards`),
        both('从 mon 往 sun 写，跨周的分成两行。', 'Write from mon to sun; split what crosses Sunday into two.'),
      )
    }
    for (const day of WEEKDAYS.slice(first, last + 1)) {
      if (week[day]) {
        report.error(
          [...at, 'week', key],
          both(`${day} 写了两次`, `${day} is given twice`),
          both('每一天只写一次。', 'Give each day once.'),
        )
      }
      week[day] = hours.map(shiftOf)
    }
  }
  return week
}

function shiftOf(hours: string): Shift {
  const [start = '', end = ''] = hours.split('-').map((time) => time.trim().padStart(5, '0'))
  return [start, end]
}
