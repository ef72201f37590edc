/** Sentences about the person: who is asked, who is involved, whom a duty bars (see may.ts). */
import { alarmKind, openAlarms } from './alarms.ts'
import { type Case, openQuestion, type Position, type StepState } from './case.ts'
import type { Ask } from './may.ts'
import type { PersonId, Refusal } from './nouns.ts'
import { ADMIN_ROLE, askedAt, barred, type Company, dutyOf, filerOf, ownerOf, resolve } from './people.ts'
import { givenPromises, keepersOf } from './promises.ts'
import { answerers } from './rescue.ts'
import { askedForStep, hasSpoken, stillAsked } from './steps.ts'

export function isKnown({ person, company }: Ask): Refusal | undefined {
  return Object.hasOwn(company.directory.people, person) ? undefined : { refused: 'not_a_person' }
}

export function isApart({ person, position, state, company }: Ask): Refusal | undefined {
  const stage = position && company.policy.flow.stages[position.stage]
  const duty = stage && dutyOf(stage)
  const other = barred(company.policy, state, duty).get(person)
  return duty && other ? { refused: 'duties_apart', params: { duty, other } } : undefined
}

/** Whoever set others aside decides nothing there: moving a case on is no way to become its approver. */
export function isNoRescuer({ person, position }: Ask): Refusal | undefined {
  const rescuers = position?.asking?.sequence.flat().flatMap((step) => step.rescuers ?? []) ?? position?.rescuers ?? []
  return rescuers.includes(person)
    ? { refused: 'duties_apart', params: { duty: 'rescuer', other: 'approver' } }
    : undefined
}

/** The current step that asks this person and still waits for them. */
export function stepOf(position: Position, person: PersonId, state: Case, company: Company): StepState | undefined {
  const set = position.asking?.sequence[position.asking.at] ?? []
  return set.find((step) => stillAsked(step, state, company).people.includes(person))
}

export function isAsked(ask: Ask): Refusal | undefined {
  const { position, person, state, company } = ask
  if (!position) return { refused: 'not_yours', params: { number: state.number } }
  if (!position.asking) {
    return askedAt(position, state, company).people.includes(person)
      ? undefined
      : { refused: 'not_yours', params: { number: state.number } }
  }
  if (stepOf(position, person, state, company)) return undefined
  const steps = position.asking.sequence.slice(0, position.asking.at + 1).flat()
  if (steps.some((step) => hasSpoken(step, person)))
    return { refused: 'already_done', params: { number: state.number } }
  const late = steps.find((step) => step.given.length > 0 && askedForStep(step, state, company).people.includes(person))
  return late ? fasterThan(late, state, company) : { refused: 'not_yours', params: { number: state.number } }
}

/** Somebody else who was asked for the same step has approved it: who, and when (D07). */
function fasterThan({ given, heard }: StepState, state: Case, { directory }: Company): Refusal {
  const by = given.at(-1) ?? ''
  return {
    refused: 'already_decided',
    params: {
      number: state.number,
      by: directory.people[by]?.name ?? by,
      result: 'approved',
      ...(heard === undefined ? {} : { at: { at: heard } }),
    },
  }
}

/** In a decision the clock is the approvers': the owner never takes their question back. */
export function isAskedOrOwner(ask: Ask): Refusal | undefined {
  return !ask.position?.asking && ownerOf(ask.state) === ask.person ? undefined : isAsked(ask)
}

export function isAnswerer({ person, position, state, company }: Ask): Refusal | undefined {
  const question = openQuestion(position)
  return question && answerers(question, state, company).people.includes(person)
    ? undefined
    : { refused: 'not_yours', params: { number: state.number } }
}

export function isOwner({ person, state }: Ask): Refusal | undefined {
  return ownerOf(state) === person ? undefined : { refused: 'not_yours', params: { number: state.number } }
}

export function isAdmin({ person, company }: Ask): Refusal | undefined {
  return company.directory.people[person]?.roles.includes(ADMIN_ROLE) ? undefined : { refused: 'not_yours', params: {} }
}

export function isFiler({ person, state }: Ask): Refusal | undefined {
  const filer = filerOf(state) ?? state.values.receiver
  return filer === person ? undefined : { refused: 'not_yours', params: { number: state.number } }
}

export function isInvolved(ask: Ask): Refusal | undefined {
  const { person, state, company } = ask
  if ([filerOf(state), ownerOf(state), state.values.receiver].includes(person)) return undefined
  const asked = state.positions.some((p) => {
    const question = openQuestion(p)
    if (question && answerers(question, state, company).people.includes(person)) return true
    return p.asking ? stepOf(p, person, state, company) : askedAt(p, state, company).people.includes(person)
  })
  return asked ? undefined : { refused: 'not_yours', params: { number: state.number } }
}

/** Whoever is to keep an open promise or leads them, owns the case or talks to the customer. */
export function isPromiser({ person, state, company }: Ask): Refusal | undefined {
  if ([ownerOf(state), state.values.receiver].includes(person)) return undefined
  const keepers = givenPromises(state).flatMap((one) => keepersOf(one, state, company))
  const known = keepers.some((id) => id === person || company.directory.people[id]?.leader === person)
  return known ? undefined : { refused: 'not_yours', params: { number: state.number } }
}

export function isDecider({ person, state, company }: Ask): Refusal | undefined {
  return state.positions.some((p) => p.asking && stepOf(p, person, state, company))
    ? undefined
    : { refused: 'not_yours', params: { number: state.number } }
}

export function isInvolvedOrAbove(ask: Ask): Refusal | undefined {
  const involved = isInvolved(ask)
  if (!involved) return undefined
  const { person, state, company } = ask
  const working = [ownerOf(state), ...state.positions.flatMap((p) => askedAnyhow(p, state, company))]
  return working.some((id) => id !== undefined && company.directory.people[id]?.leader === person)
    ? undefined
    : involved
}

function askedAnyhow(position: Position, state: Case, company: Company): readonly PersonId[] {
  const steps = position.asking?.sequence[position.asking.at] ?? []
  return position.asking
    ? steps.flatMap((step) => askedForStep(step, state, company).people)
    : askedAt(position, state, company).people
}

export function isAlarmed({ person, state, company }: Ask): Refusal | undefined {
  const told = openAlarms(state).some((kind) => {
    const to = alarmKind(company.policy, kind)?.to
    return (
      state.alarms?.[kind]?.people.includes(person) ||
      (to && resolve(to, state, company, new Set()).people.includes(person))
    )
  })
  return told ? undefined : { refused: 'not_yours', params: { number: state.number } }
}
