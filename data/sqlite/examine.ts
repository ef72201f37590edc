/** What `redress doctor` wants to know of a database file: it looks without writing to it, beside a running server too. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { UnusableDatabase } from '../unusable.ts'
import { requireCurrent } from './migrate.ts'
import { configure } from './open.ts'
import { prepare, query } from './statements.ts'

/** A database file as it is. `damage` is empty when it is whole. */
export interface Examined {
  readonly damage: readonly string[]
  /** How it is written, as SQLite names it: `wal` is what it should be. */
  readonly journal: string
  readonly cases: number
  /** When the newest fact happened; undefined while there is none. */
  readonly newest?: number
  /** How far the clock of the playground was moved ahead, in milliseconds. */
  readonly ahead: number
  /** How many open cases were unattended when the house last looked. */
  readonly unattended: number
}

/**
 * Reads the file through, which takes a moment for a large one.
 * @throws UnusableDatabase when it is no database of ours, or of another version.
 */
export function examine(file: string, aheadKey: string, unattendedKey: string): Examined {
  const db = openReadOnly(file)
  try {
    const damage = (db.pragma('quick_check(5)') as { quick_check: string }[]).map((row) => row.quick_check)
    const journal = String(db.pragma('journal_mode', { simple: true }))
    if (damage.join() !== 'ok') return { damage, journal, cases: 0, ahead: 0, unattended: 0 }
    requireCurrent(db, file)
    const cases = prepare(db, () => query.selectFrom('cases').select((eb) => eb.fn.countAll<number>().as('n')))
    const newest = prepare(db, () => query.selectFrom('fact').select('happened').orderBy('id', 'desc').limit(1))
    const kept = prepare(db, (p: { key: string }) =>
      query.selectFrom('setting').select('value').where('key', '=', p.key),
    )
    const last = newest.get({})?.happened
    return {
      damage: [],
      journal,
      cases: cases.get({})?.n ?? 0,
      ahead: Number(kept.get({ key: aheadKey })?.value ?? 0),
      unattended: Number(kept.get({ key: unattendedKey })?.value ?? 0),
      ...(last === undefined ? {} : { newest: last }),
    }
  } finally {
    db.close()
  }
}

function openReadOnly(file: string): BetterSqlite.Database {
  try {
    const db = new BetterSqlite(file, { readonly: true, timeout: 5_000 })
    db.pragma('schema_version')
    return db
  } catch (error) {
    throw new UnusableDatabase('unread', { why: error instanceof Error ? error.message : String(error) })
  }
}

/** How a fresh database in this folder is written, and how long one commit to it takes, in milliseconds. */
export interface Writing {
  readonly journal: string
  /** True when a commit is on the disk before it is acknowledged. */
  readonly synced: boolean
  readonly ms: number
}

/** Tries it in a folder of its own inside, and takes it away again. Throws when nothing can be written there. */
export function tryWriting(folder: string): Writing {
  const own = mkdtempSync(join(folder, '.redress-doctor-'))
  try {
    const db = new BetterSqlite(join(own, 'try.db'))
    try {
      configure(db)
      db.exec('CREATE TABLE try (n INTEGER)')
      const began = performance.now()
      db.exec('INSERT INTO try VALUES (1)')
      const ms = performance.now() - began
      const journal = String(db.pragma('journal_mode', { simple: true }))
      return { journal, synced: db.pragma('synchronous', { simple: true }) === 2, ms }
    } finally {
      db.close()
    }
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}
