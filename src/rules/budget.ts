/**
 * What a department may approve in a month. It is counted from what is approved, paid or not, and given back by what comes
 * to nothing: a failed payment, a grant that was voided, a case that was withdrawn or declined.
 */
import type { Case } from './case.ts'
import { slicesOf } from './claims.ts'
import { familyOf } from './environment.ts'
import type { Millis, Money, TeamId } from './nouns.ts'
import type { Policy } from './policy.ts'
import type { Context } from './story.ts'
import { lastAtMost, zoneOf } from './zone.ts'

/** What departments may approve in a month. Always live, so that a raised budget helps the cases that wait for it. */
export interface Budget {
  /** By team, in minor units of the company's currency. */
  readonly month: Readonly<Record<TeamId, number>>
  /** The share in percent from which on approvers are warned. */
  readonly warn: number
  /** What does not fit cannot be approved, or is asked of one tier more. */
  readonly full: 'block' | 'rung'
}

/** The budget that something approved is charged to: for good, whatever becomes of the case's category. */
export interface Charge {
  readonly team: TeamId
  /** The month of the approval in the company's zone, as `2026-03`. */
  readonly month: string
}

/** How a budget stands beside a proposal. */
export interface Spending extends Charge {
  readonly limit: Money
  /** Approved in that month before this proposal. */
  readonly used: Money
  /** `near`: with this proposal the share at which the policy warns is reached. `over`: it does not fit any more. */
  readonly is: 'within' | 'near' | 'over'
  /** What the policy does with what does not fit. */
  readonly full: Budget['full']
}

/** The key under which all that is charged to one budget is found. No field's key looks like it. */
export function budgetKey({ team, month }: Charge): string {
  return `budget/${team}/${month}`
}

/** The month of a moment in a zone, as `2026-03`. */
export function monthOf(now: Millis, tz: string): string {
  const zone = zoneOf(tz)
  zone.learn(now)
  const offset = zone.offsets[lastAtMost(zone.starts, now)] ?? 0
  return new Date(now + offset).toISOString().slice(0, 7)
}

/** The department whose budget a case is charged to: the team of its category, else of its family, that has one. */
export function departmentOf(policy: Policy, { values }: Pick<Case, 'values'>, budget: Budget): TeamId | undefined {
  const { category } = values
  const own = typeof category === 'string' ? policy.categories[category]?.team : undefined
  const family = policy.families[familyOf(policy, values)]?.team
  return [own, family].find((team) => team !== undefined && Object.hasOwn(budget.month, team))
}

/** What approving now would be charged to; undefined where no budget is kept for it. */
export function chargeFor(state: Case, { policy, budget, now }: Context): Charge | undefined {
  const team = budget && departmentOf(policy, state, budget)
  return team === undefined ? undefined : { team, month: monthOf(now, policy.company.tz) }
}

/** How the case's budget stands beside an amount, with what was approved in any case so far; undefined where there is none. */
export function spendingOn(amount: Money, state: Case, context: Context): Spending | undefined {
  const { budget, policy, claims } = context
  const charge = chargeFor(state, context)
  const limit = charge && budget?.month[charge.team]
  const { currency } = policy.company
  if (!budget || !charge || limit === undefined || amount.minor === 0 || amount.currency !== currency) return undefined
  const key = budgetKey(charge)
  const others = claims([key], 0).filter((claim) => claim.number !== state.number)
  // What is decided now takes the place of the grant there is.
  const { granted: _replaced, ...paid } = state
  const own = slicesOf(paid).filter(({ charged }) => charged && budgetKey(charged) === key)
  const used = [...others, ...own]
    .filter((one) => one.amount.currency === currency)
    .reduce((sum, one) => sum + one.amount.minor, 0)
  const after = used + amount.minor
  const is = after > limit ? 'over' : after * 100 >= limit * budget.warn ? 'near' : 'within'
  return { ...charge, limit: { minor: limit, currency }, used: { minor: used, currency }, is, full: budget.full }
}
