/** Which approval steps a compensation calls for: the highest of amount tier and grade rules, plus extra steps (C15). */

import type { Spending } from './budget.ts'
import type { Case } from './case.ts'
import { environment } from './environment.ts'
import type { Linked, PlannedStep, Proposal } from './facts.ts'
import type { StepId } from './nouns.ts'
import { offersOf } from './options.ts'
import type { Approval, DecisionStage, Policy } from './policy.ts'
import type { Unusual } from './precedent.ts'
import type { Story } from './story.ts'

/** What the case proposes now: of several options the dearest. The payee is the customer unless somebody else is named. */
export function proposalOf(policy: Policy, state: Case): Proposal {
  const offers = offersOf(policy, state.values)
  const { kind, amount } = offers.reduce((top, one) => (one.amount.minor > top.amount.minor ? one : top))
  const payee = String(state.values.payee ?? state.values.customer ?? '')
  return offers.length > 1 ? { kind, amount, payee, options: offers } : { kind, amount, payee }
}

/** True when both speak of the same kind, amount and payee, and offer the same. */
export function sameProposal(a: Proposal, b: Proposal): boolean {
  return (
    a.kind === b.kind &&
    a.payee === b.payee &&
    a.amount.minor === b.amount.minor &&
    a.amount.currency === b.amount.currency &&
    JSON.stringify(a.options) === JSON.stringify(b.options)
  )
}

/** True when this story changed where the money would go; what is kept encrypted compares by its ciphertext. */
export function diverted({ before, state, context }: Pick<Story, 'before' | 'state' | 'context'>): boolean {
  const own = Object.values(context.policy.fields).filter(({ personal }) => personal === 'account')
  const known = before?.values ?? {}
  return own.some(({ id }) => known[id] !== state.values[id])
}

/** The tier of an amount in minor units: `le` bounds are inclusive (C12); the last tier has no bound. */
export function tierOf(
  approval: Approval,
  minor: number,
): { readonly index: number; readonly step: StepId; readonly why: string } {
  const index = approval.tiers.findIndex((tier) => tier.le === undefined || minor <= tier.le)
  const tier = approval.tiers[index]
  if (!tier) throw new Error('the last tier of a policy has no bound, so every amount has a tier')
  return { index, step: tier.step, why: tier.le === undefined ? 'tier.else' : `tier.le.${tier.le}` }
}

/**
 * The sets of steps to ask, one set after the other; the steps of one set are asked side by side. Of several options every
 * rule that any of them calls for counts. What is `linked` counts towards the tier; where the amount is `unusual` it is the
 * next one, and where it does not fit the budget one more.
 */
export function sequenceFor(
  policy: Policy,
  stage: DecisionStage,
  state: Case,
  linked?: Linked,
  unusual?: Unusual,
  spending?: Spending,
): readonly (readonly PlannedStep[])[] {
  if (stage.steps !== 'matrix') return stage.steps.map((step) => [{ step, why: [`stage.${stage.id}`] }])
  const { approval } = policy
  const envs = offersOf(policy, state.values).map(({ kind, amount }) => {
    const values = { ...state.values, ...(kind === '' ? {} : { plan_kind: kind, plan_amount: amount }) }
    return environment(policy, { ...state, values }, stage.id)
  })
  const called = highest(policy, envs, proposalOf(policy, state).amount.minor, linked)
  const band = unusual ? nextAfter(called, approval, `band.${unusual.is}.${unusual.n}`) : called
  const tier = wantsRung(spending) ? nextAfter(band, approval, 'budget') : band
  const before: PlannedStep[][] = []
  const beside: PlannedStep[] = []
  const after: PlannedStep[][] = []
  for (const extra of approval.extra) {
    if (!envs.some((env) => extra.when.test(env)) || extra.step === tier.step) continue
    const planned = { step: extra.step, why: [extra.when.source] }
    if (extra.place === 'before') before.push([planned])
    else if (extra.place === 'after') after.push([planned])
    else beside.push(planned)
  }
  return [...before, [tier, ...beside], ...after]
}

/** True when the policy wants one tier more for what does not fit into the budget. */
export function wantsRung(spending: Spending | undefined): boolean {
  return spending?.is === 'over' && spending.full === 'rung'
}

/** One tier more than would be asked; the last tier has none above it. */
function nextAfter(called: PlannedStep, { tiers }: Approval, why: string): PlannedStep {
  const next = tiers[tiers.findIndex(({ step }) => step === called.step) + 1]
  return next ? { step: next.step, why: [...called.why, why] } : called
}

function highest(
  { approval }: Policy,
  envs: readonly ReturnType<typeof environment>[],
  minor: number,
  linked: Linked | undefined,
): PlannedStep {
  const tier = tierOf(approval, minor + (linked?.sum.minor ?? 0))
  const summed = linked && approval.sumOver ? [`sum.${approval.sumOver.days}d`] : []
  let best = { index: tier.index, step: tier.step, why: [tier.why, ...summed] }
  for (const rule of approval.rules) {
    if (!envs.some((env) => rule.when.test(env))) continue
    const index = approval.tiers.findIndex((t) => t.step === rule.step)
    if (index > best.index) best = { index, step: rule.step, why: [rule.when.source] }
    else if (index === best.index) best = { ...best, why: [...best.why, rule.when.source] }
  }
  return { step: best.step, why: best.why }
}
