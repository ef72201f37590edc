/** Fills an empty PostgreSQL database from a look at another one, all or nothing, and proves that both hold the same. */
import type { Client } from 'pg'
import { databaseName } from '../../src/database-address.ts'
import type { Look } from '../portable/look.ts'
import { type Broken, brokenChains, differences, type Proof, prove } from '../portable/proof.ts'
import { type Column, FILLED_BY_START, held, type Row, type Shape } from '../portable/shape.ts'
import { UnusableDatabase } from '../unusable.ts'
import { inWords } from './in-words.ts'
import { lookWithin } from './look.ts'
import { migrate, versionOf } from './migrate.ts'
import { connectTool, requireIdle, withTool } from './tool.ts'

export interface Filled {
  readonly source: Proof
  readonly target: Proof
  /** Cases whose chain does not hold, as it did not before either. */
  readonly broken: readonly Broken[]
}

/**
 * Says whether `fill` may be called, before much is read.
 * @throws UnusableDatabase when it holds something, is in use, is not ours, or cannot be reached.
 */
export async function requireEmpty(url: string, shapes: readonly Shape[]): Promise<void> {
  const client = await connectTool(url)
  try {
    if ((await versionOf(client, databaseName(url))) === 0) return
    await requireIdle(client, databaseName(url))
    await emptyOrNot(client, url, shapes)
  } finally {
    await client.end()
  }
}

/**
 * Copies everything in one transaction, reads it back inside it, and commits only when both sides agree. `besides` puts
 * in what goes along, such as files.
 * @throws UnusableDatabase as `requireEmpty`, and when the sides differ.
 */
export async function fill(
  url: string,
  from: Look & { readonly shapes: readonly Shape[] },
  besides: (client: Client) => Promise<void>,
): Promise<Filled> {
  const database = databaseName(url)
  await withTool(url, (pool) => migrate(pool, database, Date.now()))
  const client = await connectTool(url)
  try {
    await client.query('BEGIN')
    // Whoever starts a replica now waits until we are done.
    await client.query(`LOCK TABLE ${from.shapes.map(({ table }) => `"${table}"`).join(', ')} IN ACCESS EXCLUSIVE MODE`)
    await requireIdle(client, database)
    await emptyOrNot(client, url, from.shapes)
    for (const table of FILLED_BY_START) await client.query(`DELETE FROM "${table}"`)
    const source = await prove(from, from.shapes, (shape, rows) => insert(client, shape, rows))
    await besides(client)
    await count(client)
    const there = lookWithin(client, from.schema)
    const target = await prove(there, from.shapes)
    const differ = differences(source, target)
    if (differ.length > 0) throw new UnusableDatabase('differs', { database, what: differ.join(', ') })
    const broken = await brokenChains(there)
    await client.query('COMMIT')
    return { source, target, broken }
  } catch (error) {
    throw inWords(error, database)
  } finally {
    // Without a COMMIT nothing of it stays.
    await client.end()
  }
}

async function emptyOrNot(client: Client, url: string, shapes: readonly Shape[]): Promise<void> {
  const counted: (readonly [string, number])[] = []
  for (const { table } of shapes) {
    const known = await client.query('SELECT to_regclass($1) AS there', [`"${table}"`])
    if (known.rows[0]?.there === null) continue
    const { rows } = await client.query<{ n: number }>(`SELECT count(*) AS n FROM "${table}"`)
    counted.push([table, rows[0]?.n ?? 0])
  }
  const what = held(counted)
  if (what !== undefined) throw new UnusableDatabase('full', { database: databaseName(url), held: what })
}

const TYPES: Readonly<Record<Column['type'], string>> = { text: 'text', integer: 'bigint', bytes: 'bytea' }

async function insert(client: Client, { table, columns }: Shape, rows: readonly Row[]): Promise<void> {
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const lists = columns.map(({ type }, i) => `$${i + 1}::${TYPES[type]}[]`).join(', ')
  const values = columns.map((_, i) => rows.map((row) => row[i]))
  const name = `redress_fill_${table}`
  await client.query({ name, text: `INSERT INTO "${table}" (${names}) SELECT * FROM unnest(${lists})`, values })
}

/** Numbers that the database gives out go on after the ones that came along. */
async function count(client: Client): Promise<void> {
  const { rows } = await client.query<{ table_name: string; column_name: string }>(
    `SELECT table_name, column_name FROM information_schema.columns
     WHERE table_schema = current_schema() AND is_identity = 'YES'`,
  )
  for (const { table_name: table, column_name: column } of rows)
    await client.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max("${column}"), 1), max("${column}") IS NOT NULL)
       FROM "${table}"`,
      [`"${table}"`, column],
    )
  // Here posts are counted by a row of their own.
  await client.query(
    `INSERT INTO counter (name, value) SELECT 'chat/seq', max(seq) FROM chat_post HAVING max(seq) IS NOT NULL
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  )
}
