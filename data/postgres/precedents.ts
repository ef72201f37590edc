/** What closed cases were granted: by category, and under a sameness key. */
import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { Store } from '../../src/ports.ts'
import { PRECEDENT, pastClaimFrom, precedentFrom } from '../precedent-rows.ts'
import { prepare, query } from './statements.ts'

const newest = prepare((p: { category: string; currency: string; before: number; each: number }) =>
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

const under = prepare((p: { keys: readonly string[]; since: number; before: number }) =>
  query
    .selectFrom('claim')
    .innerJoin('cases', 'cases.number', 'claim.number')
    .select(['claim.key', 'claim.number', 'claim.amount_minor', 'claim.currency', 'claim.happened', 'cases.customer'])
    .where(sql<boolean>`claim.key = any(${p.keys}::text[])`)
    .where('claim.happened', '>', p.since)
    .where('cases.ended', '<', p.before)
    .orderBy(sql`array_position(${p.keys}::text[], claim.key)`)
    .orderBy(sql`claim.number COLLATE "C"`)
    .orderBy(sql`claim.slice COLLATE "C"`),
)

/** Precedents and past claims, as the port has them. */
export function precedents(pool: Pool): { precedents: Store['precedents']; claims: Store['pastClaims'] } {
  return {
    async precedents({ categories, ...wanted }) {
      const found = await Promise.all(categories.map((category) => newest.all(pool, { category, ...wanted })))
      return found.flat().map(precedentFrom)
    },
    claims: async (keys, since, before) => (await under.all(pool, { keys, since, before })).map(pastClaimFrom),
  }
}
