/** The open places of a case: entered, left, asked something, changed in one respect. */
import type { Case, Past, Position } from './case.ts'
import { openQuestion } from './case.ts'
import { nextRound } from './evolve-decision.ts'
import type { Fact, Happening } from './facts.ts'

type Of<K extends Happening['is']> = Extract<Happening, { is: K }>

/** The case with one more open place. */
export function enter(state: Case, fact: Fact, what: Of<'entered'>): Case {
  const visit = (state.visits[what.stage] ?? 0) + 1
  const position: Position = {
    key: what.position,
    stage: what.stage,
    visit,
    entered: fact.at,
    since: fact.seq,
    bound: fact.seq,
    tries: 0,
    pauses: [],
    nagged: [],
    ...(what.parent === undefined ? {} : { parent: what.parent }),
    ...(what.branch === undefined ? {} : { branch: what.branch }),
    ...(what.opens === undefined ? {} : { opens: what.opens }),
  }
  return { ...state, visits: { ...state.visits, [what.stage]: visit }, positions: [...state.positions, position] }
}

/** The case without this place; whatever was ordered there and not carried out is cancelled. */
export function leave(state: Case, fact: Fact, what: Of<'left'>): Case {
  const position = find(state, what.position)
  const past: Past = {
    key: position.key,
    stage: position.stage,
    visit: position.visit,
    entered: position.entered,
    left: fact.at,
    result: what.result,
    by: fact.by,
    ...(what.reason === undefined ? {} : { reason: what.reason }),
    ...(position.asking ? { asking: position.asking } : {}),
    ...(position.questions ? { questions: position.questions } : {}),
    ...(what.paused ? { pauses: position.pauses.map((one) => ({ ...one, to: one.to ?? fact.at })) } : {}),
  }
  // Only handing it in goes straight back; whatever else is done there ends that.
  const waits = state.held?.to === position.stage && what.result !== 'submit'
  return {
    ...(waits ? without(state, 'held') : state),
    positions: state.positions.filter((p) => p.key !== what.position),
    past: [...state.past, past],
    instructions: state.instructions.map((i) =>
      i.position === what.position && i.state === 'issued' ? { ...i, state: 'cancelled' as const } : i,
    ),
  }
}

/** The place after something was asked there: its clock waits for the answer. */
export function questioned(position: Position, what: Of<'questioned'>, fact: Fact): Position {
  const asked = { step: what.step, by: fact.by, at: fact.at, of: what.of, text: what.text }
  const still = position.pauses.some((pause) => pause.to === undefined)
  const why = what.of === 'customer' ? 'customer' : 'answer'
  return {
    ...position,
    questions: [...(position.questions ?? []), asked],
    pauses: still ? position.pauses : [...position.pauses, { from: fact.at, why }],
  }
}

/** The clock runs again; a question that was open is answered, or else dropped. */
export function closed(position: Position, fact: Fact, what?: Of<'answered'>): Position {
  const open = openQuestion(position)
  const end = what
    ? { answer: { by: fact.by, at: fact.at, text: what.text, files: what.files } }
    : { dropped: true as const }
  const questions = position.questions?.map((one, i) => (i === open?.index ? { ...one, ...end } : one))
  const running = { ...position, pauses: closePause(position, fact.at), ...(questions ? { questions } : {}) }
  return open ? nextRound(running) : running
}

function closePause(position: Position, now: number): Position['pauses'] {
  return position.pauses.map((pause) => (pause.to === undefined ? { ...pause, to: now } : pause))
}

function find(state: Case, key: string): Position {
  const position = state.positions.find((p) => p.key === key)
  if (!position) throw new Error(`${state.number} has no open position ${key}`)
  return position
}

/** The open places of a case, one of them edited. Throws when it is not open. */
export function at(state: Case, key: string, edit: (position: Position) => Position): readonly Position[] {
  find(state, key)
  return state.positions.map((p) => (p.key === key ? edit(p) : p))
}

/** The object without this property. */
export function without<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> & T {
  const { [key]: _gone, ...rest } = object
  return rest as Omit<T, K> & T
}
