/** What became of promises, counted for each person who gave them (I11). */
import type { Case } from './case.ts'
import type { PersonId } from './nouns.ts'
import { type Standing, standingOf } from './promises.ts'

/** How many of somebody's promises stand how. Each is in exactly one. */
export type PromiseCount = Readonly<Record<Standing, number>>

/** Counts the promises that people gave in these cases; those of the policy's messages are nobody's own. */
export function tallyPromises(cases: readonly Pick<Case, 'promises'>[]): ReadonlyMap<PersonId, PromiseCount> {
  const counts = new Map<PersonId, Record<Standing, number>>()
  for (const promise of cases.flatMap(({ promises = [] }) => promises)) {
    if (promise.person === undefined || promise.rule !== undefined) continue
    const count = counts.get(promise.person) ?? { open: 0, kept: 0, late: 0, broken: 0 }
    count[standingOf(promise)]++
    counts.set(promise.person, count)
  }
  return counts
}
