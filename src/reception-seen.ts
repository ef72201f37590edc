/** Which card stood in front of whoever decides: its digest goes into the fact, so that a decision is bound to what was seen. */
import { splitLane } from './lanes.ts'
import type { Caller, Store } from './ports.ts'
import type { Opened } from './reception-forms.ts'
import type { About } from './routing.ts'
import { cardKey } from './rules/cards.ts'
import { stepOf } from './rules/may.ts'
import type { Verb } from './rules/nouns.ts'
import type { Company } from './rules/people.ts'
import type { Place, Spot } from './rules/views.ts'

/** Verbs that decide something about a proposal. */
const DECIDING: readonly Verb[] = ['approve', 'reject', 'return']

export interface SeenParts {
  readonly store: Pick<Store, 'card'>
  /** The lanes that lead to a place on the platforms that are on. */
  lanesTo(place: Spot, about?: About): readonly string[]
}

/**
 * The digest of the card with this very button: in this person's own chat or else in the stage's channel, first where
 * they clicked. Undefined when none was told, or it has been drawn with another revision since. Read before the commit.
 */
export async function seenBy(
  { store, lanesTo }: SeenParts,
  { actor, via }: Caller,
  verb: Verb,
  { state, position }: Opened,
  revision: number | undefined,
  company: Company,
): Promise<string | undefined> {
  if (!DECIDING.includes(verb) || !position?.asking || actor.kind !== 'person') return undefined
  const step = stepOf(position, actor.id, state, company)
  if (!step) return undefined
  const key = cardKey({ id: `${position.key}/${step.step}`, round: position.asking.round ?? 0 })
  const channel = company.policy.flow.stages[position.stage]?.channel
  const places: readonly Place[] = [
    { in: 'person', person: actor.id },
    ...(channel === undefined ? [] : [{ in: 'channel' as const, channel }]),
  ]
  const lanes = places.flatMap((place) => lanesTo(place))
  const here = (lane: string): boolean => splitLane(lane).platform === via
  for (const lane of [...lanes.filter(here), ...lanes.filter((one) => !here(one))]) {
    const told = await store.card(lane, state.number, key)
    if (told?.model.actions.some((action) => action.verb === verb && action.revision === revision)) return told.digest
  }
  return undefined
}
