/** Claims: what is granted under a sameness key, over all cases; and the guard rows that order decisions about one key. */
import { sql } from 'kysely'
import type { ClaimRow } from '../../src/ports.ts'
import { prepare, query } from './statements.ts'
import type { Batch } from './transaction.ts'

/** What is granted under these keys after a moment. */
export const claimsUnder = prepare((p: { keys: readonly string[]; since: number }) =>
  query
    .selectFrom('claim')
    .selectAll()
    .where(sql<boolean>`key = any(${p.keys}::text[])`)
    .where('happened', '>', p.since),
)

/** How often decisions used or changed these keys. To be read before what is granted under them, never after. */
export const guardVersions = prepare((p: { keys: readonly string[] }) =>
  query.selectFrom('guard').selectAll().where(sql<boolean>`key = any(${p.keys}::text[])`),
)

/** Makes these all the claims of a case. Two rows with one key cannot be stored. */
export function writeClaims(batch: Batch, number: string, rows: readonly ClaimRow[]): void {
  const [keys, slices] = [rows.map((row) => row.key), rows.map((row) => row.slice)]
  drop.within(batch, { number, keys, slices })
  if (rows.length === 0) return
  put.within(batch, {
    number,
    keys,
    slices,
    amounts: rows.map((row) => row.amount.minor),
    currencies: rows.map((row) => row.amount.currency),
    moments: rows.map((row) => row.happened),
  })
}

/**
 * Counts up the version of a key by `times`. Where it was read (`was`), the batch stops unless it still stood there, and
 * whoever read it now waits for this commit.
 */
export function bumpGuard(batch: Batch, key: string, times: number, was: number | undefined): void {
  bump.within(batch, { key, times, expected: was === undefined ? null : was + times })
}

const drop = prepare((p: { number: string; keys: readonly string[]; slices: readonly string[] }) =>
  query
    .deleteFrom('claim')
    .where('number', '=', p.number)
    .where(sql<boolean>`(key, slice) not in (select * from unnest(${p.keys}::text[], ${p.slices}::text[]))`),
)

// One statement for all: that it may not touch one row twice is what refuses two rows with one key.
const put = prepare(
  (p: {
    number: string
    keys: readonly string[]
    slices: readonly string[]
    amounts: readonly number[]
    currencies: readonly string[]
    moments: readonly number[]
  }) => sql`
    insert into claim (key, number, slice, amount_minor, currency, happened)
    select key, ${p.number}::text, slice, amount_minor, currency, happened
    from unnest(${p.keys}::text[], ${p.slices}::text[], ${p.amounts}::bigint[], ${p.currencies}::text[],
      ${p.moments}::bigint[]) as row (key, slice, amount_minor, currency, happened)
    on conflict (key, number, slice) do update
    set amount_minor = excluded.amount_minor, currency = excluded.currency, happened = excluded.happened`,
)

const bump = prepare((p: { key: string; times: number; expected: number | null }) => {
  const counted = query
    .insertInto('guard')
    .values({ key: p.key, version: p.times })
    .onConflict((oc) => oc.column('key').doUpdateSet({ version: sql<number>`guard.version + excluded.version` }))
    .returning('version')
  return sql`
    with counted as (${counted})
    select redress_same(version, coalesce(${p.expected}::bigint, version)) from counted`
})
