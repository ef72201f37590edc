/** Whom a position would ask if those it asks were set aside, and who answers what an approver asked. */
import type { Case, Position, Question } from './case.ts'
import { openQuestion } from './case.ts'
import type { PersonId } from './nouns.ts'
import type { Company, Found } from './people.ts'
import { askedAt, filerOf, NOBODY, orNext, ownerOf, resolve } from './people.ts'
import { stillAsked } from './steps.ts'

/**
 * Who answers: the filer, the owner, or for the customer whoever talks to them. When they cannot be reached, the next by
 * rule. Answering decides nothing, so no duty stands against it.
 */
export function answerers(question: Question, state: Case, company: Company): Found {
  const receiver = typeof state.values.receiver === 'string' ? state.values.receiver : undefined
  const person =
    (question.of === 'owner' ? ownerOf(state) : question.of === 'filer' ? filerOf(state) : undefined) ?? receiver
  const out = new Set(question.unreached)
  const found = person === undefined ? NOBODY : resolve({ kind: 'person', id: person }, state, company, out)
  return orNext(found, 1, state, company, out, question.unreached)
}

/** What a rescue sets aside: the first step of the set asked now that still waits, or the people of the position. */
export function stuckAt(
  position: Position,
  state: Case,
  company: Company,
): { readonly step?: string; readonly people: readonly PersonId[] } {
  if (openQuestion(position)) return { people: [] }
  const { asking } = position
  if (!asking) return { people: withThoseAway(askedAt(position, state, company)) }
  const step = (asking.sequence[asking.at] ?? []).find((one) => stillAsked(one, state, company).people.length > 0)
  if (!step) return { people: [] }
  return { step: step.step, people: withThoseAway(stillAsked(step, state, company)) }
}

/** A stand-in is set aside together with whomever they stand in for, who is away. */
export function withThoseAway({ people, standsFor }: Pick<Found, 'people' | 'standsFor'>): readonly PersonId[] {
  return [...new Set([...people, ...people.flatMap((id) => standsFor[id] ?? [])])]
}

/**
 * Who is asked once `by` has set aside those asked now, and has not spoken yet: else nobody would be left to move it on.
 * After a question it is simply the approvers again.
 */
export function nextInStead(position: Position, by: PersonId, state: Case, company: Company): Found {
  if (openQuestion(position)) return { ...NOBODY, people: [by] }
  const stuck = stuckAt(position, state, company)
  const aside = <T extends { readonly passed?: readonly PersonId[]; readonly rescuers?: readonly PersonId[] }>(
    one: T,
  ): T => ({
    ...one,
    passed: [...(one.passed ?? []), ...stuck.people],
    rescuers: [...(one.rescuers ?? []), by],
  })
  if (!position.asking) return askedAt(aside(withoutAssignee(position)), state, company)
  const step = position.asking.sequence.flat().find((one) => one.step === stuck.step)
  return step ? stillAsked(aside(step), state, company) : NOBODY
}

function withoutAssignee({ assignee: _aside, ...position }: Position): Position {
  return position
}
