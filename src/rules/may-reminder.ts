/** Sentences about reminders: who may say that they are on it, or put their own off (see may.ts). */
import { clockOf } from './clocks.ts'
import { levelOf } from './environment.ts'
import { ladderOf, rungOf } from './ladder.ts'
import type { Ask } from './may.ts'
import { isAsked } from './may-people.ts'
import type { Refusal } from './nouns.ts'
import { peopleOn } from './rung-people.ts'

/** Nobody says so often that they are on it. */
export function mayAcknowledge({ position, state, company }: Ask): Refusal | undefined {
  const most = company.policy.acknowledge?.times ?? 0
  return (position?.acknowledged?.length ?? 0) < most
    ? undefined
    : { refused: 'not_put_off', params: { number: state.number } }
}

/** Whoever is asked, or was told of it from above. */
export function isReminded(ask: Ask): Refusal | undefined {
  const { position, state, company, person } = ask
  const refusal = isAsked(ask)
  if (!refusal || !position) return refusal
  const told = position.nagged.some((id) => {
    const rung = rungOf(id, company.policy)
    return rung !== undefined && peopleOn(rung, position, state, company).includes(person)
  })
  return told ? undefined : refusal
}

/** Level 1 waits for nobody; and behind whoever stands on the last rung there is nobody who would hear of it. */
export function maySnooze({ person, position, state, company }: Ask): Refusal | undefined {
  const clock = position && clockOf(position, company)
  const last = clock && ladderOf(clock.id, company.policy).at(-1)
  const alone = position && last && peopleOn(last, position, state, company).includes(person)
  return levelOf(state) === 1 || alone ? { refused: 'not_put_off', params: { number: state.number } } : undefined
}
