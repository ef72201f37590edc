/** Reactions on their way: rows of the outbox in a lane of the house, which delivery carries out as commands. */
import type { Desk } from './desk.ts'
import type { EffectRow } from './outbox-port.ts'
import type { Answer, IncidentCommand, ReactCommand } from './rules/commands.ts'
import { isRefusal } from './rules/nouns.ts'
import type { Reaction } from './rules/reactions.ts'

/** The lane of what the house does to its own cases; one, so that what was caused first happens first. */
export const HOUSE_LANE = 'house:desk'

/** A reaction as it is committed with the facts that cause it. */
export function reactionRow(reaction: Reaction): EffectRow {
  return { lane: HOUSE_LANE, key: `react/${reaction.id}`, effect: { do: 'react', reaction } }
}

/**
 * Carries a reaction out. Twice does no more than once: the desk knows the keys. Where the incident of a key is open
 * already its cases join it; whatever else is refused cannot be any more, and that is all there is to it.
 */
export async function carryOutReaction(reaction: Reaction, desk: Pick<Desk, 'submit'>): Promise<void> {
  if (reaction.do === 'react') {
    await desk.submit(reacting(reaction))
    return
  }
  const command: IncidentCommand = { ...reaction, ...HOUSE }
  const number = standing(await desk.submit(command))
  if (number === undefined) return
  await desk.submit(
    reacting({ do: 'react', id: `${reaction.id}/join`, number, what: { is: 'join', cases: reaction.cases } }),
  )
}

const HOUSE = { actor: { kind: 'clock' }, via: 'house' } as const

const reacting = (reaction: Extract<Reaction, { do: 'react' }>): ReactCommand => ({ ...reaction, ...HOUSE })

/** The incident that was opened, or that stood already. */
function standing(answer: Answer): string | undefined {
  if (!isRefusal(answer)) return answer.number
  const number = answer.refused === 'already_done' ? answer.params?.number : undefined
  return typeof number === 'string' ? number : undefined
}
