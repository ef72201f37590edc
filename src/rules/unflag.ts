/** Saying that a hint about repeat claims is false, and what of other cases no hint counts any more (I07). */
import type { Case, Unflagged } from './case.ts'
import { claimKeys } from './claims.ts'
import type { ActCommand } from './commands.ts'
import { no, reasonOf } from './deed.ts'
import type { FieldId, Millis } from './nouns.ts'
import type { Policy } from './policy.ts'
import type { Story } from './story.ts'
import { DAY } from './zone.ts'

/** How far back hints look. */
export const HISTORY: Millis = 365 * DAY

/** The fields under which a hint can be about this case. */
export function flaggable(state: Case, policy: Policy): readonly FieldId[] {
  return claimKeys(policy, state).map(fieldOf)
}

const fieldOf = (key: string): FieldId => key.slice(0, key.indexOf('='))

/** Records that the hint under a field is false as of the other cases there are now. Refuses where there are none, or no new ones. */
export function unflag(story: Story, command: ActCommand): void {
  const { state, context } = story
  const keys = claimKeys(context.policy, state)
  const named = command.to ?? (keys.length === 1 ? fieldOf(keys[0] ?? '') : undefined)
  if (named === undefined) return no('target_required', 'to')
  const key = keys.find((one) => fieldOf(one) === named)
  if (key === undefined) return no('target_unknown', 'to')
  const reason = reasonOf(command)
  const others = context.claims([key], context.now - HISTORY).filter(({ number }) => number !== state.number)
  const numbers = [...new Set(others.map(({ number }) => number))].sort()
  const known = cleared(named, state.unflagged ?? [])
  if (numbers.length === 0) return no('target_unknown', 'to')
  if (numbers.every((number) => known.has(number))) return no('already_done')
  story.record({ is: 'unflagged', field: named, numbers, reason })
}

/** The other cases that count for no hint under this field any more. */
export function cleared(field: FieldId, said: readonly Unflagged[]): ReadonlySet<string> {
  return new Set(said.filter((one) => one.field === field).flatMap(({ numbers }) => numbers))
}
