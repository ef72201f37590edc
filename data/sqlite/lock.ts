/**
 * One writing process per database file. The lock is SQLite's own lock on a small file beside it, so the kernel frees it
 * when its owner dies, however it dies, and nothing needs cleaning up by hand.
 */
import BetterSqlite from 'better-sqlite3'
import { UnusableDatabase } from '../unusable.ts'

export interface FileLock {
  release(): void
}

// A connection that nobody refers to is closed by the garbage collector, and its lock with it.
const held = new Set<BetterSqlite.Database>()

/**
 * Takes the lock of a database file and keeps it until `release` or the end of this process.
 * @throws UnusableDatabase naming the process that holds it.
 */
export function lockFile(file: string): FileLock {
  const db = new BetterSqlite(`${file}.lock`, { timeout: 0 })
  try {
    db.pragma('synchronous = OFF')
    db.exec('BEGIN IMMEDIATE')
    db.exec('CREATE TABLE IF NOT EXISTS owner (pid INTEGER NOT NULL)')
    db.exec('DELETE FROM owner')
    db.prepare('INSERT INTO owner (pid) VALUES (?)').run(process.pid)
    db.exec('COMMIT')
    // A reserved lock: others can still read whose it is, none can take it.
    db.exec('BEGIN IMMEDIATE')
  } catch (error) {
    const owner = isBusy(error) ? ownerOf(db) : undefined
    db.close()
    if (!isBusy(error)) throw error
    throw new UnusableDatabase('in_use', { database: file, owner: owner === undefined ? 'PID ?' : `process ${owner}` })
  }
  held.add(db)
  return {
    release() {
      held.delete(db)
      db.close()
    },
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')

function ownerOf(db: BetterSqlite.Database): number | undefined {
  try {
    return db.prepare<[], { pid: number }>('SELECT pid FROM owner').get()?.pid
  } catch {
    return undefined
  }
}
