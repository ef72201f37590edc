/** Opens a PostgreSQL database as the store and the chat log. */
import { randomUUID } from 'node:crypto'
import { Pool, type PoolConfig, types } from 'pg'
import { databaseName } from '../../src/database-address.ts'
import type { ChatLog, Drafts, Files, Holds, Peers, Seals, Store } from '../../src/ports.ts'
import type { Numbering } from '../answers.ts'
import { postgresChatLog } from './chat-log.ts'
import { postgresDrafts } from './drafts.ts'
import { postgresFiles } from './files.ts'
import { postgresHolds } from './holds.ts'
import { inWords } from './in-words.ts'
import { type Listening, listen } from './listen.ts'
import { migrate, requireCurrent } from './migrate.ts'
import { outbox } from './outbox.ts'
import { postgresSeals } from './seals.ts'
import { postgresStore } from './store.ts'
import { makeSurvivors } from './survivors.ts'
import { transactions } from './transaction.ts'

export interface PostgresOptions extends Numbering {
  /** `postgres://user:password@host:port/database`; it is never logged. */
  readonly url: string
  /** For commands that only read: every write is rejected. */
  readonly readOnly?: boolean
  /** Real time in milliseconds; the machine's clock when absent. Replicas may differ by less than a lease. */
  readonly wall?: () => number
  /** How many connections this replica holds at most; 8 when absent. */
  readonly connections?: number
  /** False: nothing is heard from other replicas, as on a database that carries no word; for tests. */
  readonly listens?: boolean
}

export interface PostgresOpened {
  readonly store: Store
  readonly chat: ChatLog
  readonly drafts: Drafts
  readonly seals: Seals
  /** `now` is the clock that the `before` of a sweep is told by. */
  readonly files: (now: () => number) => Files
  readonly holds: Holds
  readonly peers: Peers
  /** Gives back the lanes this replica holds and closes its connections. The same as `store.close`; twice is fine. */
  close(): Promise<void>
}

/** How long a connection, and a statement, may take, in milliseconds. A dead replica's locks are gone by then too. */
const PATIENCE = 10_000

/**
 * Opens the store and upgrades its schema where needed.
 * @throws UnusableDatabase with words for the operator: not reachable, newer schema, or not ours.
 */
export async function openPostgres(options: PostgresOptions): Promise<PostgresOpened> {
  const { readOnly = false, wall = Date.now } = options
  const database = databaseName(options.url)
  const pool = new Pool(configured(options, readOnly))
  // A connection that breaks, idle or in use: the pool makes another, and whoever waits for an answer of it is told.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  try {
    if (readOnly) await requireCurrent(pool, database)
    else await migrate(pool, database, wall())
  } catch (error) {
    await pool.end()
    throw inWords(error, database)
  }
  return assemble(pool, { ...options, readOnly, wall })
}

function assemble(pool: Pool, options: PostgresOptions & { readonly readOnly: boolean; readonly wall: () => number }) {
  const tx = transactions(pool)
  const holder = randomUUID()
  const peers =
    options.readOnly || options.listens === false ? SILENT : listen({ connectionString: options.url }, holder)
  const out = outbox(pool, tx, holder, makeSurvivors(pool, holder, peers.alive))
  const holds = postgresHolds(pool, holder)
  const close = async (): Promise<void> => {
    if (pool.ending) return
    // Without it others wait until the leases run out.
    if (!options.readOnly) await Promise.all([out.release(), holds.freeAll()]).catch(() => undefined)
    await Promise.all([peers.close(), pool.end()])
  }
  return {
    store: postgresStore(pool, { ...options, tx, outbox: out, close }),
    chat: postgresChatLog(pool),
    drafts: postgresDrafts(pool),
    seals: postgresSeals(pool, tx),
    files: (now: () => number) => postgresFiles(pool, now),
    holds,
    peers,
    close,
  }
}

/** Tells nothing and hears nothing. */
const SILENT: Listening = {
  ...{ tell: () => undefined, hear: () => undefined, hearing: () => false },
  ...{ alive: () => undefined, close: async () => undefined },
}

/** An acknowledged commit survives power loss, whatever the server's default. */
const configured = ({ url, connections = 8 }: PostgresOptions, readOnly: boolean): PoolConfig => ({
  connectionString: url,
  max: connections,
  pipeline: true,
  connectionTimeoutMillis: PATIENCE,
  statement_timeout: PATIENCE,
  idle_in_transaction_session_timeout: PATIENCE,
  // Readers may stay when a database is to be had alone.
  application_name: readOnly ? 'redress reader' : 'redress',
  // Whole numbers of 64 bits and sums of them: moments and amounts are all exact as numbers.
  types: { getTypeParser: (oid, format) => (oid === 20 || oid === 1700 ? Number : types.getTypeParser(oid, format)) },
  async onConnect(client) {
    await client.query('SET synchronous_commit = on')
    if (readOnly) await client.query('SET default_transaction_read_only = on')
  },
})
