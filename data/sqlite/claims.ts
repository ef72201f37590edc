/** Claims: what is granted under a sameness key, over all cases; and the guard rows that order decisions about one key. */
import type { Database } from 'better-sqlite3'
import type { ClaimRow } from '../../src/ports.ts'
import type { Claim, FindClaims } from '../../src/rules/claims.ts'
import { prepare, query } from './statements.ts'

export interface Claims {
  readonly find: FindClaims
  /** A case's rows as one text, as `replace` gave it. */
  stored(number: string): string
  /** Makes these all the rows of a case; `before` is what is stored. Gives what is stored then. */
  replace(number: string, before: string, rows: readonly ClaimRow[]): string
  /** Counts up the version of each key. */
  bump(keys: readonly string[]): void
}

/** The text of no rows at all: what a case has that nothing was granted in. */
export const NO_CLAIMS = '[]'

/** Prepares the statements once. */
export function claimTable(db: Database): Claims {
  const under = prepare(db, (p: { key: string; since: number }) =>
    query
      .selectFrom('claim')
      .select(['number', 'slice', 'amount_minor', 'currency'])
      .where('key', '=', p.key)
      .where('happened', '>', p.since),
  )
  const of = prepare(db, (p: { number: string }) =>
    query.selectFrom('claim').selectAll().where('number', '=', p.number),
  )
  const drop = prepare(db, (p: { number: string }) => query.deleteFrom('claim').where('number', '=', p.number))
  const add = prepare(
    db,
    (p: { key: string; number: string; slice: string; amount_minor: number; currency: string; happened: number }) =>
      query.insertInto('claim').values({
        key: p.key,
        number: p.number,
        slice: p.slice,
        amount_minor: p.amount_minor,
        currency: p.currency,
        happened: p.happened,
      }),
  )
  const bump = prepare(db, (p: { key: string }) =>
    query
      .insertInto('guard')
      .values({ key: p.key, version: 1 })
      .onConflict((oc) => oc.column('key').doUpdateSet({ version: (eb) => eb('guard.version', '+', 1) })),
  )
  return {
    find: (keys, since) =>
      keys.flatMap((key) =>
        under.all({ key, since }).map(
          ({ number, slice, amount_minor: minor, currency }): Claim => ({
            number,
            slice,
            amount: { minor, currency },
          }),
        ),
      ),
    stored: (number) =>
      textOf(
        of.all({ number }).map(({ key, slice, amount_minor: minor, currency, happened }) => ({
          key,
          slice,
          amount: { minor, currency },
          happened,
        })),
      ),
    replace(number, before, rows) {
      const after = textOf(rows)
      if (after === before) return after
      if (before !== NO_CLAIMS) drop.run({ number })
      for (const { key, slice, amount, happened } of rows) {
        add.run({ key, number, slice, amount_minor: amount.minor, currency: amount.currency, happened })
      }
      return after
    },
    bump(keys) {
      for (const key of keys) bump.run({ key })
    },
  }
}

function textOf(rows: readonly ClaimRow[]): string {
  return JSON.stringify(
    rows.map(({ key, slice, amount, happened }) => [key, slice, amount.minor, amount.currency, happened]).sort(),
  )
}
