/** What another level would do to the clocks of a case, told before it is set (F058, C05). Pure. */
import type { Case, Position } from './case.ts'
import { caseRuns } from './case-clocks.ts'
import type { Timely } from './clocks.ts'
import { clockOf, dueOf } from './clocks.ts'
import type { Millis } from './nouns.ts'
import type { ClockRule } from './policy.ts'

/** A clock that would be due at another moment. `breach`: late only then, or late only now. */
export interface MovedClock {
  /** Absent for a clock of the whole case. */
  readonly position?: Position
  readonly clock: ClockRule
  readonly before: Millis
  readonly after: Millis
  readonly breach?: 'made' | 'cured'
}

/**
 * Every running clock of the case that moves when these values are derived instead. What ran and what was paused stays: only
 * the span is another. A clock that stands still has no due moment to move, nor has that of a place that is `leaving`.
 */
export function clocksMoved(
  state: Case,
  derived: Case['derived'],
  company: Timely,
  now: Millis,
  leaving?: string,
): readonly MovedClock[] {
  const graded = { ...state, derived }
  const places = state.positions
    .filter(({ key }) => key !== leaving)
    .flatMap((position) => {
      const clock = clockOf(position, company)
      const [before, after] = [dueOf(position, state, company), dueOf(position, graded, company)]
      return clock ? movedTo(before, after, now).map((moved) => ({ position, clock, ...moved })) : []
    })
  const then = caseRuns(graded, company)
  const ofCase = caseRuns(state, company).flatMap(({ clock, due }) => {
    const after = then.find((run) => run.clock.id === clock.id)?.due
    return movedTo(due, after, now).map((moved) => ({ clock, ...moved }))
  })
  return [...places, ...ofCase]
}

function movedTo(
  before: Millis | undefined,
  after: Millis | undefined,
  now: Millis,
): readonly Pick<MovedClock, 'before' | 'after' | 'breach'>[] {
  if (before === undefined || after === undefined || before === after) return []
  const late = [before <= now, after <= now]
  return [{ before, after, ...(late[0] === late[1] ? {} : { breach: late[1] ? 'made' : 'cured' }) }]
}
