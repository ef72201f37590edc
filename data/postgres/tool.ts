/** A connection for commands that look at a whole database or fill it: one, patient, and told apart from running replicas. */
import { setTimeout as pause } from 'node:timers/promises'
import { Client, type ClientConfig, Pool, types } from 'pg'
import { databaseName } from '../../src/database-address.ts'
import { UnusableDatabase } from '../unusable.ts'
import { inWords } from './in-words.ts'

/** How replicas call themselves to the server; tools call themselves otherwise. */
const REPLICA = ['redress', 'redress listens']
const TOOL = 'redress tool'

/** How long a connection, and a wait for somebody else's lock, may take, in milliseconds. What is copied takes its time. */
const PATIENCE = 10_000

/** Whole numbers of 64 bits are exact as numbers here. */
const EXACT: ClientConfig = {
  types: { getTypeParser: (oid, format) => (oid === 20 ? Number : types.getTypeParser(oid, format)) },
}

/**
 * Connects, and says in words what stands in the way.
 * @throws UnusableDatabase when it cannot be reached, does not exist, or does not let us in.
 */
export async function connectTool(url: string): Promise<Client> {
  const client = new Client({
    ...EXACT,
    connectionString: url,
    connectionTimeoutMillis: PATIENCE,
    application_name: TOOL,
  })
  // A connection that breaks is told by the query that was under way.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(`SET lock_timeout = ${PATIENCE}; SET synchronous_commit = on`)
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw inWords(error, databaseName(url))
  }
}

/** Runs `work` on a pool of one connection, with failures in words. */
export async function withTool<T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const at = { connectionString: url, connectionTimeoutMillis: PATIENCE, application_name: TOOL }
  const pool = new Pool({ ...EXACT, ...at, max: 1 })
  pool.on('error', () => undefined)
  try {
    return await work(pool)
  } catch (error) {
    throw inWords(error, databaseName(url))
  } finally {
    await pool.end()
  }
}

/** The server goes on listing a connection for a moment after it was closed. */
const LINGERS = { tries: 10, wait: 100 } as const

/**
 * For what needs the database alone.
 * @throws UnusableDatabase while replicas are connected to it.
 */
export async function requireIdle(client: Pick<Client, 'query'>, database: string): Promise<void> {
  let count = 0
  for (let tries = 0; tries < LINGERS.tries; tries += 1) {
    if (tries > 0) await pause(LINGERS.wait)
    // Inside a transaction the list would otherwise stay as it was read first.
    await client.query('SELECT pg_stat_clear_snapshot()')
    const { rows } = await client.query<{ n: string }>(
      'SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = ANY($1)',
      [REPLICA],
    )
    count = Number(rows[0]?.n ?? 0)
    if (count === 0) return
  }
  throw new UnusableDatabase('in_use_server', { database, count })
}
