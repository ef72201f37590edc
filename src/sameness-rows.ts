/** What cases are about as the store keeps it: keys only as digests, since what people type is personal. */
import { digestOf } from './claim-rows.ts'
import type { Loaded, SamenessRow } from './ports.ts'
import { isAboutTheSame } from './rules/batches.ts'
import type { Case } from './rules/case.ts'
import type { Policy } from './rules/policy.ts'
import { samenessOf, type Window } from './rules/sameness.ts'

/** All rows a case should have of what it is about; undefined where they are as they were in `before`. */
export function samenessRows(
  policy: Policy,
  state: Case,
  before: Case | undefined,
): readonly SamenessRow[] | undefined {
  if (before && isAboutTheSame(before, state)) return undefined
  const rows = samenessOf(policy, state)
  const old = before ? samenessOf(policy, before) : []
  const isSame = old.length === rows.length && rows.every((row, i) => isEqual(row, old[i]))
  return isSame ? undefined : rows.map(({ key, happened }) => ({ key: digestOf(key), happened }))
}

const isEqual = (a: SamenessRow, b: SamenessRow | undefined): boolean => a.key === b?.key && a.happened === b.happened

type Others = Pick<Loaded, 'sameness' | 'tally'>

/** What of other cases a decision may look at, and the digests of the keys it then did look at. */
export function alike(loaded: Others): { readonly others: Others; readonly used: ReadonlySet<string> } {
  const used = new Set<string>()
  const others: Others = {
    sameness(keys, since) {
      const asked = new Map(keys.map((key) => [digestOf(key), key]))
      for (const digest of asked.keys()) used.add(digest)
      return loaded.sameness([...asked.keys()], since).map((one) => ({ ...one, key: asked.get(one.key) ?? one.key }))
    },
    // Statistics are no sum that anything is granted by: nobody waits for them.
    tally: (key: string, windows: readonly Window[]) => loaded.tally(digestOf(key), windows),
  }
  return { others, used }
}
