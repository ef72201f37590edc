/** What an open case lacks so that it goes on by itself or by somebody: nobody is asked, or nothing ever reminds them. Pure. */
import type { Case, Position } from './case.ts'
import { dueOf, type Timely } from './clocks.ts'
import { tasksAt } from './tasks.ts'

/** `nobody`: a place that waits for nobody and nothing. `clock`: people are asked there, and no clock runs or stands still. */
export const LACKS = ['nobody', 'clock'] as const
export type Lack = (typeof LACKS)[number]

/** What is lacking, each once. `underWay`: keys of the messages that are still to be sent. */
export function lacksOf(state: Case, company: Timely, underWay: ReadonlySet<string>): readonly Lack[] {
  if (state.ended) return []
  if (state.positions.length === 0) return ['nobody']
  const found = new Set(state.positions.flatMap((position) => lackAt(position, state, company, underWay) ?? []))
  return LACKS.filter((lack) => found.has(lack))
}

function lackAt(position: Position, state: Case, company: Timely, underWay: ReadonlySet<string>): Lack | undefined {
  const kind = company.policy.flow.stages[position.stage]?.kind
  // Its own moment opens it; a stage with branches waits for them.
  if (position.opens !== undefined) return undefined
  if (kind === 'parallel') return state.positions.some(({ parent }) => parent === position.key) ? undefined : 'nobody'
  if (kind === 'customer' && !position.byHand) return underWay.has(`told/${position.key}`) ? undefined : 'nobody'
  const asked = tasksAt(position, state, company).some(({ people }) => people.length > 0)
  if (!asked) return 'nobody'
  const still = position.pauses.some(({ to, why }) => to === undefined && why !== '')
  return still || dueOf(position, state, company) !== undefined ? undefined : 'clock'
}
