/** Fills an empty store with closed cases, as precedents of others; the same statements on both databases. */
import BetterSqlite from 'better-sqlite3'
import { Client } from 'pg'
import { openPostgres } from '../postgres/open.ts'
import { openSqlite } from '../sqlite/open.ts'

/** What is laid down: closed cases spread over the categories, `past` of them with a claim under `key`. */
export interface Closed {
  readonly cases: number
  readonly categories: readonly string[]
  readonly key: string
  readonly past: number
  /** When the newest ended; each of the others a minute before the next. */
  readonly newest: number
}

/** About what the state of a closed case takes, where it is in the way: in the first of the categories. */
const STATE_LENGTH = 8_000

const never = (): string => {
  throw new Error('the filler makes its own numbers')
}

const COUNT = (count: number): string =>
  `n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < ${Math.trunc(count)})`

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

function statements({ cases, categories, key, past, newest }: Closed): readonly string[] {
  const places = categories.map((path, i) => `(${i}, ${quoted(path)})`).join(', ')
  const state = quoted(JSON.stringify({ text: 'x'.repeat(STATE_LENGTH) }))
  const columns =
    'number, filed, changed, stage, grade, level, alert, filer, owner, customer, product, category, amount_minor, ' +
    'currency, outcome, excerpt, is_open, revision, head, state, kind, model, ended'
  return [
    `WITH RECURSIVE ${COUNT(cases)}, c(k, path) AS (VALUES ${places})
     INSERT INTO cases (${columns})
     SELECT 'F-' || i, ${newest} - i * 60000, ${newest}, 'closed', CASE i % 3 WHEN 0 THEN 'A' WHEN 1 THEN 'B' ELSE 'C' END,
       2, 'normal', 'wang.li', '', 'Customer ' || i, 'Fridge', path, 10000 + (i * 7919) % 90000, 'CNY', 'closed', '', 0, 1, '',
       CASE k WHEN 0 THEN ${state} ELSE '{}' END, CASE i % 2 WHEN 0 THEN 'refund' ELSE 'coupon' END, 'BCD-500',
       ${newest} - i * 60000
     FROM n JOIN c ON c.k = i % ${categories.length}`,
    `WITH RECURSIVE ${COUNT(past)}
     INSERT INTO claim (key, number, slice, amount_minor, currency, happened)
     SELECT ${quoted(key)}, 'F-' || i, 'P1', 30000, 'CNY', ${newest} - i * 60000 FROM n`,
  ]
}

/** A new SQLite file. */
export function closedOnSqlite(file: string, closed: Closed): void {
  void openSqlite({ file, numberFor: never, dayOf: never }).store.close()
  const db = new BetterSqlite(file)
  try {
    db.pragma('synchronous = OFF')
    for (const statement of statements(closed)) db.exec(statement)
  } finally {
    db.close()
  }
}

/** An empty PostgreSQL database. */
export async function closedOnPostgres(url: string, closed: Closed): Promise<void> {
  await (await openPostgres({ url, numberFor: never, dayOf: never })).close()
  const client = new Client(url)
  await client.connect()
  try {
    for (const statement of statements(closed)) await client.query(statement)
    await client.query('ANALYZE')
  } finally {
    await client.end()
  }
}
