/** Opening a decision, and opening it anew when what it stands on has changed. */
import { proposalOf, sameProposal, sequenceFor } from './approval.ts'
import type { Position } from './case.ts'
import { claimKeys, linkedTo } from './claims.ts'
import type { Linked } from './facts.ts'
import type { DecisionStage } from './policy.ts'
import type { Story } from './story.ts'

/** Opens a decision: the steps that amount, grade and rules call for now. */
export function ask(story: Story, stage: DecisionStage, key: string): void {
  const { policy } = story.context
  const linked = linkedAt(story, stage)
  story.record({
    is: 'asked',
    position: key,
    proposal: proposalOf(policy, story.state),
    sequence: sequenceFor(policy, stage, story.state, linked),
    ...(linked ? { linked } : {}),
  })
}

function linkedAt(story: Story, stage: DecisionStage): Linked | undefined {
  return stage.steps === 'matrix' ? linkedTo(story.state, story.context) : undefined
}

/**
 * Before the last approval becomes a grant: other cases may have been granted more meanwhile. When that calls for a step
 * that was not asked, the decision is asked anew with the sum of now, and true is given. Two slices asked side by side
 * cannot both pass below the tier of their sum.
 */
export function outgrown(story: Story, stage: DecisionStage, position: Position): boolean {
  const { asking } = position
  const linked = linkedAt(story, stage)
  if (!asking || (linked?.sum.minor ?? 0) <= (asking.linked?.sum.minor ?? 0)) return false
  const heard = asking.sequence.flat().map((planned) => planned.step)
  const called = sequenceFor(story.context.policy, stage, story.state, linked).flat()
  if (called.every((planned) => heard.includes(planned.step))) return false
  story.record({ is: 'voided', why: 'sum' })
  ask(story, stage, position.key)
  return true
}

/**
 * After a correction: decisions under way are asked anew when what they are about, or whom they need, has changed. Other
 * cases are looked at again only when this one's own keys changed: what happens there meanwhile disturbs nobody here.
 */
export function reconsider(story: Story): void {
  const { policy } = story.context
  const moved = story.before && String(claimKeys(policy, story.before)) !== String(claimKeys(policy, story.state))
  for (const position of story.state.positions) {
    const { asking } = position
    const stage = story.stage(position.stage)
    if (!asking || stage.kind !== 'decision') continue
    const proposal = proposalOf(policy, story.state)
    const linked = moved ? linkedAt(story, stage) : asking.linked
    const steps = JSON.stringify(sequenceFor(policy, stage, story.state, linked).map((set) => set.map((s) => s.step)))
    const same = steps === JSON.stringify(asking.sequence.map((set) => set.map((s) => s.step)))
    if (same && sameProposal(proposal, asking.proposal)) continue
    story.record({
      is: 'voided',
      why: moved && sameProposal(proposal, asking.proposal) ? 'sum' : voidedBy(proposal, asking.proposal),
    })
    ask(story, stage, position.key)
  }
}

function voidedBy(
  now: { kind: string; payee: string },
  then: { kind: string; payee: string },
): 'amount' | 'kind' | 'payee' {
  if (now.payee !== then.payee) return 'payee'
  return now.kind === then.kind ? 'amount' : 'kind'
}
