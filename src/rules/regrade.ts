/** What another level would do to the clocks of a case, told before it is set (F058, C05). Pure. */
import type { Case, Position } from './case.ts'
import type { Timely } from './clocks.ts'
import { clockOf, dueOf } from './clocks.ts'
import type { Millis } from './nouns.ts'
import type { ClockRule } from './policy.ts'

/** A clock that would be due at another moment. `breach`: late only then, or late only now. */
export interface MovedClock {
  readonly position: Position
  readonly clock: ClockRule
  readonly before: Millis
  readonly after: Millis
  readonly breach?: 'made' | 'cured'
}

/**
 * Every running clock of the case that moves when these values are derived instead. What ran and what was paused stays: only
 * the span is another. A clock that stands still has no due moment to move.
 */
export function clocksMoved(
  state: Case,
  derived: Case['derived'],
  company: Timely,
  now: Millis,
): readonly MovedClock[] {
  return state.positions.flatMap((position) => {
    const clock = clockOf(position, company)
    const before = dueOf(position, state, company)
    const after = dueOf(position, { ...state, derived }, company)
    if (clock === undefined || before === undefined || after === undefined || before === after) return []
    const late = [before <= now, after <= now]
    const breach = late[0] === late[1] ? {} : { breach: late[1] ? ('made' as const) : ('cured' as const) }
    return [{ position, clock, before, after, ...breach }]
  })
}
