/** Warns in time that the public holidays of a year are not known: there the plain week counts, and people are nagged on holidays. */
import type { Log } from './log.ts'
import type { Calendar } from './rules/calendar.ts'
import type { Millis } from './rules/nouns.ts'

/** How long before such a year begins the warning comes. */
const AHEAD: Millis = 30 * 86_400_000

export interface HolidayWatchParts {
  /** The company's working calendars, as they are now. */
  calendars(): Readonly<Record<string, Calendar>>
  readonly log: Log
}

/** Looks at the coming month from `now`; every calendar and year is warned of once. */
export function makeHolidayWatch({ calendars, log }: HolidayWatchParts): (now: Millis) => void {
  const warned = new Set<string>()
  return (now) => {
    for (const [name, calendar] of Object.entries(calendars())) {
      for (const year of calendar.missingYears(now, now + AHEAD)) {
        const id = `${name}/${year}`
        if (warned.has(id)) continue
        warned.add(id)
        log.warn(
          { name, year },
          'NO HOLIDAY DATA for this year: limits count every weekday as a workday. Put its year file into data/calendars and restart.',
        )
      }
    }
  }
}
