/** What each fact changes in a decision under way: who has spoken, which step is asked, who was added, handed or set aside. */
import type { Asking, Case, Position, StepState } from './case.ts'
import type { Fact, Happening, PlannedStep } from './facts.ts'
import type { Millis, StepId } from './nouns.ts'
import { addedStep } from './steps.ts'
import { questionOfStep } from './tasks.ts'

type Of<K extends Happening['is']> = Extract<Happening, { is: K }>

/** A decision as it is opened; with `keeps`, it goes on where the earlier one stood. */
export function asking(what: Of<'asked'>, state: Case): Asking {
  const { proposal, linked, unusual, budget } = what
  const kept = what.keeps === undefined ? undefined : state.past.findLast((past) => past.key === what.keeps)?.asking
  const found = { ...(linked ? { linked } : {}), ...(unusual ? { unusual } : {}), ...(budget ? { budget } : {}) }
  const about = { proposal, ...found }
  if (kept) return { ...kept, ...about }
  return {
    ...about,
    sequence: what.sequence.map((set) => set.map(fresh)),
    at: 0,
    ...(state.voided === undefined ? {} : { voided: state.voided }),
  }
}

/** A step nobody has said anything in. */
function fresh({ step, why, added }: PlannedStep): StepState {
  return { step, why, ...(added ? { added } : {}), given: [], handed: {} }
}

/** Somebody approved, perhaps in another's place. */
export function heard(position: Position, what: Of<'approved'>, at: Millis): Position {
  const yes = (step: StepState): StepState => ({ ...step, given: [...step.given, what.person], heard: at })
  const stood = (step: StepState): StepState =>
    what.for === undefined ? step : { ...step, stoodIn: { ...step.stoodIn, [what.for]: what.person } }
  return moved(
    inStep(position, what.step, (step) => stood(yes(step))),
    what,
  )
}

/** A yes of the step before counts here too. */
export function carried(position: Position, what: Of<'carried'>, at: Millis): Position {
  const yes = (step: StepState): StepState => ({
    ...step,
    given: [...step.given, what.person],
    carried: [...(step.carried ?? []), what.person],
    heard: at,
  })
  return moved(inStep(position, what.step, yes), what)
}

function moved(position: Position, { completes, next }: Pick<Of<'approved'>, 'completes' | 'next'>): Position {
  const { asking: current } = position
  if (!current || !completes) return position
  return { ...position, asking: { ...current, at: next ?? current.at + 1 } }
}

/** Nobody is left to be heard in this set of steps. */
export function concluded(position: Position, { complete, ...what }: Of<'concluded'>): Position {
  return moved(position, { ...what, completes: complete })
}

/** Somebody said no. */
export function turnedDown(position: Position, what: Of<'turned_down'>): Position {
  return inStep(position, what.step, (step) => ({ ...step, against: [...(step.against ?? []), what.person] }))
}

/** Somebody is to be heard as well. Approvers have changed, so cards from before are void. */
export function added(position: Position, what: Of<'added'>, fact: Fact): Position {
  const { asking: current } = position
  if (!current) throw new Error(`${position.key} asks nobody`)
  const by = fact.by.kind === 'person' ? fact.by.id : ''
  const planned = { step: addedStep(what.person), why: [`added.${by}`], added: { by, reason: what.reason } }
  const rescuers = current.sequence.flat().flatMap((step) => step.rescuers ?? [])
  const step: StepState = { ...fresh(planned), ...(rescuers.length > 0 ? { rescuers } : {}) }
  const { at } = current
  const sequence =
    what.place === 'beside'
      ? current.sequence.map((set, i) => (i === at ? [...set, step] : set))
      : current.sequence.toSpliced(what.place === 'before' ? at : at + 1, 0, [step])
  const now = { ...position, bound: fact.seq, asking: { ...current, sequence } }
  return what.place === 'before' ? nextRound(now) : now
}

/** An earlier step is asked again; with it, unless it goes straight back, everything up to here. */
export function backToStep(position: Position, what: Of<'sent_back'>, seq: number): Position {
  const { asking: current } = position
  if (!current) throw new Error(`${position.key} asks nobody`)
  const to = current.sequence.findIndex((set) => set.some((step) => step.step === what.to))
  const again = (step: StepState, i: number): boolean =>
    what.straight ? step.step === what.to : i >= to && i <= current.at
  const blank = (step: StepState): StepState => ({
    ...fresh(step),
    handed: step.handed,
    ...(step.passed ? { passed: step.passed } : {}),
    ...(step.unreached ? { unreached: step.unreached } : {}),
    ...(step.rescuers ? { rescuers: step.rescuers } : {}),
  })
  const sequence = current.sequence.map((set, i) => set.map((step) => (again(step, i) ? blank(step) : step)))
  const returns = (current.returns ?? 0) + 1
  return nextRound({ ...position, bound: seq, asking: { ...current, sequence, at: to, returns } })
}

/** Those whose cards just said that they are not asked will be asked on cards of their own. */
export function nextRound(position: Position): Position {
  const { asking: current } = position
  return current ? { ...position, asking: { ...current, round: (current.round ?? 0) + 1 } } : position
}

/** A task was handed to somebody else. */
export function handed(position: Position, what: Of<'transferred'>, seq: number): Position {
  if (what.step === undefined || !position.asking) return { ...position, assignee: what.to }
  const hand = (step: StepState): StepState => ({ ...step, handed: { ...step.handed, [what.from]: what.to } })
  return { ...inStep(position, what.step, hand), bound: seq }
}

/** People were set aside. Whoever did it decides nothing in this decision. */
export function rescued(position: Position, what: Of<'rescued'>, fact: Fact): Position {
  const by = fact.by.kind === 'person' ? [fact.by.id] : []
  const aside = <T extends Pick<StepState, 'passed' | 'rescuers'>>(one: T, people: boolean): T => ({
    ...one,
    ...(people ? { passed: [...new Set([...(one.passed ?? []), ...what.people])] } : {}),
    rescuers: [...new Set([...(one.rescuers ?? []), ...by])],
  })
  const { asking: current } = position
  if (!current) return aside(position, true)
  const sequence = current.sequence.map((set) => set.map((step) => aside(step, step.step === what.step)))
  return { ...position, bound: fact.seq, asking: { ...current, sequence } }
}

/** Nothing reaches these people. What was approved stays what it was, so that cards of the others still hold. */
export function unreached(position: Position, what: Of<'unreached'>): Position {
  const without = <T extends Pick<StepState, 'unreached'>>(one: T): T => ({
    ...one,
    unreached: [...new Set([...(one.unreached ?? []), ...what.people])],
  })
  const nth = questionOfStep(what.step)
  if (nth !== undefined) {
    const questions = position.questions?.map((one, i) => (i === nth ? without(one) : one))
    return questions ? { ...position, questions } : position
  }
  return what.step === undefined ? without(position) : inStep(position, what.step, without)
}

function inStep(position: Position, id: StepId, edit: (step: StepState) => StepState): Position {
  const { asking: current } = position
  if (!current) throw new Error(`${position.key} asks nobody`)
  const sequence = current.sequence.map((set) => set.map((step) => (step.step === id ? edit(step) : step)))
  return { ...position, asking: { ...current, sequence } }
}
