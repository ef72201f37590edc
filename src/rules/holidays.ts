/** Holiday tables as the holiday-cn project publishes them, turned into the days of a calendar (I13). */

import type { CalendarProblem, DayRule } from './shifts.ts'
import { dayOf } from './shifts.ts'

/** The parsed JSON of one year file; a day off, or a make-up workday (`isOffDay: false`). */
export interface HolidayFile {
  readonly year: number
  readonly days: readonly { readonly date: string; readonly isOffDay: boolean; readonly name: string }[]
}

/** For `CalendarDefinition`: its `days` and `years`. */
export interface HolidayTable {
  readonly days: Readonly<Record<string, DayRule>>
  /** Years whose file lists days. A file without days (not announced yet) covers nothing. */
  readonly years: readonly number[]
}

/**
 * The days of several year files, or the first mistake in them, with a path such as `2026.days[3].date`. Where two files
 * name one date the later year wins: its announcement may change December of the year before.
 */
export function fromHolidayCn(files: readonly HolidayFile[]): HolidayTable | CalendarProblem {
  const days: Record<string, DayRule> = {}
  const years: number[] = []
  for (const file of [...files].sort((a, b) => a.year - b.year)) {
    const problem = fileProblem(file)
    if (problem) return problem
    if (file.days.length > 0 && !years.includes(file.year)) years.push(file.year)
    for (const { date, isOffDay } of file.days) days[date] = isOffDay ? { off: true } : { work: 'makeup' }
  }
  return { days, years }
}

// The files are replaced by hand once a year, so their shape is not taken on trust.
function fileProblem(file: HolidayFile): CalendarProblem | undefined {
  if (!Number.isInteger(file.year) || !Array.isArray(file.days)) {
    return {
      path: String(file.year),
      wrong: 'this is no holiday-cn year file; it needs a whole-number "year" and a list "days"',
      wrongZh: '这不是 holiday-cn 的年份文件；需要整数 year 和列表 days',
    }
  }
  const seen = new Map<string, boolean>()
  for (const [index, day] of file.days.entries()) {
    const path = `${file.year}.days[${index}]`
    const near = dayOf(String(day?.date)) !== undefined && Math.abs(Number(day.date.slice(0, 4)) - file.year) <= 1
    if (!near) {
      const wrong = `"${day?.date}" is no day of ${file.year} or a year beside it; write it as ${file.year}-02-14`
      const wrongZh = `“${day?.date}”不是 ${file.year} 年或相邻年份的日期，请写成 ${file.year}-02-14`
      return { path: `${path}.date`, wrong, wrongZh }
    }
    if (typeof day.isOffDay !== 'boolean') {
      const wrong = `${day.date} must say isOffDay: true (holiday) or false (make-up workday)`
      return {
        path: `${path}.isOffDay`,
        wrong,
        wrongZh: `${day.date} 的 isOffDay 必须是 true（放假）或 false（调休上班）`,
      }
    }
    if (seen.get(day.date) === !day.isOffDay) {
      const wrong = `${day.date} is listed both as a holiday and as a workday; keep one`
      return { path, wrong, wrongZh: `${day.date} 既写成放假又写成上班，请只留一个` }
    }
    seen.set(day.date, day.isOffDay)
  }
  return undefined
}
