/** Opens a SQLite file as the store and the chat log. */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite, { type Database } from 'better-sqlite3'
import type { ChatLog, Drafts, Seals, Store } from '../../src/ports.ts'
import { Unwritten } from '../../src/unwritten.ts'
import type { Numbering } from '../answers.ts'
import { UnusableDatabase } from '../unusable.ts'
import { sqliteChatLog } from './chat-log.ts'
import { commitQueue } from './commit-queue.ts'
import { sqliteDrafts } from './drafts.ts'
import { type FileLock, lockFile } from './lock.ts'
import { migrate, requireCurrent } from './migrate.ts'
import { sqliteSeals } from './seals.ts'
import { sqliteStore } from './store.ts'
import { transactions } from './transaction.ts'

export interface SqliteOptions extends Numbering {
  /** Path of the file, or `:memory:` for a store that ends with the process. */
  readonly file: string
  /** For commands that only read: works beside a running server, takes no lock, and every write is rejected. */
  readonly readOnly?: boolean
  /** Real time in milliseconds; the machine's clock when absent. */
  readonly wall?: () => number
}

export interface SqliteOpened {
  readonly store: Store
  readonly chat: ChatLog
  readonly drafts: Drafts
  readonly seals: Seals
  /** Commits what is queued and closes the file. The same as `store.close`; twice is fine. */
  close(): Promise<void>
}

/** How long a statement waits for another process (a backup, a reader's recovery), in milliseconds. */
const BUSY = 5_000

/**
 * Opens the store, making the file and its folder and upgrading its schema where needed.
 * @throws UnusableDatabase with words for the operator: in use, newer schema, not ours, or missing for a reader.
 */
export function openSqlite(options: SqliteOptions): SqliteOpened {
  try {
    return opened(options)
  } catch (error) {
    throw inWords(error, options.file)
  }
}

function inWords(error: unknown, database: string): unknown {
  const cause = error instanceof Unwritten ? error.cause : error
  const why = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return UNWRITABLE.test(why) ? new UnusableDatabase('unwritable', { database, why }) : error
}

const UNWRITABLE = /^SQLITE_(?:FULL|READONLY|CANTOPEN|IOERR|PERM)|^E(?:ROFS|ACCES|PERM|NOSPC|DQUOT)$/

function opened(options: SqliteOptions): SqliteOpened {
  const { file, readOnly = false, wall = Date.now } = options
  const lock = prepareFile(file, readOnly)
  try {
    const db = connect(file, readOnly, wall())
    return assemble(db, lock, { ...options, readOnly, wall })
  } catch (error) {
    lock?.release()
    throw error
  }
}

function prepareFile(file: string, readOnly: boolean): FileLock | undefined {
  if (file === ':memory:') return undefined
  if (readOnly) {
    if (!existsSync(file)) throw new UnusableDatabase('missing_file', { database: file })
    return undefined
  }
  mkdirSync(dirname(file), { recursive: true })
  return lockFile(file)
}

function connect(file: string, readOnly: boolean, wall: number): Database {
  const db = new BetterSqlite(file, { readonly: readOnly, timeout: BUSY })
  try {
    if (readOnly) {
      requireCurrent(db, file)
      return db
    }
    configure(db)
    migrate(db, file, wall)
    return db
  } catch (error) {
    db.close()
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB') {
      throw new UnusableDatabase('not_sqlite', { database: file })
    }
    throw error
  }
}

/** What every writing connection is set to. An acknowledged commit survives power loss: `synchronous` stays FULL. */
export function configure(db: Database): void {
  // Takes effect on a fresh file only; must come before WAL.
  db.pragma('page_size = 2048')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('wal_autocheckpoint = 16000')
  db.pragma('foreign_keys = ON')
}

function assemble(db: Database, lock: FileLock | undefined, options: Required<SqliteOptions>): SqliteOpened {
  const tx = transactions(db)
  const queue = commitQueue(tx)
  const close = async (): Promise<void> => {
    if (!db.open) return
    queue.flush()
    db.close()
    lock?.release()
  }
  return {
    store: sqliteStore(db, { ...options, tx, queue, close, alone: !options.readOnly }),
    chat: sqliteChatLog(db, queue),
    drafts: sqliteDrafts(db, queue),
    seals: sqliteSeals(db, queue),
    close,
  }
}
