/** Claims: what is granted under a sameness key, over all cases; and the guard rows that order decisions about one key. */
import { sql } from 'kysely'
import type { ClaimRow } from '../../src/ports.ts'
import { prepare, query } from './statements.ts'

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

/** Throws when two claims of a case have one key and slice. */
export function mustDiffer(number: string, rows: readonly ClaimRow[]): void {
  if (new Set(rows.map(({ key, slice }) => JSON.stringify([key, slice]))).size !== rows.length) {
    throw new Error(`two claims of ${number} have one key`)
  }
}

/** The rows of all claims of a case. */
export const claimRows = (rows: readonly ClaimRow[]) =>
  rows.map(({ key, slice, amount, happened }) => {
    return { key, slice, amount_minor: amount.minor, currency: amount.currency, happened }
  })

/**
 * Counts up the version of each key, and stops unless it still stood where it was read (`was`; null: it was not): whoever
 * read it now waits for this commit.
 */
export const countGuards = `
  FOR one IN SELECT * FROM jsonb_to_recordset(plan -> 'guards') AS asked (key TEXT, times BIGINT, was BIGINT) LOOP
    INSERT INTO guard VALUES (one.key, one.times)
    ON CONFLICT (key) DO UPDATE SET version = guard.version + excluded.version RETURNING version INTO stands;
    IF stands <> one.was + one.times THEN STALE
    END IF;
  END LOOP;`

/** Makes these all the claims of a case. */
export const writeClaims = `
    DELETE FROM claim WHERE number = its.number AND (key, slice) NOT IN (
      SELECT key, slice FROM jsonb_populate_recordset(NULL::claim, item -> 'claims'));
    INSERT INTO claim (key, number, slice, amount_minor, currency, happened)
    SELECT key, its.number, slice, amount_minor, currency, happened
    FROM jsonb_populate_recordset(NULL::claim, item -> 'claims')
    ON CONFLICT (key, number, slice) DO UPDATE
    SET amount_minor = excluded.amount_minor, currency = excluded.currency, happened = excluded.happened;`
