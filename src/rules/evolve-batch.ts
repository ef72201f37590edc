/** What facts about batches and incidents do to a case. */
import type { Case } from './case.ts'
import type { BatchHappening, Colour, Evidence } from './facts-batch.ts'
import type { Millis } from './nouns.ts'

/** More cases about the same, as of the moment when it was found. */
export interface Batched {
  readonly key: string
  readonly colour: Colour
  readonly count: number
  readonly numbers: readonly string[]
  readonly over: number
  readonly since: Millis
  readonly at: Millis
  /** Somebody was told of it then. */
  readonly told: boolean
}

export interface Surged {
  readonly key: string
  readonly count: number
  readonly expected: number
  readonly tail: number
  readonly weeks: readonly number[]
  readonly since: Millis
  readonly at: Millis
  readonly told: boolean
}

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
