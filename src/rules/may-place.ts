/** Sentences about the place: what a verb finds there, be it whoever asks (see may.ts). */
import { openAlarms } from './alarms.ts'
import { openQuestion, type Position } from './case.ts'
import type { Ask } from './may.ts'
import type { Millis, Refusal, Verb } from './nouns.ts'
import { askedAt } from './people.ts'
import type { Policy } from './policy.ts'
import { givenPromises } from './promises.ts'
import { answerers, nextInStead } from './rescue.ts'

export function isOpen({ state, company }: Ask): Refusal | undefined {
  if (!state.ended) return undefined
  const stage = company.policy.flow.stages[state.ended.stage]
  return { refused: 'case_ended', params: { number: state.number, outcome: stage?.name ?? state.ended.outcome } }
}

export function isOffered({ verb, position, company }: Ask): Refusal | undefined {
  const { flow } = company.policy
  if (flow.anywhere[verb] !== undefined) return undefined
  if (verb === 'amend' && !position) return undefined
  const stage = position && flow.stages[position.stage]
  return isOfferedAt(verb, position, company.policy)
    ? undefined
    : { refused: 'not_offered', params: { verb, stage: stage?.name ?? '' } }
}

/** Only where the stage lists it, though it leads to the same end from everywhere. */
export function isListed({ verb, position, company }: Ask): Refusal | undefined {
  const { flow } = company.policy
  const stage = position && flow.stages[position.stage]
  return flow.anywhere[verb] !== undefined && stage?.verbs.includes(verb)
    ? undefined
    : { refused: 'not_offered', params: { verb, stage: stage?.name ?? '' } }
}

/** Is the verb offered there at all? By the stage's verbs; a question that is open is answered, or taken back. */
export function isOfferedAt(verb: Verb, position: Position | undefined, policy: Policy): boolean {
  if ((verb === 'answer' || verb === 'resume') && openQuestion(position)) return true
  if (verb === 'acknowledge' || verb === 'snooze') return position !== undefined && policy[verb] !== undefined
  return (position && policy.flow.stages[position.stage]?.verbs.includes(verb)) ?? false
}

export function isDue({ position }: Ask): Refusal | undefined {
  return position?.opens === undefined ? undefined : { refused: 'not_open_yet', params: { at: { at: position.opens } } }
}

export function isAnswered({ position, state, company }: Ask): Refusal | undefined {
  const question = openQuestion(position)
  if (!question) return undefined
  const [who] = answerers(question, state, company).people
  return { refused: 'question_open', params: who === undefined ? {} : { who } }
}

export function isQuestioned({ position, state }: Ask): Refusal | undefined {
  return openQuestion(position) ? undefined : { refused: 'already_done', params: { number: state.number } }
}

export function mayAdd({ position, company }: Ask): Refusal | undefined {
  const most = company.policy.approval.limits.added
  const added = position?.asking?.sequence.flat().filter((step) => step.added).length ?? 0
  return added < most ? undefined : { refused: 'rounds_used', params: { most } }
}

export function mayQuestion({ position, company }: Ask): Refusal | undefined {
  const most = company.policy.approval.limits.questions
  return (position?.questions?.length ?? 0) < most ? undefined : { refused: 'rounds_used', params: { most } }
}

export function hasNext({ person, position, state, company }: Ask): Refusal | undefined {
  const stage = position && company.policy.flow.stages[position.stage]
  return position && nextInStead(position, person, state, company).people.length > 0
    ? undefined
    : { refused: 'nobody_to_ask', params: { stage: stage?.name ?? '' } }
}

export function isShared({ position, state, company }: Ask): Refusal | undefined {
  return position && !position.asking && askedAt(position, state, company).people.length > 1
    ? undefined
    : { refused: 'already_done', params: { number: state.number } }
}

export function mayPause({ position, company }: Ask): Refusal | undefined {
  const stage = position && company.policy.flow.stages[position.stage]
  return stage && stage.pauseOn.length > 0
    ? undefined
    : { refused: 'not_offered', params: { verb: 'pause', stage: stage?.name ?? '' } }
}

export function isRunning({ position, state }: Ask): Refusal | undefined {
  return paused(position) ? { refused: 'already_done', params: { number: state.number } } : undefined
}

export function isPaused({ position, state }: Ask): Refusal | undefined {
  return paused(position) ? undefined : { refused: 'already_done', params: { number: state.number } }
}

/** True while the position's clock stands still. */
export function paused(position: Position | undefined): boolean {
  return position?.pauses.some((pause) => pause.to === undefined) ?? false
}

export function hasPromise({ state }: Ask): Refusal | undefined {
  return givenPromises(state).length > 0 ? undefined : { refused: 'already_done', params: { number: state.number } }
}

export function hasAlarm({ state }: Ask): Refusal | undefined {
  return openAlarms(state).length > 0 ? undefined : { refused: 'already_done', params: { number: state.number } }
}

export function hasNoRoom({ state }: Ask): Refusal | undefined {
  return state.room ? { refused: 'already_done', params: { number: state.number } } : undefined
}

/** A case may be urged once in this time, so that a button is not a hammer. */
export const URGE_EVERY: Millis = 30 * 60_000

export function notUrgedLately({ state, now }: Ask): Refusal | undefined {
  const again = (state.urged ?? Number.NEGATIVE_INFINITY) + URGE_EVERY
  return now < again ? { refused: 'throttled', params: { at: { at: again } } } : undefined
}
