/** One entry of `calendars` in a file of its own, as YAML or JSON: read, checked and made as in a policy. */
import type { Calendar } from '../rules/calendar.ts'
import type { ReadHolidays } from './compile-time.ts'
import { calendarFrom } from './compile-time.ts'
import { placed } from './places.ts'
import type { Path, Problem } from './problems.ts'
import { newReport } from './problems.ts'
import { rawCalendar } from './schema-people.ts'
import { readAs } from './schema-problems.ts'
import { readYaml } from './yaml.ts'

/** The calendar, or everything that is wrong with it, with line and fix. The entry may stand under its name, also below `calendars`. */
export function loneCalendar(
  text: string,
  readHolidays: ReadHolidays,
): { readonly calendar: Calendar } | { readonly problems: readonly Problem[] } {
  const yaml = readYaml(text, 'calendar')
  if (!('value' in yaml)) return { problems: yaml }
  const report = newReport('calendar')
  const { path, entry } = entryIn(yaml.value)
  const raw = readAs(rawCalendar, entry, report, path)
  const calendar = raw && calendarFrom(String(path.at(-1) ?? 'calendar'), raw, readHolidays, report, path)
  return calendar ? { calendar } : { problems: placed(report.problems, yaml) }
}

/** Steps through keys that stand alone: `{calendars: {cn: …}}`, `{cn: …}`. */
function entryIn(value: unknown, path: Path = []): { readonly path: Path; readonly entry: unknown } {
  const keys = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : []
  const [key] = keys
  if (keys.length !== 1 || key === undefined || path.length === 2 || key in rawCalendar.shape)
    return { path, entry: value }
  return entryIn((value as Readonly<Record<string, unknown>>)[key], [...path, key])
}
