/** What closed cases were granted: by category, and under a sameness key. */
import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { Store } from '../../src/ports.ts'
import type { FindPrecedents, Precedent, PrecedentsWanted } from '../../src/rules/precedent.ts'
import { PRECEDENT, pastClaimFrom, precedentFrom } from '../precedent-rows.ts'
import { type Connection, prepare, query } from './statements.ts'

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
    precedents: (wanted) => found(pool, wanted),
    claims: async (keys, since, before) => (await under.all(pool, { keys, since, before })).map(pastClaimFrom),
  }
}

async function found(on: Connection, { categories, ...wanted }: PrecedentsWanted): Promise<readonly Precedent[]> {
  const all: Precedent[] = []
  for (const category of categories) all.push(...(await newest.all(on, { category, ...wanted })).map(precedentFrom))
  return all
}

/** What a batch has read of closed cases. What had ended before it does not change while it is decided. */
export interface PrecedentMemory {
  /** Throws when somebody asks for what was not learnt yet; `missing` says what it was. */
  readonly find: FindPrecedents
  /** Gives what was missing, and forgets it. */
  missing(): PrecedentsWanted | undefined
  learn(on: Connection, wanted: PrecedentsWanted): Promise<void>
}

/** Knows nothing yet. */
export function precedentMemory(): PrecedentMemory {
  const held = new Map<string, readonly Precedent[]>()
  let missing: PrecedentsWanted | undefined
  return {
    find(wanted) {
      const known = held.get(JSON.stringify(wanted))
      if (known) return known
      missing = wanted
      throw new Error('precedents are to be read first')
    },
    missing() {
      const wanted = missing
      missing = undefined
      return wanted
    },
    learn: async (on, wanted) => void held.set(JSON.stringify(wanted), await found(on, wanted)),
  }
}
