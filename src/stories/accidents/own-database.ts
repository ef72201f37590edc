/** A PostgreSQL database for one test alone, on the server that DATABASE_URL_TEST names. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'

/** An empty database that nobody else uses. */
export interface OwnDatabase {
  readonly address: string
  /** Runs SQL as somebody with access to the server could; gives the rows. */
  raw(sql: string): Promise<readonly Record<string, unknown>[]>
  /** Resolves when no Redress is connected any more: what one that was killed had sent is done or gone by then. */
  deserted(): Promise<void>
  drop(): Promise<void>
}

const SESSIONS = `FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'redress'`

/** Makes it beside the one the address names. */
export async function ownDatabase(server: string): Promise<OwnDatabase> {
  const name = `redress_${randomUUID().replaceAll('-', '')}`
  const at = new URL(server)
  at.pathname = `/${name}`
  await once(server, `CREATE DATABASE ${name}`)
  const raw = (sql: string) => once(at.href, sql)
  return {
    address: at.href,
    raw,
    async deserted() {
      while ((await raw(`SELECT 1 ${SESSIONS}`)).length > 0) await pause(10)
    },
    drop: async () => void (await once(server, `DROP DATABASE ${name} WITH (FORCE)`)),
  }
}

async function once(address: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client(address)
  // The server may be stopped under us: whoever asks is told by the query.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
