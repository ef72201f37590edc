/** What facts about batches and incidents do to a case. */
import type { Case } from './case.ts'
import type { BatchHappening, Evidence } from './facts-batch.ts'
import type { Millis } from './nouns.ts'

/** What was found of others, as of the moment when it was. */
type Found<K extends 'batched' | 'surged'> = Omit<Extract<BatchHappening, { is: K }>, 'is' | 'rule' | 'people'> & {
  readonly at: Millis
  /** Somebody was told of it then. */
  readonly told: boolean
}
/** More cases about the same. */
export type Batched = Found<'batched'>
/** More of them than usual. */
export type Surged = Found<'surged'>

/** What an incident is about: the rule that opened it, what its cases have in common, and which they are. */
export interface Incident {
  readonly rule: string
  readonly key: string
  /** What opened it. */
  readonly evidence?: Evidence
  readonly cases: readonly string[]
}

/** The case after a fact about its batch or its incident. */
export function afterBatch(state: Case, at: Millis, what: BatchHappening): Case {
  switch (what.is) {
    case 'batched': {
      const { is: _, rule, people, ...batch } = what
      return { ...state, batches: { ...state.batches, [rule]: { ...batch, at, told: people.length > 0 } } }
    }
    case 'surged': {
      const { is: _, rule, people, ...surge } = what
      return { ...state, surges: { ...state.surges, [rule]: { ...surge, at, told: people.length > 0 } } }
    }
    case 'gathered': {
      const { incident } = state
      if (!incident) throw new Error(`${state.number} is no incident`)
      return { ...state, incident: { ...incident, cases: [...new Set([...incident.cases, ...what.numbers])] } }
    }
    case 'linked':
      return { ...state, linked: { to: what.to, at } }
    case 'unlinked': {
      const { linked: _, ...free } = state
      return free
    }
    case 'worded':
      return { ...state, worded: { text: what.text, from: what.from, at } }
  }
}
