/** A look at a PostgreSQL database for copying and proving it: one moment of it, read through cursors. */
import type { Client } from 'pg'
import { databaseName } from '../../src/database-address.ts'
import { type ChainRow, chainsOf, type Look } from '../portable/look.ts'
import { CHAINS, type Row, type Shape, selection } from '../portable/shape.ts'
import { requireCurrent, versionOf } from './migrate.ts'
import { connectTool, withTool } from './tool.ts'

/** How many rows are fetched together. */
const BATCH = 500

export interface PostgresLook extends Look {
  readonly client: Client
}

/**
 * Opens it for reading; what is committed meanwhile is not seen, and nobody is kept waiting.
 * @throws UnusableDatabase when it cannot be used, or has another schema than this program.
 */
export async function lookAt(url: string): Promise<PostgresLook> {
  await withTool(url, (pool) => requireCurrent(pool, databaseName(url)))
  const client = await connectTool(url)
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY')
  return lookWithin(client, await versionOf(client, databaseName(url)))
}

/** The same inside a transaction that is open already; `close` ends the connection. */
export function lookWithin(client: Client, schema: number): PostgresLook {
  return {
    client,
    schema,
    rows: (shape: Shape) => batches<Row>(client, selection(shape)),
    chains: () => chainsOf(each(client)),
    close: () => client.end(),
  }
}

let opened = 0

async function* batches<R extends readonly unknown[]>(client: Client, sql: string): AsyncIterable<readonly R[]> {
  opened += 1
  const cursor = `redress_${opened}`
  await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`)
  for (;;) {
    const { rows } = await client.query({ text: `FETCH ${BATCH} FROM ${cursor}`, rowMode: 'array' })
    if (rows.length > 0) yield rows as unknown[] as R[]
    if (rows.length < BATCH) break
  }
  await client.query(`CLOSE ${cursor}`)
}

async function* each(client: Client): AsyncIterable<ChainRow> {
  for (const sql of CHAINS) for await (const rows of batches<ChainRow>(client, sql)) yield* rows
}
