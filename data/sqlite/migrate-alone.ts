/** Changes the schema of a SQLite file that nobody writes to. */
import { existsSync } from 'node:fs'
import BetterSqlite, { type Database } from 'better-sqlite3'
import type { Direction, Migrated } from '../migrate.ts'
import { newestOf } from '../migrations.ts'
import { UnusableDatabase } from '../unusable.ts'
import { lockFile } from './lock.ts'
import { migrate, versionOf } from './migrate.ts'
import { configure } from './open.ts'
import { sqliteWords } from './words.ts'

/** @throws UnusableDatabase as `migrateDatabase` says. */
export function migrateFile(file: string, { back, now }: Direction): Migrated {
  if (!existsSync(file)) throw new UnusableDatabase('missing_file', { database: file })
  const lock = lockFile(file)
  const db = new BetterSqlite(file, { timeout: 5_000 })
  try {
    const from = versionOf(db, file)
    configure(db)
    if (back) takeBack(db, file)
    else migrate(db, file, now)
    return { from, schema: versionOf(db, file) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB')
      throw new UnusableDatabase('not_sqlite', { database: file })
    throw error
  } finally {
    db.close()
    lock.release()
  }
}

function takeBack(db: Database, file: string): void {
  const run = db.transaction(() => {
    const { version, undo } = newestOf(versionOf(db, file), file)
    for (const [table, instead] of Object.entries(undo.keeps ?? {})) {
      const there = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(table)
      const rows = there === undefined ? 0 : db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get()
      if (rows !== undefined && rows > 0) throw new UnusableDatabase('would_lose', { table, rows, instead })
    }
    for (const statement of undo.statements(sqliteWords)) db.exec(statement)
    db.prepare('DELETE FROM schema_version WHERE version = ?').run(version)
  })
  run.exclusive()
}
