/** What `redress doctor` wants to know of a PostgreSQL database: it looks without writing, beside running replicas too. */
import { databaseName } from '../../src/database-address.ts'
import { requireCurrent, versionOf } from './migrate.ts'
import { connectTool, withTool } from './tool.ts'

/** A database as it is. */
export interface ExaminedServer {
  /** The server's own version, as it names it. */
  readonly server: string
  /** False when it may lose a commit that it acknowledged. */
  readonly synced: boolean
  /** True for a copy that only follows another server and takes no writes. */
  readonly standby: boolean
  /** How long one durable commit takes, in milliseconds; absent on a standby. */
  readonly ms?: number
  /** How far its clock stands ahead of this machine's, in milliseconds. */
  readonly skew: number
  /** Replicas connected to it now, by their connections. */
  readonly connections: number
  /** Absent while it is empty. */
  readonly content?: ServerContent
}

export interface ServerContent {
  readonly cases: number
  /** When the newest fact happened. */
  readonly newest?: number
  /** How far the clock of the playground was moved ahead, in milliseconds. */
  readonly ahead: number
  /** How many open cases were unattended when the house last looked. */
  readonly unattended: number
  readonly files: number
  readonly bytes: number
}

type Asking = Awaited<ReturnType<typeof connectTool>>

/**
 * Asks the server.
 * @throws UnusableDatabase when it cannot be reached, is not ours, or has another version.
 */
export async function examineServer(url: string, aheadKey: string, unattendedKey: string): Promise<ExaminedServer> {
  const client = await connectTool(url)
  try {
    const { rows } = await client.query<{ server: string; synced: boolean; standby: boolean; connections: number }>(
      `SELECT current_setting('server_version') AS server, coalesce(current_setting('fsync', true), 'on') = 'on' AND
         coalesce(current_setting('full_page_writes', true), 'on') = 'on' AS synced, pg_is_in_recovery() AS standby,
         (SELECT count(*) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'redress') AS connections`,
    )
    const [found] = rows
    if (found === undefined) throw new Error('the server said nothing of itself')
    const empty = (await versionOf(client, databaseName(url))) === 0
    if (!empty) await withTool(url, (pool) => requireCurrent(pool, databaseName(url)))
    return {
      ...found,
      ...(found.standby ? {} : { ms: await commitTime(client) }),
      skew: await skewOf(client),
      ...(empty ? {} : { content: await contentOf(client, aheadKey, unattendedKey) }),
    }
  } finally {
    await client.end()
  }
}

/**
 * A transaction that changes nothing but leaves a word in the log: its commit waits for the disk like any other. One that
 * wrote nothing would not wait.
 */
async function commitTime(client: Asking): Promise<number> {
  await client.query('BEGIN')
  await client.query(`SELECT pg_logical_emit_message(true, 'redress', '')`)
  const began = performance.now()
  await client.query('COMMIT')
  return performance.now() - began
}

/** Half of the way there and back is taken off. */
async function skewOf(client: Asking): Promise<number> {
  const asked = Date.now()
  const { rows } = await client.query<{ now: string }>('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now')
  return Math.round(Number(rows[0]?.now) - (asked + Date.now()) / 2)
}

async function contentOf(client: Asking, aheadKey: string, unattendedKey: string): Promise<ServerContent> {
  const { rows } = await client.query<{
    cases: number
    newest: number | null
    ahead: string | null
    unattended: string | null
    files: number
    bytes: number
  }>(
    `SELECT (SELECT count(*) FROM cases) AS cases, (SELECT happened FROM fact ORDER BY id DESC LIMIT 1) AS newest,
       (SELECT value FROM setting WHERE key = $1) AS ahead,
       (SELECT value FROM setting WHERE key = $2) AS unattended, (SELECT count(*) FROM file_body) AS files,
       (SELECT coalesce(sum(octet_length(bytes)), 0) FROM file_body)::bigint AS bytes`,
    [aheadKey, unattendedKey],
  )
  const { cases = 0, newest = null, ahead, unattended, files = 0, bytes = 0 } = rows[0] ?? {}
  const kept = { ahead: Number(ahead ?? 0), unattended: Number(unattended ?? 0) }
  return { cases, ...kept, files, bytes, ...(newest === null ? {} : { newest }) }
}
