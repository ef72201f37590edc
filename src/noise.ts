/** Keeps the noise within the policy: counts the reminders that reached each lane, and holds what is above until the next roundup. */
import { drawRoundup } from '../cards/roundup.ts'
import type { Company } from './company.ts'
import type { GatheringParts, Several } from './gathering.ts'
import { ownLane } from './lanes.ts'
import type { Clock, Store, Waits } from './ports.ts'
import { hasRoom, inWindow, nextRoundup } from './rules/noise.ts'
import type { Millis, Person } from './rules/nouns.ts'
import { afterQuiet } from './rules/quiet.ts'
import type { NoticeSend } from './sending.ts'

export interface NoiseParts {
  readonly store: Pick<Store, 'setting' | 'setSetting'>
  readonly company: Company
  readonly clock: Clock
  /** Called when a message of reminders left. */
  observe?(left: Left): void
}

/** A message of reminders that left; it names nobody. */
export interface Left {
  /** How many it carries, and why some of them had to wait. */
  readonly carries: number
  readonly waited: readonly Waits[]
  /** The how manieth of its reader's it is in 24 hours. */
  readonly nth: number
}

/** The moments at which reminders left, by lane; in the database, since another replica or the next process sends on. */
const KEPT = 'reminded/'

/** What delivery asks about reminders that are to leave. */
export function makeNoise({
  store,
  company,
  clock,
  observe,
}: NoiseParts): Required<Pick<GatheringParts, 'roundup' | 'held' | 'onLeft'>> {
  const keyOf = ([{ lane }]: Several): string => `${KEPT}${ownLane(lane)}`
  const sentIn = async (sends: Several): Promise<readonly Millis[]> => momentsIn(await store.setting(keyOf(sends)))
  const readerOf = ([{ place }]: Several): Person | undefined =>
    place.in === 'person' ? company.live.directory.people[place.person] : undefined

  return {
    roundup(sends) {
      const { lang, tz } = readerOf(sends) ?? company.current.company
      return drawRoundup(sends, { lang, tz, now: clock.now() })
    },
    async held(sends) {
      const { noise, calendars } = company.live
      const reader = readerOf(sends)
      if (!noise || !reader || sends.some(mayLeave)) return undefined
      const now = clock.now()
      const why = reader.roundups ? 'roundup' : 'budget'
      if (why === 'budget' && hasRoom(noise.perPerson, await sentIn(sends), now)) return undefined
      const calendar = calendars[company.current.company.calendar]
      if (!calendar) return undefined
      const until = nextRoundup(noise.roundups, { seed: reader.id, tz: reader.tz, calendar }, now)
      return { until: afterQuiet(reader.quiet, reader.tz, until), why }
    },
    async onLeft(sends) {
      const now = clock.now()
      const sent = [...inWindow(await sentIn(sends), now), now].slice(-MOST)
      observe?.({ carries: sends.length, waited: sends.flatMap(({ held }) => held ?? []), nth: sent.length })
      await store.setSetting(keyOf(sends), JSON.stringify(sent))
    },
  }
}

/** What waited for this moment, or was let go before and did not arrive, leaves; whatever else came until now leaves with it. */
const mayLeave = ({ held, attempts }: NoticeSend): boolean => held === 'budget' || held === 'roundup' || attempts > 0

/** More are never counted. */
const MOST = 200

function momentsIn(kept: string | undefined): readonly Millis[] {
  if (kept === undefined) return []
  try {
    const moments: unknown = JSON.parse(kept)
    return Array.isArray(moments) ? moments.filter((at) => typeof at === 'number') : []
  } catch {
    return []
  }
}
