/** Whom a rung tells: those who are asked, or above them; whoever is away is told through their stand-in. Pure. */
import { type Case, openQuestion, type Position } from './case.ts'
import type { PersonId } from './nouns.ts'
import { askedAt, type Company, leaderOf, resolve } from './people.ts'
import type { Rung } from './policy.ts'
import { answerers } from './rescue.ts'
import { stillAsked } from './steps.ts'

/** Everybody whom this position waits for now. */
export function waitedFor(position: Position, state: Case, company: Company): readonly PersonId[] {
  const question = openQuestion(position)
  const { asking } = position
  if (question) return answerers(question, state, company).people
  if (!asking) return askedAt(position, state, company).people
  const steps = asking.sequence[asking.at] ?? []
  return [...new Set(steps.flatMap((step) => stillAsked(step, state, company).people))]
}

/** Everybody on a rung, as people stand now. */
export function peopleOn(rung: Rung, position: Position, state: Case, company: Company): readonly PersonId[] {
  return peopleAbove(rung, waitedFor(position, state, company), state, company)
}

/** The same where these people are asked. */
export function peopleAbove(
  { to }: Rung,
  waited: readonly PersonId[],
  state: Case,
  company: Company,
): readonly PersonId[] {
  if (to !== 'asked' && to !== 'leader') return resolve(to, state, company, new Set()).people
  const asked = waited.filter((id) => Object.hasOwn(company.directory.people, id))
  if (to === 'asked') return asked
  // A leader who is asked too is told as such already: the next one up hears of it.
  return [...new Set(asked.flatMap((id) => leaderOf(id, company.directory, new Set(asked)).people))]
}
