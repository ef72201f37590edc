/** Rows of seals and chains as the audit wants them. */
import type { Chain, Head, Leaf } from '../src/ports.ts'
import type { Case } from '../src/rules/case.ts'
import type { Fact } from '../src/rules/facts.ts'
import { firstBreak, type Link } from './hash-chain.ts'

/** Where a case stands, beside what was sealed of it last (all null when nothing was). */
export interface HeadRow {
  readonly number: string
  readonly revision: number
  readonly head: string
  readonly seal: number | null
  readonly place: number | null
  readonly sealed_revision: number | null
  readonly sealed_head: string | null
}

/** A head as the port gives it. */
export function headOf({ number, revision, head, ...was }: HeadRow): Head {
  const { seal, place, sealed_revision, sealed_head } = was
  if (seal === null || place === null || sealed_revision === null || sealed_head === null) {
    return { number, revision, head }
  }
  return { number, revision, head, sealed: { seal, place, revision: sealed_revision, head: sealed_head } }
}

/** The case row of a chain. */
export interface TipRow {
  readonly number: string
  readonly revision: number
  readonly head: string
  readonly state: string
}

/** One case whole. `links` come in the order of `seq`, `leaves` by revision. */
export function chainOf(
  number: string,
  tip: TipRow | undefined,
  links: readonly Link[],
  leaves: readonly Leaf[],
): Chain {
  const broken = firstBreak(number, links, tip)
  return {
    ...{ number, leaves, hashes: links.map((one) => one.hash) },
    ...(tip && { state: JSON.parse(tip.state) as Case }),
    ...(broken && { broken }),
    facts: broken ? [] : links.map((one) => JSON.parse(one.body) as Fact),
  }
}
