/**
 * Which cases are about the same. A rule asks by key; a key names the rule and the values it compares, and is as personal
 * as they are, so the house keeps it only as a digest.
 */
import { incidentKey, keyUnder, toldKey } from './batches.ts'
import type { Case } from './case.ts'
import { duplicateKeys } from './duplicates.ts'
import type { Millis } from './nouns.ts'
import type { Policy } from './policy.ts'

/** A case under a key, with the moment that counts for it. */
export interface Same {
  readonly key: string
  readonly number: string
  readonly happened: Millis
}

/** After `from`, up to and with `to`. */
export interface Window {
  readonly from: Millis
  readonly to: Millis
}

/** Cases under any of these keys after `since`, newest first, at most `MOST_SAME`; one under two keys comes twice. */
export type FindSame = (keys: readonly string[], since: Millis) => readonly Same[]

/** How many cases are under a key in each window; never more than `MOST_COUNTED`. */
export type TallySame = (key: string, windows: readonly Window[]) => readonly number[]

/** So many cases are enough for any rule to see, and to show. */
export const MOST_SAME = 500
/** So many are counted of a window; beyond, it is as full as can be told. */
export const MOST_COUNTED = 5_000

/** In the order in which they are found, and no more than are. */
export function newestSame(found: readonly Same[]): readonly Same[] {
  return [...found].sort((a, b) => b.happened - a.happened || order(b.number, a.number)).slice(0, MOST_SAME)
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A key of a case as the rules say it, with the moment that counts. */
export type SameRow = Omit<Same, 'number'>

/** Everything a case is about, under which others find it. */
export function samenessOf(policy: Policy, state: Case): readonly SameRow[] {
  const { filed: happened } = state
  const keys = [
    ...(policy.batches ?? []).map((rule) => keyUnder(rule, rule.same, 'batch', state, policy)),
    ...(policy.surges ?? []).map((rule) => keyUnder(rule, rule.by, 'surge', state, policy)),
    state.incident && !state.ended ? incidentKey(state.incident.key) : undefined,
  ]
  const about = keys.flatMap((key) => (key === undefined ? [] : [{ key, happened }]))
  const likely = duplicateKeys(policy, state).map(({ key }) => ({ key, happened }))
  return [...about, ...tellings(state), ...likely]
}

/** Who completed a batch or a surge that somebody was told of: so that nobody is told twice within its window. */
function tellings({ batches = {}, surges = {} }: Case): readonly SameRow[] {
  const told = [
    ...Object.values(batches),
    ...Object.values(surges).map((one) => ({ ...one, colour: 'surge' as const })),
  ]
  return told.flatMap((one) => (one.told ? [{ key: toldKey(one.key, one.colour), happened: one.at }] : []))
}
