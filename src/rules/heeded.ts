/** Which reminders led to something: what metrics count, so that a rung nobody heeds can be struck. Pure. */
import type { Fact, Happening } from './facts.ts'
import type { ClockId } from './nouns.ts'
import { DAY } from './zone.ts'

/** What a reminder was: of which clock, and which rung of its ladder. */
export interface Reminded {
  readonly clock: ClockId
  readonly rung: number
}

/** A place was left, whoever did it; or somebody who was told said that they are on it, paused it or answered there. */
const ANSWERS: ReadonlySet<Happening['is']> = new Set(['left', 'acknowledged', 'paused', 'answered', 'approved'])

/**
 * The reminders of the last 24 hours that what was recorded after revision `since` answers: each once, by the first answer
 * to it. `facts` are all of a case, in their order.
 */
export function heededBy(facts: readonly Fact[], since: number): readonly Reminded[] {
  return facts.flatMap((nag, i) => {
    const { what } = nag
    if (what.is !== 'nagged' || what.position === '' || what.people.length === 0) return []
    const answer = facts.slice(i + 1).find((fact) => answers(fact, what))
    const counts = answer !== undefined && answer.seq > since && answer.at - nag.at <= DAY
    return counts ? [{ clock: what.clock, rung: what.rung }] : []
  })
}

function answers({ what, by }: Fact, nag: Extract<Happening, { is: 'nagged' }>): boolean {
  if (!ANSWERS.has(what.is) || !('position' in what) || what.position !== nag.position) return false
  return what.is === 'left' || (by.kind === 'person' && nag.people.includes(by.id))
}
