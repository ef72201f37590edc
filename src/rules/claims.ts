/**
 * The same order, the same machine: what was granted in several cases about it counts together, so that nobody stays
 * below a tier by splitting (I05, D24).
 */
import { proposalOf } from './approval.ts'
import type { Charge } from './budget.ts'
import type { Case } from './case.ts'
import type { Linked } from './facts.ts'
import type { Millis, Money, Value } from './nouns.ts'
import type { Policy } from './policy.ts'
import type { Context } from './story.ts'
import { DAY } from './zone.ts'

/** One amount granted in a case; `id` tells it from the case's others. */
export interface Slice {
  readonly id: string
  readonly amount: Money
  /** When it was granted. */
  readonly happened: Millis
  /** The budget it is charged to. */
  readonly charged?: Charge
}

/** A slice as other cases see it. */
export interface Claim {
  readonly number: string
  readonly slice: string
  readonly amount: Money
}

/** The other cases' slices under any of these keys, granted after `since`; a slice under two keys may come twice. */
export type FindClaims = (keys: readonly string[], since: Millis) => readonly Claim[]

/** Outcomes of cases in which nothing more will be carried out. */
const FRUITLESS: readonly string[] = ['withdrawn', 'rejected', 'not_a_complaint', 'merged']

/**
 * The keys under which a case's grants count together with others': one for each filled field of the policy's
 * `approval.sum_over.same`, as `<field>=<value>` with width, case, spaces and punctuation evened out. They are as
 * personal as the values. A value that names no single thing ("n/a", "无", "0000") makes no key: it needs four letters
 * or digits, one of them a digit, and not all of them the same.
 */
export function claimKeys({ approval }: Policy, { values }: Pick<Case, 'values'>): readonly string[] {
  return (approval.sumOver?.same ?? []).flatMap((field) => {
    const plain = telling(values[field])
    return plain === undefined ? [] : [`${field}=${plain}`]
  })
}

/** What was typed, evened out, where it can name a single thing; see `claimKeys`. */
export function telling(value: Value | undefined): string | undefined {
  if (typeof value !== 'string') return undefined
  const plain = value
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return plain.length >= 4 && /\p{Nd}/u.test(plain) && new Set(plain).size > 1 ? plain : undefined
}

/** What is granted in a case and was or may still be carried out; a failed or cancelled payment is not. */
export function slicesOf({ granted, instructions, ended }: Case): readonly Slice[] {
  const issued = instructions
    .filter(({ state }) => state === 'issued' || state === 'paid' || state === 'returned')
    .map(
      ({ id, proposal, issued, charged }): Slice => ({ id, amount: proposal.amount, happened: issued, ...on(charged) }),
    )
  const open = granted && !FRUITLESS.includes(ended?.outcome ?? '')
  const waiting: readonly Slice[] = open
    ? [{ id: `granted/${granted.position}`, amount: granted.amount, happened: granted.at, ...on(granted.charged) }]
    : []
  return [...issued, ...waiting].filter(({ amount }) => amount.minor > 0)
}

const on = (charged: Charge | undefined): { readonly charged?: Charge } => (charged ? { charged } : {})

/**
 * What other cases were granted within the policy's window under a key of this one, in the currency proposed; undefined
 * when there is nothing, or nothing of value is proposed.
 */
export function linkedTo(state: Case, { policy, now, claims }: Context): Linked | undefined {
  const { sumOver } = policy.approval
  const keys = claimKeys(policy, state)
  const { amount } = proposalOf(policy, state)
  if (!sumOver || keys.length === 0 || amount.minor === 0) return undefined
  const since = now - sumOver.days * DAY
  const among = (asked: readonly string[]) => summed(claims(asked, since), state.number, amount.currency)
  const all = among(keys)
  if (!all || keys.length === 1) return all
  const under = keys.flatMap((key) => {
    const one = among([key])
    return one ? [{ field: key.slice(0, key.indexOf('=')), ...one }] : []
  })
  return under.length > 1 ? { ...all, under } : all
}

/** What these come to, each slice once, without the case's own and what is in another currency; undefined of nothing. */
function summed(claims: readonly Claim[], own: string, currency: string): Omit<Linked, 'under'> | undefined {
  const found = new Map<string, Claim>()
  for (const claim of claims) {
    const counts = claim.number !== own && claim.amount.currency === currency
    if (counts) found.set(`${claim.number} ${claim.slice}`, claim)
  }
  if (found.size === 0) return undefined
  const minor = [...found.values()].reduce((sum, claim) => sum + claim.amount.minor, 0)
  const numbers = [...new Set([...found.values()].map((claim) => claim.number))].sort()
  return { sum: { minor, currency }, numbers }
}
