/** What closed cases were granted: by category, and under a sameness key. */
import type { Database } from 'better-sqlite3'
import type { PastClaim } from '../../src/ports.ts'
import type { FindPrecedents } from '../../src/rules/precedent.ts'
import { PRECEDENT, pastClaimFrom, precedentFrom } from '../precedent-rows.ts'
import { prepare, query } from './statements.ts'

export interface Precedents {
  readonly precedents: FindPrecedents
  claims(keys: readonly string[], since: number, before: number): readonly PastClaim[]
}

/** Prepares the statements once. */
export function precedents(db: Database): Precedents {
  const newest = prepare(db, (p: { category: string; currency: string; before: number; each: number }) =>
    query
      .selectFrom('cases')
      .select(PRECEDENT)
      .where('category', '=', p.category)
      .where('ended', '<', p.before)
      .where('currency', '=', p.currency)
      .orderBy('ended', 'desc')
      .orderBy('number', 'desc')
      .limit(p.each),
  )
  const under = prepare(db, (p: { key: string; since: number; before: number }) =>
    query
      .selectFrom('claim')
      .innerJoin('cases', 'cases.number', 'claim.number')
      .select(['claim.key', 'claim.number', 'claim.amount_minor', 'claim.currency', 'claim.happened', 'cases.customer'])
      .where('claim.key', '=', p.key)
      .where('claim.happened', '>', p.since)
      .where('cases.ended', '<', p.before)
      .orderBy('claim.number')
      .orderBy('claim.slice'),
  )
  return {
    precedents: ({ categories, ...wanted }) =>
      categories.flatMap((category) => newest.all({ category, ...wanted }).map(precedentFrom)),
    claims: (keys, since, before) => keys.flatMap((key) => under.all({ key, since, before }).map(pastClaimFrom)),
  }
}
