/** Whole copies of SQLite files. */
import { closeSync, fsyncSync, openSync } from 'node:fs'
import BetterSqlite from 'better-sqlite3'

/** Pages copied at a time: others get their turn between. */
const STEP = 1_000

/**
 * Copies a database as it is at this moment into a new file, also while a server writes to it: the writer is not kept
 * waiting, its log only grows until the copy is done.
 */
export async function copySqlite(
  file: string,
  to: string,
  progress: (done: number, of: number) => void,
): Promise<void> {
  const db = new BetterSqlite(file, { readonly: true, timeout: 5_000 })
  try {
    // Without this moment held, every commit of the server would make the copy begin again, for ever on a busy one.
    db.exec('BEGIN')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    await db.backup(to, {
      progress({ totalPages, remainingPages }) {
        if (totalPages > 0) progress(totalPages - remainingPages, totalPages)
        return STEP
      },
    })
  } finally {
    db.close()
  }
  alone(to)
}

/** Makes a database one whole file on the disk, without a log beside it. */
export function alone(file: string): void {
  const db = new BetterSqlite(file)
  db.pragma('journal_mode = DELETE')
  db.close()
  syncFile(file)
}

/** Puts on the disk what was written to a file. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** What SQLite finds wrong with a file; undefined when it is whole. */
export function damageOf(file: string): string | undefined {
  try {
    const db = new BetterSqlite(file, { readonly: true })
    try {
      const found = db.pragma('integrity_check(3)') as readonly { readonly integrity_check: string }[]
      const said = found.map((row) => row.integrity_check).join('; ')
      return said === 'ok' ? undefined : said
    } finally {
      db.close()
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
