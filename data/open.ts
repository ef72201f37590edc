/** Opens the database that an address leads to. Which kind it is matters to nobody behind this file. */
import { isPostgres } from '../src/database-address.ts'
import type { ChatLog, Drafts, Files, Holds, Peers, Seals, Store } from '../src/ports.ts'
import type { Numbering } from './answers.ts'

export interface DatabaseOptions extends Numbering {
  /** Path of a SQLite file, `:memory:`, or the `postgres://…` address of a database that replicas share. */
  readonly database: string
  /** For commands that only read: works beside a running server, and every write is rejected. */
  readonly readOnly?: boolean
  /** Real time in milliseconds; the machine's when absent. */
  readonly wall?: () => number
  /** False: on a database that replicas share, nothing is heard of the others. */
  readonly listens?: boolean
}

/** What is remembered. */
export interface Opened {
  /** True when other processes may work on the same database. */
  readonly shared: boolean
  readonly store: Store
  readonly chat: ChatLog
  readonly drafts: Drafts
  readonly seals: Seals
  readonly holds: Holds
  readonly peers: Peers
  /** Attached files, where the database can keep them. `now` is the clock that the `before` of a sweep is told by. */
  readonly files?: (now: () => number) => Files
  /** Finishes what is queued and lets go of the database; twice is fine. */
  close(): Promise<void>
}

/**
 * Opens it and upgrades its schema where needed. PostgreSQL's driver is loaded only for PostgreSQL.
 * @throws UnusableDatabase with words for the operator.
 */
export async function openDatabase({ database, ...options }: DatabaseOptions): Promise<Opened> {
  if (isPostgres(database)) {
    const { openPostgres } = await import('./postgres/open.ts')
    return { shared: true, ...(await openPostgres({ url: database, ...options })) }
  }
  const { openSqlite } = await import('./sqlite/open.ts')
  return { shared: false, ...openSqlite({ file: database, ...options }), holds: ALONE, peers: NOBODY }
}

/** One process owns its SQLite file: nobody else can hold anything. */
const ALONE: Holds = { take: async () => true, free: async () => undefined }

/** Nobody to tell, nobody to hear of. */
const NOBODY: Peers = { tell: () => undefined, hear: () => undefined, hearing: () => false }
