/** A year of public holidays out of a file from elsewhere: holiday-cn's JSON, or an iCalendar file. */
import type { HolidayFile } from '../rules/calendar.ts'
import { fromHolidayCn } from '../rules/calendar.ts'
import type { Text } from '../rules/nouns.ts'
import type { AllDay } from './ics.ts'
import { readAllDay } from './ics.ts'
import type { Problem } from './problems.ts'
import { both } from './problems.ts'

/** What was found. */
export interface ImportedYear {
  readonly file: HolidayFile
  /** Events that are neither holiday nor workday, in words of the file; they were left out. */
  readonly leftOut: readonly string[]
  /** Make-up workdays on a Monday to Friday: likely a slip. */
  readonly odd: readonly string[]
}

/**
 * Reads a year. A JSON file names its year; of an iCalendar file the days of `year` are taken, and those of the December
 * before, which an announcement may change. A file that announces nothing is a problem too: it would cover the year.
 */
export function importYear(
  text: string,
  year: number | undefined,
): ImportedYear | { readonly problems: readonly Problem[] } {
  const found = /^\uFEFF?\s*\{/.test(text) ? fromJson(text, year) : fromIcs(text, year)
  if ('severity' in found) return { problems: [found] }
  const table = fromHolidayCn([found.file])
  if ('wrong' in table) return { problems: [problem(table.path, { zh: table.wrongZh, en: table.wrong })] }
  if (found.file.days.length === 0) {
    return {
      problems: [
        problem('', both(`里面没有 ${found.file.year} 年的放假安排`, `It announces no day of ${found.file.year}`)),
      ],
    }
  }
  return { ...found, odd: oddDays(found.file) }
}

type Found = Omit<ImportedYear, 'odd'>

function problem(path: string, message: Text, line?: number): Problem {
  const fix = both('改正这一处，或从来源重新下载。', 'Mend it, or take the file from its source once more.')
  return { path, file: 'calendar', message, fix, severity: 'error', ...(line === undefined ? {} : { line }) }
}

function fromJson(text: string, year: number | undefined): Found | Problem {
  let raw: HolidayFile
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, '')) as HolidayFile
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return problem('', both(`JSON 无法读取：${why}`, `This is not readable as JSON: ${why}`))
  }
  if (year !== undefined && raw.year !== year) {
    return problem(
      'year',
      both(`文件是 ${raw.year} 年的，不是 ${year} 年`, `The file is about ${raw.year}, not ${year}`),
    )
  }
  const table = fromHolidayCn([raw])
  if ('wrong' in table) return problem(table.path, { zh: table.wrongZh, en: table.wrong })
  const days = raw.days.map(({ date, isOffDay, name }) => ({
    name: String(name ?? '')
      .replace(/\p{Cc}/gu, ' ')
      .slice(0, 80),
    date,
    isOffDay,
  }))
  return { file: { year: raw.year, days }, leftOut: [] }
}

function fromIcs(text: string, year: number | undefined): Found | Problem {
  if (year === undefined) {
    return problem(
      '',
      both('iCalendar 文件请用 --year 指明年份，例如 --year 2027', 'Of an iCalendar file name the year: --year 2027'),
    )
  }
  const read = readAllDay(text)
  if ('wrong' in read) return problem('', read.wrong, read.line)
  const near = read.events.filter(({ dates }) => dates.some((date) => isOf(date, year)))
  // A plain list of public holidays marks nothing: there every event is a day off.
  const marked = near.some((event) => markOf(event) !== undefined)
  const days: HolidayFile['days'][number][] = []
  const leftOut: string[] = []
  for (const event of near) {
    const mark = marked ? markOf(event) : 'off'
    if (mark === 'unclear') {
      return problem(
        '',
        both(
          `“${event.summary}”是放假还是上班？请写“休”或“班”`,
          `"${event.summary}": a day off or a workday? Write 休 or 班`,
        ),
        event.line,
      )
    }
    if (mark === undefined) leftOut.push(`${event.dates[0]} ${event.summary}`)
    else
      for (const date of event.dates)
        if (isOf(date, year)) days.push({ name: event.summary.slice(0, 80), date, isOffDay: mark === 'off' })
  }
  return { file: { year, days: days.sort((a, b) => (a.date < b.date ? -1 : 1)) }, leftOut }
}

function isOf(date: string, year: number): boolean {
  return date.startsWith(`${year}-`) || date.startsWith(`${year - 1}-12-`)
}

/** What an event says of its days; undefined when it says nothing, as a festival on which people work. */
function markOf({ summary, special }: AllDay): 'off' | 'work' | 'unclear' | undefined {
  if (special === 'WORK-HOLIDAY') return 'off'
  if (special === 'ALTERNATE-WORKDAY') return 'work'
  if (/班|make-?up|working\s?day|workday/i.test(summary)) return 'work'
  if (/休|假|holiday|day off/i.test(summary.replaceAll('调休', ''))) return 'off'
  return summary.includes('调休') ? 'unclear' : undefined
}

function oddDays({ days }: HolidayFile): readonly string[] {
  const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay()
  return days.filter(({ date, isOffDay }) => !isOffDay && ![0, 6].includes(weekday(date))).map(({ date }) => date)
}
