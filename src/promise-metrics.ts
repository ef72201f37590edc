/** What facts say of promises, for the metrics. */
import type { PromiseOutcome } from './metrics.ts'
import type { Case } from './rules/case.ts'
import type { Fact } from './rules/facts.ts'
import { standingOf } from './rules/promises.ts'

/** Counts what became of promises by these facts; `state` is the case after them. */
export function countPromises(
  facts: readonly Fact[],
  state: Case,
  count: (outcome: PromiseOutcome, times: number) => void,
): void {
  for (const { what } of facts) {
    if (what.is === 'promised') count('given', 1)
    if (what.is === 'promise_broken') count('broken', 1)
    if (what.is !== 'promise_kept') continue
    const promise = state.promises?.find(({ id }) => id === what.id)
    if (promise) count(standingOf(promise) === 'late' ? 'late' : 'kept', 1)
  }
}
