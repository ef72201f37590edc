/** What facts about likely duplicates and merges do to a case. */
import type { Case } from './case.ts'
import type { Fact } from './facts.ts'
import type { MergeHappening } from './facts-merge.ts'

/** The case after a fact about likely duplicates or a merge. */
export function afterMerge(state: Case, fact: Fact, what: MergeHappening): Case {
  switch (what.is) {
    case 'likened':
      return { ...state, likened: [...(state.likened ?? []), ...what.of] }
    case 'merged': {
      const lastReason = { by: fact.by, at: fact.at, text: what.reason }
      return { ...state, merged: { into: what.into }, lastReason }
    }
    case 'absorbed': {
      const { is: _, ...one } = what
      return { ...state, absorbed: [...(state.absorbed ?? []), { ...one, at: fact.at }] }
    }
  }
}
