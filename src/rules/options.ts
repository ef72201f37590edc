/**
 * What the customer may choose from: up to three options, approved together under the dearest of them. A choice within what
 * was approved needs no new approval; anything else is refused.
 */
import type { Case } from './case.ts'
import type { Offer, Proposal } from './facts.ts'
import type { FieldId, Money, Value, Values } from './nouns.ts'
import type { Policy } from './policy.ts'

/** The fields of the other options, as the policy names them. */
function pairs({ approval }: Policy): readonly { readonly kind: FieldId; readonly amount: FieldId }[] {
  return approval.choice ?? []
}

/** The options of a plan, its own first; one whose kind is not filled in is none. */
export function offersOf(policy: Policy, values: Values): readonly Offer[] {
  const none: Money = { minor: 0, currency: policy.company.currency }
  const offer = (kind: FieldId, amount: FieldId): Offer => ({
    kind: String(values[kind] ?? ''),
    amount: (values[amount] as Money | undefined) ?? none,
  })
  const others = pairs(policy).map((pair) => offer(pair.kind, pair.amount))
  return [offer('plan_kind', 'plan_amount'), ...others.filter(({ kind }) => kind !== '')]
}

/** The field that says of which kind the amount in another field is. */
export function kindFieldOf(policy: Policy, field: FieldId): FieldId {
  return pairs(policy).find(({ kind, amount }) => kind === field || amount === field)?.kind ?? 'plan_kind'
}

/** Empties the other options, once one was chosen. */
export function othersEmptied(policy: Policy): Readonly<Record<FieldId, Value | null>> {
  return Object.fromEntries(
    pairs(policy).flatMap(({ kind, amount }) => [
      [kind, null],
      [amount, null],
    ]),
  )
}

/** True when a choice is of an approved kind, for no more than was approved of that kind, to the same payee. */
export function isCovered(granted: NonNullable<Case['granted']>, { kind, amount, payee }: Proposal): boolean {
  const offers = granted.options ?? [granted]
  const fits = (one: Offer): boolean =>
    one.kind === kind && one.amount.currency === amount.currency && amount.minor <= one.amount.minor
  return payee === granted.payee && offers.some(fits)
}
