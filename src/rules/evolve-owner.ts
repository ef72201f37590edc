/** What a new owner does to a case: it is theirs, and so is every place that was the owner's alone. */
import type { Choice } from './assignment.ts'
import { weight } from './assignment.ts'
import type { Case, Position } from './case.ts'
import type { PersonId } from './nouns.ts'

/** Somebody was chosen for a position, and owns the case from now on. */
export function assigned(state: Case, key: string, choice: Choice): Case {
  return owned(state, choice, (position) => position.key === key)
}

/** Somebody follows an owner who is not there any more. */
export function reassigned(state: Case, from: PersonId, choice: Choice): Case {
  return owned(state, choice, (position) => position.assignee === from)
}

function owned(state: Case, choice: Choice, which: (position: Position) => boolean): Case {
  return {
    ...state,
    values: { ...state.values, owner: choice.person },
    positions: state.positions.map((position) => (which(position) ? taken(position, choice) : position)),
  }
}

/** The position with why it is theirs: what spoke for them, and that others had more to do. */
function taken({ chosen: _before, ...position }: Position, { person, because = [], workloads = {} }: Choice): Position {
  const load = workloads[person]
  const heavier = load && Object.values(workloads).some((other) => weight(other) > weight(load))
  const own = { ...position, assignee: person }
  if (because.length === 0 && !heavier) return own
  return { ...own, chosen: { person, because, ...(heavier ? { load } : {}) } }
}
