/** The sample company in a running house: while it holds no complaint, it can live through three months before now. */
import type { Company } from './company.ts'
import type { HouseClock } from './house-clock.ts'
import type { Store } from './ports.ts'
import { glance } from './rehearsal/look.ts'
import type { Client } from './rehearsal/port.ts'
import { SEASON, sampleCompany } from './rehearsal/sample-company.ts'
import type { Lived } from './rehearsal/season.ts'
import { isRefusal, type Millis } from './rules/nouns.ts'

/** The rooms that a sample is lived in. */
export interface SampleRooms {
  readonly store: Store
  readonly company: Company
  readonly clock: HouseClock
  /** The real time. */
  wall(): Millis
}

/** How much of it is done, and what day it is there. */
export type SampleProgress = (done: number, of: number, now: Millis) => void

/** True while the house holds no complaint at all. */
export async function holdsNothing(store: Store): Promise<boolean> {
  const found = await store.list({ limit: 1 })
  return !isRefusal(found) && found.items.length === 0
}

/** Lives through the three months before now, by `client`; afterwards the clock shows the real time. The house must hold nothing. */
export async function liveSample(
  rooms: SampleRooms,
  client: Client,
  cases: number,
  progress: SampleProgress,
): Promise<Lived> {
  const { store, company, clock } = rooms
  const policy = company.current
  const calendar = company.live.calendars[policy.company.calendar]
  if (!calendar) throw new Error(`no calendar ${policy.company.calendar}`)
  if (!(await holdsNothing(store))) throw new Error('the house holds complaints already')
  const end = rooms.wall()
  clock.liveFrom(end - SEASON)
  try {
    return await sampleCompany({
      ...{ client, cases, calendar, end, progress },
      intake: { form: policy.flow.intake, fields: policy.forms[policy.flow.intake]?.fields ?? [] },
      async glance(number) {
        const state = await store.case(number)
        return state && glance(state, company.under(state.policy))
      },
    })
  } finally {
    await clock.liveNow()
  }
}
