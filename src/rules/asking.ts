/** Opening a decision, and opening it anew when what it stands on has changed. */
import { diverted, proposalOf, sameProposal, sequenceFor, wantsRung } from './approval.ts'
import { departmentOf, type Spending, spendingOn } from './budget.ts'
import type { Asking, Case, Position } from './case.ts'
import { claimKeys, linkedTo } from './claims.ts'
import type { Linked, PlannedStep, Proposal, Voiding } from './facts.ts'
import type { FormId, StageId } from './nouns.ts'
import type { DecisionStage } from './policy.ts'
import { subjectOf, type Unusual, unusualIn } from './precedent.ts'
import type { Story } from './story.ts'
import { No } from './story.ts'

/**
 * Opens a decision: the steps that amount, grade and rules call for now. One that comes straight back from where it was
 * returned to goes on with the approvals it had, if nothing they stand on has changed; else it says what has.
 */
export function ask(story: Story, stage: DecisionStage, key: string): void {
  const { policy } = story.context
  const linked = linkedAt(story, stage)
  const proposal = proposalOf(policy, story.state)
  const before = heldBy(story.state, stage.id)
  // What ended elsewhere meanwhile disturbs no approvals of the same plan.
  const same = before !== undefined && sameProposal(before.proposal, proposal)
  const unusual = same ? before.unusual : unusualAt(story, stage)
  const budget = same ? before.budget : budgetAt(story, stage)
  const sequence = sequenceFor(policy, stage, story.state, linked, unusual, budget)
  const changed = before && changeSince(before, proposal, sequence)
  if (before && changed && isHeard(before)) story.record({ is: 'voided', why: changed })
  const keeps = before && !changed ? story.state.held?.position : undefined
  story.record({
    is: 'asked',
    position: key,
    proposal,
    sequence,
    ...(linked ? { linked } : {}),
    ...(unusual ? { unusual } : {}),
    ...(budget ? { budget } : {}),
    ...(keeps === undefined ? {} : { keeps }),
  })
}

/** The decision that was returned from this stage and comes straight back to it. */
function heldBy({ held, past }: Case, stage: StageId): Asking | undefined {
  return held?.stage === stage ? past.findLast((one) => one.key === held.position)?.asking : undefined
}

/** Has anybody approved yet? */
function isHeard({ sequence }: Asking): boolean {
  return sequence.flat().some((step) => step.given.length > 0)
}

/** What of a decision's ground has changed; undefined when nothing has. Steps that were added count as no change. */
function changeSince(
  before: Asking,
  proposal: Proposal,
  sequence: readonly (readonly PlannedStep[])[],
): Voiding | undefined {
  if (!sameProposal(proposal, before.proposal)) return voidedBy(proposal, before.proposal)
  return stepsOf(sequence) === stepsOf(before.sequence) ? undefined : 'steps'
}

/** The steps that the policy calls for, for comparing. */
function stepsOf(sequence: readonly (readonly PlannedStep[])[]): string {
  const planned = sequence.map((set) => set.filter((step) => !step.added).map((step) => step.step))
  return JSON.stringify(planned.filter((set) => set.length > 0))
}

/**
 * Where a stage that was handed in leads past everything between: straight back to the decision that returned it.
 * Undefined when it does not, or when what is proposed has changed: then everything in between is due again.
 */
export function straightBack(story: Story, position: Position): StageId | undefined {
  const { held } = story.state
  if (held?.to !== position.stage) return undefined
  const before = heldBy(story.state, held.stage)
  return before && sameProposal(before.proposal, proposalOf(story.context.policy, story.state)) ? held.stage : undefined
}

function linkedAt(story: Story, stage: DecisionStage): Linked | undefined {
  return stage.steps === 'matrix' ? linkedTo(story.state, story.context) : undefined
}

function unusualAt({ state, context }: Story, stage: DecisionStage): Unusual | undefined {
  if (stage.steps !== 'matrix') return undefined
  const { policy, precedents, now } = context
  return unusualIn(subjectOf(state, proposalOf(policy, state), now), policy, precedents)
}

function budgetAt({ state, context }: Story, stage: DecisionStage): Spending | undefined {
  return stage.steps === 'matrix' ? spendingOn(proposalOf(context.policy, state).amount, state, context) : undefined
}

/**
 * After a form was handed in: where it asked for an unusual amount and could have said why, it has to. Refuses with the band.
 * What becomes unusual by anything else than a plan is asked of one tier more all the same.
 */
export function explained({ facts, state, context: { policy } }: Story, form: FormId): void {
  const field = policy.approval.precedents?.reason
  if (field === undefined || !policy.forms[form]?.fields.includes(field)) return
  const asked = facts.findLast(({ what }) => what.is === 'asked')?.what
  if (asked?.is !== 'asked' || asked.unusual?.lower === undefined || asked.unusual.upper === undefined) return
  const said = state.values[field]
  if (typeof said === 'string' && said.trim() !== '') return
  const { lower, upper, n } = asked.unusual
  const { currency } = asked.proposal.amount
  const params = { lower: { minor: lower, currency }, upper: { minor: upper, currency }, n, field }
  throw new No({ refused: 'amount_unusual', field, params })
}

/**
 * Before the last approval becomes a grant: other cases may have been granted more meanwhile. When that calls for a step
 * that was not asked, the decision is asked anew with the sums of now, and true is given. Two slices asked side by side
 * cannot both pass below the tier of their sum, nor both take the last of a budget: where the policy blocks what does not
 * fit, the approval is refused.
 */
export function outgrown(story: Story, stage: DecisionStage, position: Position): boolean {
  const { asking } = position
  if (!asking) return false
  const budget = budgetAt(story, stage)
  mustFit(budget, asking.proposal)
  const linked = linkedAt(story, stage)
  const more = (linked?.sum.minor ?? 0) > (asking.linked?.sum.minor ?? 0)
  if (!more && !wantsRung(budget)) return false
  const counted = more ? linked : asking.linked
  const heard = asking.sequence.flat().map((planned) => planned.step)
  const called = sequenceFor(story.context.policy, stage, story.state, counted, asking.unusual, budget).flat()
  if (called.every((planned) => heard.includes(planned.step))) return false
  story.record({ is: 'voided', why: more ? 'sum' : 'budget' })
  ask(story, stage, position.key)
  return true
}

/** Refuses what a blocking budget has no room for. */
export function mustFit(spending: Spending | undefined, { amount }: Pick<Proposal, 'amount'>): void {
  if (spending?.is !== 'over' || spending.full !== 'block') return
  const { team, month, limit, used } = spending
  const left = { ...limit, minor: Math.max(0, limit.minor - used.minor) }
  throw new No({ refused: 'budget_used', params: { team, month, amount, left } })
}

/**
 * After a correction: decisions under way are asked anew when what they are about, or whom they need, has changed. Other
 * cases are looked at again only when this one's own keys changed: what happens there meanwhile disturbs nobody here.
 */
export function reconsider(story: Story): void {
  const { policy } = story.context
  const elsewhere = changesDepartment(story)
  const moved = story.before && String(claimKeys(policy, story.before)) !== String(claimKeys(policy, story.state))
  for (const position of story.state.positions) {
    const { asking } = position
    const stage = story.stage(position.stage)
    if (!asking || stage.kind !== 'decision') continue
    const proposal = proposalOf(policy, story.state)
    const linked = moved ? linkedAt(story, stage) : asking.linked
    const budget = elsewhere ? budgetAt(story, stage) : asking.budget
    const changed = diverted(story)
      ? 'payee'
      : changeSince(asking, proposal, sequenceFor(policy, stage, story.state, linked, asking.unusual, budget))
    if (!changed) continue
    story.record({ is: 'voided', why: moved && changed === 'steps' ? 'sum' : changed })
    ask(story, stage, position.key)
  }
}

/** Another category may be another department's. */
function changesDepartment({ before, state, context: { policy, budget } }: Story): boolean {
  return budget !== undefined && before !== undefined
    ? departmentOf(policy, before, budget) !== departmentOf(policy, state, budget)
    : false
}

function voidedBy(
  now: { kind: string; payee: string },
  then: { kind: string; payee: string },
): 'amount' | 'kind' | 'payee' {
  if (now.payee !== then.payee) return 'payee'
  return now.kind === then.kind ? 'amount' : 'kind'
}
