/** What is kept of the daily seals: who could have changed the database afterwards is found out by them (F163, I08). */
import type { Case } from './rules/case.ts'
import type { Fact } from './rules/facts.ts'
import type { Millis } from './rules/nouns.ts'

/** The seal of one day. All hashes are hex. */
export interface Seal {
  /** 1 for the first; no gaps. */
  readonly n: number
  /** The company's day on which it was made, `2026-11-22`; one seal a day. */
  readonly day: string
  readonly made: Millis
  /** How many cases it covers. */
  readonly cases: number
  /** Merkle root over the head of every case. */
  readonly root: string
  /** The `mac` of the seal before; zeros for the first. */
  readonly previous: string
  /** Tells keys apart without telling the key. */
  readonly mark: string
  /** Over all of the above, with the audit key. */
  readonly mac: string
}

/** Where the chain of a case stood at a seal. Kept only when it had grown since the seal before. */
export interface Leaf {
  readonly seal: number
  /** The case's place in the tree, from 0 on; the same in every seal. */
  readonly place: number
  readonly number: string
  readonly revision: number
  readonly head: string
  /** Over all of the above, with the audit key. */
  readonly mac: string
}

/** Where the chain of a case stands now, and where it stood when it was last sealed. */
export interface Head {
  readonly number: string
  readonly revision: number
  readonly head: string
  readonly sealed?: Pick<Leaf, 'seal' | 'place' | 'revision' | 'head'>
}

/** All there is of one case, of one moment. */
export interface Chain {
  readonly number: string
  /** Undefined when the case itself is gone and facts of it are left. */
  readonly state?: Case
  /** First broken fact. */
  readonly broken?: { readonly seq: number; readonly why: string }
  /** Empty when the chain is broken. */
  readonly facts: readonly Fact[]
  /** Hashes of the facts as they stand, the first fact's first. */
  readonly hashes: readonly string[]
  /** Oldest first. */
  readonly leaves: readonly Leaf[]
}

/** Seals and their leaves. They are only ever added. */
export interface Seals {
  newest(): Promise<Seal | undefined>
  /** Seals after the `after`-th, oldest first. */
  list(after: number, limit: number): Promise<readonly Seal[]>
  /** What came with a seal, by place, behind the place `after`. */
  leaves(seal: number, after: number, limit: number): Promise<readonly Leaf[]>
  /** All cases in an order of the store's own, behind the case `after`. */
  heads(after: string | undefined, limit: number): Promise<readonly Head[]>
  /** Cases that were sealed and are no more: the last that was sealed of each. Looks at every leaf. */
  lost(): Promise<readonly Leaf[]>
  /** Cases that are no more, though facts of them are left; at most `limit`. */
  strays(limit: number): Promise<readonly string[]>
  /** Reads these cases whole, each as it was at one moment. */
  chains(numbers: readonly string[]): Promise<readonly Chain[]>
  /** Keeps a seal with its leaves, durably and as a whole; false when another of that day or number was first. */
  keep(seal: Seal, leaves: readonly Leaf[]): Promise<boolean>
}
