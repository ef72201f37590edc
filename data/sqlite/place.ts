/** Puts a whole database file where a SQLite file is to be, never over one that holds something. */
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { syncFolder } from '../files.ts'
import { digestOf } from '../portable/manifest.ts'
import { held } from '../portable/shape.ts'
import { UnusableDatabase } from '../unusable.ts'
import { syncFile } from './copy.ts'
import { lockFile } from './lock.ts'
import { shapesOf } from './look.ts'
import { versionOf } from './migrate.ts'

/** A place taken for a file that is still to come. */
export interface Place {
  /** Copies the file there under its name; `sha256` is what its content must be. */
  put(file: string, sha256: string): Promise<void>
  release(): void
}

/**
 * Takes the lock of the place. A database that was only ever started there is moved aside when the file is put.
 * @throws UnusableDatabase when something is there that must not be written over, or somebody uses it.
 */
export function takePlace(path: string, now: Date): Place {
  mkdirSync(dirname(path), { recursive: true })
  const lock = lockFile(path)
  try {
    requireNothing(path)
  } catch (error) {
    lock.release()
    throw error
  }
  return {
    async put(file, sha256) {
      const beside = `${path}.restoring`
      try {
        await copyFile(file, beside)
        syncFile(beside)
        if ((await digestOf(beside)).sha256 !== sha256)
          throw new UnusableDatabase('broken_backup', { folder: dirname(file), what: 'copy' })
        if (existsSync(path)) moveAside(path, now)
        renameSync(beside, path)
        await syncFolder(dirname(path))
      } catch (error) {
        await rm(beside, { force: true })
        throw error
      }
    },
    release: () => lock.release(),
  }
}

function requireNothing(path: string): void {
  if (existsSync(path)) {
    const what = heldBy(path)
    if (what !== undefined) throw new UnusableDatabase('full', { database: path, held: what })
    return
  }
  // A log without its database would be taken for that of the new one.
  if (existsSync(`${path}-wal`))
    throw new UnusableDatabase('target_unread', { database: path, why: 'a log alone, -wal' })
}

/** What somebody did there; undefined when nobody did. */
function heldBy(path: string): string | undefined {
  try {
    const db = new BetterSqlite(path, { readonly: true, timeout: 5_000 })
    try {
      if (versionOf(db, path) === 0) return undefined
      const count = (table: string): number =>
        db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0
      return held(shapesOf(db).map(({ table }) => [table, count(table)]))
    } finally {
      db.close()
    }
  } catch (error) {
    if (error instanceof UnusableDatabase) throw error
    throw new UnusableDatabase('target_unread', {
      database: path,
      why: error instanceof Error ? error.message : String(error),
    })
  }
}

/** Its log is taken into it first, so that none is left for the next one of that name. */
function moveAside(path: string, now: Date): void {
  const db = new BetterSqlite(path, { timeout: 5_000 })
  const mode = db.pragma('journal_mode = DELETE', { simple: true })
  db.close()
  if (mode !== 'delete') throw new UnusableDatabase('in_use', { database: path, owner: 'a reader' })
  renameSync(path, `${path}.empty-${now.getTime()}`)
}
