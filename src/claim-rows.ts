/** Claims and guards as the store keeps them: keys only as digests, since order and serial numbers are personal. */
import { createHash } from 'node:crypto'
import type { ClaimRow, Loaded } from './ports.ts'
import { type FindWorkloads, workloadGuard } from './rules/assignment.ts'
import { budgetKey } from './rules/budget.ts'
import type { Case } from './rules/case.ts'
import type { FindClaims, Slice } from './rules/claims.ts'
import { claimKeys, slicesOf } from './rules/claims.ts'
import type { Policy } from './rules/policy.ts'

/** The key as it is stored. */
export function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** Every slice of a case under every key of it, and under the budget it is charged to: all rows it should have. */
export function claimRows(policy: Policy, state: Case): readonly ClaimRow[] {
  const slices = slicesOf(state)
  if (slices.length === 0) return []
  const keyed = claimKeys(policy, state).flatMap((key) => slices.map((slice) => rowOf(key, slice)))
  const charged = slices.flatMap((slice) => (slice.charged ? [rowOf(budgetKey(slice.charged), slice)] : []))
  return [...keyed, ...charged]
}

const rowOf = (key: string, { id, amount, happened }: Slice): ClaimRow => {
  return { key: digestOf(key), slice: id, amount, happened }
}

/** The claims a decision may look at, and the digests of the keys it then did look at. */
export function watched(find: Loaded['claims']): { readonly claims: FindClaims; readonly used: ReadonlySet<string> } {
  const used = new Set<string>()
  const claims: FindClaims = (keys, since) => {
    const digests = keys.map(digestOf)
    for (const digest of digests) used.add(digest)
    return find(digests, since)
  }
  return { claims, used }
}

/** What people have to do, and the guard keys of those who were compared: of two cases at one instant the second sees the first. */
export function comparing(find: Loaded['workloads']): {
  readonly workloads: FindWorkloads
  readonly used: ReadonlySet<string>
} {
  const used = new Set<string>()
  const workloads: FindWorkloads = (people) => {
    for (const person of people) used.add(workloadGuard(person))
    return find(people)
  }
  return { workloads, used }
}

/** The keys whose sums this decision used or changed. */
export function guardsOf(
  used: ReadonlySet<string>,
  before: readonly ClaimRow[],
  after: readonly ClaimRow[],
): readonly string[] {
  const [old, fresh] = [new Set(before.map(textOf)), new Set(after.map(textOf))]
  const changed = [
    ...before.filter((row) => !fresh.has(textOf(row))),
    ...after.filter((row) => !old.has(textOf(row))),
  ].map((row) => row.key)
  return [...new Set([...used, ...changed])].sort()
}

function textOf({ key, slice, amount, happened }: ClaimRow): string {
  return JSON.stringify([key, slice, amount.minor, amount.currency, happened])
}
