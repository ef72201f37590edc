/** Warns in time that the public holidays of a year are not known: there the plain week counts, and people are nagged on holidays. */
import { holidaysMessage } from '../cards/operator.ts'
import type { Company } from './company.ts'
import type { Log } from './log.ts'
import { type OperatorParts, reachesOperators } from './operators.ts'
import type { Holds, Store } from './ports.ts'
import type { Millis } from './rules/nouns.ts'

/** How long before such a year begins the warning comes. */
export const HOLIDAYS_AHEAD: Millis = 60 * 86_400_000
/** The setting that keeps which calendars and years people were told about: a JSON list of `cn/2027`. */
const TOLD = 'holidays.told'
/** A replica that tells and dies leaves it to the others after this. */
const HELD: Millis = 5 * 60_000

export interface HolidayWatchParts extends OperatorParts {
  /** The company with its working calendars, as they are now. */
  readonly company: Company
  readonly store: Pick<Store, 'setting' | 'setSetting'>
  readonly holds: Holds
  readonly log: Log
  /** Real time, for holds. */
  readonly wall: () => Millis
}

/** A year whose holidays are not known, on one calendar. */
interface Gap {
  readonly id: string
  readonly calendar: string
  readonly year: number
}

/**
 * Looks sixty days ahead of `now`. The log hears of a calendar and year once a start; people once for ever: the operators'
 * channel, or the administrators where there is none. What reached nobody is told again at the next look.
 */
export function makeHolidayWatch(parts: HolidayWatchParts): (now: Millis) => Promise<void> {
  const { company, store, holds, log, wall } = parts
  const logged = new Set<string>()
  const told = async (): Promise<readonly string[]> => JSON.parse((await store.setting(TOLD)) ?? '[]')

  async function tellAll(gaps: readonly Gap[]): Promise<void> {
    for (const { id, calendar, year } of gaps) {
      const before = await told()
      if (before.includes(id)) continue
      const message = holidaysMessage({ calendar, year }, company.current.company.lang)
      if (await reachesOperators(message, `holidays/${id}`, parts))
        await store.setSetting(TOLD, JSON.stringify([...before, id]))
    }
  }

  return async (now) => {
    const gaps = gapsOf(company.live.calendars, now)
    for (const { id, calendar: name, year } of gaps) {
      if (logged.has(id)) continue
      logged.add(id)
      log.warn(
        { name, year },
        'NO HOLIDAY DATA for this year: limits count every weekday as a workday. Import its year file with: redress policy holidays FILE',
      )
    }
    const known = gaps.length === 0 ? [] : await told()
    if (gaps.every(({ id }) => known.includes(id))) return
    if (!(await holds.take('holidays', HELD, wall()))) return
    await tellAll(gaps).finally(() => holds.free('holidays'))
  }
}

function gapsOf(calendars: Company['live']['calendars'], now: Millis): readonly Gap[] {
  return Object.entries(calendars).flatMap(([calendar, { missingYears }]) =>
    missingYears(now, now + HOLIDAYS_AHEAD).map((year) => ({ id: `${calendar}/${year}`, calendar, year })),
  )
}
