/** `redress policy holidays`: takes a year of public holidays from a file into data/calendars, checked before it is written. */
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type ImportedYear, importYear } from '../policy/holiday-import.ts'
import { holidaysIn } from '../policy/holidays.ts'
import { both, newReport } from '../policy/problems.ts'
import { CALENDARS, WrongPolicy } from '../policy-shelf.ts'
import type { HolidayFile } from '../rules/calendar.ts'
import { fromHolidayCn } from '../rules/calendar.ts'
import { DAY } from '../rules/zone.ts'
import type { PolicyPart } from './policy.ts'
import { UsageError } from './usage.ts'

/** Largest file that is looked at, in bytes. */
const LARGEST = 8_000_000

export const holidays: PolicyPart = {
  usage: 'holidays FILE [--set cn] [--year 2027] [--replace] [--json]',
  options: {
    set: { type: 'string' },
    year: { type: 'string' },
    replace: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: (rest, values) => importInto(CALENDARS, rest, values),
}

/** The same into another folder. */
export function importInto(
  folder: string,
  [file, ...more]: readonly string[],
  values: Readonly<Record<string, unknown>>,
): number {
  if (file === undefined || more.length > 0) throw new UsageError('policy holidays takes one FILE. 请给出一个文件。')
  const set = String(values.set ?? 'cn')
  // It becomes part of a file name.
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(set))
    throw new UsageError(
      '--set is the name that a calendar gives under holidays, such as cn. --set 填日历里 holidays 的名字。',
    )
  if (statSync(file).size > LARGEST) throw new UsageError('The file is too large. 文件太大。')
  const found = importYear(readFileSync(file, 'utf8'), yearOf(values.year))
  if ('problems' in found) throw new WrongPolicy(found.problems)
  const name = `holiday-${set}-${found.file.year}.json`
  const changed = keep(folder, name, found.file, set, values.replace === true)
  const off = found.file.days.filter(({ isOffDay }) => isOffDay).length
  const result = { file: name, year: found.file.year, off, work: found.file.days.length - off, changed }
  if (values.json === true) process.stdout.write(`${JSON.stringify(result)}\n`)
  else process.stdout.write(tell(found, result, basename(file)))
  return 0
}

function yearOf(text: unknown): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{4}$/.test(String(text))) throw new UsageError('--year is four digits, such as 2027. --year 填四位年份。')
  return Number(text)
}

/** False when it stood there so already. A year that is known and differs is only replaced when asked to. */
function keep(folder: string, name: string, file: HolidayFile, set: string, replace: boolean): boolean {
  const path = join(folder, name)
  const known = existsSync(path) ? yearsIn(folder, set) : []
  const there = known.find(({ year }) => year === file.year)
  if (there !== undefined && sameDays(there, file)) return false
  if (there !== undefined && there.days.length > 0 && !replace) {
    stop(
      both(`${name} 已经有放假安排，与这个文件不同`, `${name} holds other days already`),
      both('核对后加上 --replace 替换。', 'Compare them, then add --replace.'),
    )
  }
  const draft = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(draft, `${JSON.stringify(file, undefined, 2)}\n`)
    renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  return true
}

function yearsIn(folder: string, set: string): readonly HolidayFile[] {
  try {
    return holidaysIn(folder)(set)
  } catch {
    // What stands there cannot be read: it is replaced by what can.
    return []
  }
}

function sameDays(one: HolidayFile, other: HolidayFile): boolean {
  const [a, b] = [one, other].map((file) => fromHolidayCn([file]))
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

const sorted = (table: ReturnType<typeof fromHolidayCn> | undefined): unknown =>
  table === undefined || 'wrong' in table ? table : Object.entries(table.days).sort(([a], [b]) => (a < b ? -1 : 1))

function stop(message: ReturnType<typeof both>, fix: ReturnType<typeof both>): never {
  const report = newReport('calendar')
  report.error([], message, fix)
  throw new WrongPolicy(report.problems)
}

interface Result {
  readonly file: string
  readonly off: number
  readonly work: number
  readonly changed: boolean
}

/** What was taken, one line for each stretch of days, for somebody to compare with the announcement. */
function tell({ file, leftOut, odd }: ImportedYear, { file: name, off, work, changed }: Result, from: string): string {
  const lines = stretches(file).map(
    ({ first, last, isOffDay, name: why }) =>
      `  ${first === last ? first : `${first} – ${last}`}  ${isOffDay ? '放假 off' : '上班 workday'}  ${why}`,
  )
  for (const left of leftOut.slice(0, 50))
    lines.push(`  ${left}: 既不放假也不调休，略过 / neither off nor a workday, left out`)
  for (const date of odd) lines.push(`! ${date} 本来就是周一到周五 / is a Monday to Friday anyway: a slip?`)
  const done = changed
    ? `✓ ${name}（${from}）：放假 ${off} 天，调休上班 ${work} 天。kill -HUP 或重启后生效。\n✓ ${name}: ${off} days off, ${work} make-up workdays. It counts after kill -HUP or a restart.`
    : `✓ ${name} 没有变化 / as it was`
  return `${[...lines, done].join('\n')}\n`
}

/** Days in a row of one kind and name. */
function stretches({ days }: HolidayFile) {
  const found: { first: string; last: string; isOffDay: boolean; name: string }[] = []
  for (const { date, isOffDay, name } of [...days].sort((a, b) => (a.date < b.date ? -1 : 1))) {
    const last = found.at(-1)
    const next = last !== undefined && Date.parse(date) - Date.parse(last.last) <= DAY
    if (last !== undefined && next && last.isOffDay === isOffDay && last.name === name) last.last = date
    else found.push({ first: date, last: date, isOffDay, name })
  }
  return found
}
