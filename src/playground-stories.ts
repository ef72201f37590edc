/** What the playground tells of the house beside the chat: a case's story, what time brings, and the sample company. */
import type { Company } from './company.ts'
import type { HouseClock } from './house-clock.ts'
import type { Store } from './ports.ts'
import type { Client } from './rehearsal/port.ts'
import { USUAL_CASES } from './rehearsal/sample-company.ts'
import type { Millis } from './rules/nouns.ts'
import type { SampleProgress } from './sample.ts'
import { holdsNothing, liveSample } from './sample.ts'

/** The rooms it looks into. */
export interface StoryRooms {
  readonly store: Store
  readonly company: Company
  readonly clock: HouseClock
  loadPolicy(version: string): Promise<void>
}

/** Fulfils the playground's needs. */
export function playgroundStories({ store, company, clock, loadPolicy }: StoryRooms) {
  const wall = (): Millis => clock.now() - clock.ahead()
  return {
    async caseOf(number: string) {
      const state = await store.case(number)
      if (!state) return undefined
      await loadPolicy(state.policy)
      return { state, company: company.under(state.policy), facts: await store.facts(number) }
    },
    timersUntil: (to: Millis, limit: number) => store.due(to, limit),
    ahead: () => clock.ahead(),
    sample: {
      fits: () => holdsNothing(store),
      load: (client: Client, progress: SampleProgress) =>
        liveSample({ store, company, clock, wall }, client, USUAL_CASES, progress),
    },
  }
}
