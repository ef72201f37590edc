/**
 * Was anything changed past Redress? Walks the chain of every case, the chain of seals, and compares the two; and, where
 * one is at hand, a root that was posted outside. It only reads.
 */
import { isDeepStrictEqual } from 'node:util'
import { auditSeals, type Find, type Finding, type SealsSeen } from './audit-seals.ts'
import type { Chain, Head, Seal, Seals } from './ports.ts'
import type { Case } from './rules/case.ts'
import type { Fact } from './rules/facts.ts'
import type { AuditKeys } from './seal.ts'
import { headsOf } from './sealing.ts'

export interface AuditParts {
  readonly seals: Seals
  readonly keys: AuditKeys
  /** The case that facts tell; what stands in the database is compared with it. */
  readonly fold: (facts: readonly Fact[]) => Case | undefined
}

export interface AuditQuestion {
  /** A day: cases that have not changed since it was sealed are not read again, only compared with their seal. */
  readonly since?: string
  /** A root that was posted: the first 16 hex digits of it, or more. */
  readonly anchor?: { readonly day: string; readonly root: string }
}

export interface AuditReport {
  readonly cases: number
  readonly facts: number
  /** Cases that were only compared, for the sake of `since`. */
  readonly passed: number
  readonly seals: number
  readonly newest?: Seal
  /** Cases that are new or have grown since the newest seal: nothing but their own chain speaks for that part. */
  readonly unsealed: number
  /** Seals made with a key that is lost. */
  readonly unproven: number
  /** In the order in which they were found; at most MOST. */
  readonly findings: readonly Finding[]
  readonly found: number
}

/** So many findings are told; a database that was turned upside down has no end of them. */
export const MOST = 100
/** Cases that are read whole at a time. */
const BATCH = 100

/** Looks at everything. Throws CannotSeal when no seal was made with a key we have. */
export async function audit(parts: AuditParts, question: AuditQuestion = {}): Promise<AuditReport> {
  const findings: Finding[] = []
  let found = 0
  const find: Find = (finding) => {
    found += 1
    if (findings.length < MOST) findings.push(finding)
  }
  const seen = await auditSeals(parts, find)
  compareAnchor(seen.seals, question.anchor, find)
  const cases = await auditCases(parts, seen, question.since, find)
  const newest = seen.seals.at(-1)
  const { unproven } = seen
  return { ...cases, unproven, seals: seen.seals.length, ...(newest && { newest }), findings, found }
}

function compareAnchor(seals: readonly Seal[], anchor: AuditQuestion['anchor'], find: Find): void {
  if (anchor === undefined) return
  const seal = seals.find((one) => one.day === anchor.day)
  if (seal === undefined) find({ is: 'anchor_gone', day: anchor.day })
  else if (!seal.root.startsWith(anchor.root))
    find({ is: 'anchor_other', day: anchor.day, params: { root: seal.root } })
}

async function auditCases({ seals, fold }: AuditParts, seen: SealsSeen, since: string | undefined, find: Find) {
  const count = { cases: 0, facts: 0, passed: 0, unsealed: 0 }
  const dayOf = new Map(seen.seals.map((seal) => [seal.n, seal.day]))
  const there = new Set<string>()
  let batch: string[] = []
  const readBatch = async (): Promise<void> => {
    const chains = batch.length === 0 ? [] : await seals.chains(batch)
    batch = []
    for (const chain of chains) {
      count.facts += chain.hashes.length
      const finding = firstWrong(chain, dayOf, fold)
      if (finding !== undefined) find(finding)
    }
  }
  for await (const head of headsOf(seals)) {
    count.cases += 1
    there.add(head.number)
    if (head.revision > (head.sealed?.revision ?? 0)) count.unsealed += 1
    if (since !== undefined && stands(head) && (dayOf.get(head.sealed.seal) ?? since) < since) {
      count.passed += 1
      continue
    }
    batch.push(head.number)
    if (batch.length >= BATCH) await readBatch()
  }
  await readBatch()
  const gone = new Set(seen.numbers.filter((number) => number !== undefined && !there.has(number)))
  for (const number of gone) if (number !== undefined) find({ is: 'gone', number })
  for (const number of await seals.strays(MOST)) if (!gone.has(number)) find({ is: 'stray', number })
  return count
}

type Standing = Head & { readonly sealed: NonNullable<Head['sealed']> }

/** True when the case stands where it was sealed. */
const stands = (head: Head): head is Standing =>
  head.sealed?.revision === head.revision && head.sealed.head === head.head

/** The first thing that is wrong with a case. */
function firstWrong(chain: Chain, dayOf: ReadonlyMap<number, string>, fold: AuditParts['fold']): Finding | undefined {
  const { number, broken, hashes } = chain
  if (broken !== undefined) return { is: 'chain', number, seq: broken.seq, params: { why: broken.why } }
  let proven = 0
  for (const { seal, revision, head } of chain.leaves) {
    const day = dayOf.get(seal)
    // Sealed while we were looking: the next audit sees it.
    if (day === undefined) continue
    const stands = hashes[revision - 1]
    if (stands === undefined) return { is: 'cut', number, seq: hashes.length + 1, day, params: { revision } }
    if (stands !== head) return { is: 'rewritten', number, seq: proven + 1, day, params: { revision } }
    proven = revision
  }
  return sameState(chain, fold) ? undefined : { is: 'state', number }
}

function sameState({ state, facts }: Chain, fold: AuditParts['fold']): boolean {
  const told: unknown = JSON.parse(JSON.stringify(fold(facts) ?? null))
  return isDeepStrictEqual(told, state ?? null)
}
