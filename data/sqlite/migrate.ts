/** Brings a SQLite file to the newest schema, or says why it cannot. */
import { existsSync } from 'node:fs'
import BetterSqlite, { type Database } from 'better-sqlite3'
import { outstanding, versionTable } from '../migrations.ts'
import { UnusableDatabase } from '../unusable.ts'
import { sqliteWords } from './words.ts'

/**
 * Runs every outstanding migration, each in a transaction of its own with its version row.
 * @throws UnusableDatabase for a newer schema, a file of something else, or one that cannot be brought there.
 */
export function migrate(db: Database, file: string, wall: number): void {
  for (const migration of outstanding(versionOf(db, file), file)) {
    const run = db.transaction(() => {
      if (migration.version === 1) db.exec(versionTable(sqliteWords))
      for (const statement of migration.statements(sqliteWords)) db.exec(statement)
      db.prepare('INSERT INTO schema_version (version, name, applied) VALUES (?, ?, ?)').run(
        migration.version,
        migration.name,
        wall,
      )
    })
    try {
      run.immediate()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const { version: schema } = migration
      throw new UnusableDatabase('half_upgraded', { database: file, schema, from: schema - 1, why: error.message })
    }
  }
}

/**
 * For readers, which change nothing: the schema must already be this program's.
 * @throws UnusableDatabase when it is newer, older, or none.
 */
export function requireCurrent(db: Database, file: string): void {
  const schema = versionOf(db, file)
  if (outstanding(schema, file).length > 0) {
    throw new UnusableDatabase('older', { database: file, schema })
  }
}

/**
 * For whoever copies a whole file: it must be there and be ours, of this version or an older one.
 * @throws UnusableDatabase when it is not.
 */
export function requireReadable(file: string): void {
  if (!existsSync(file)) throw new UnusableDatabase('missing_file', { database: file })
  let db: Database | undefined
  try {
    db = new BetterSqlite(file, { readonly: true, timeout: 5_000 })
    outstanding(versionOf(db, file), file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB')
      throw new UnusableDatabase('not_sqlite', { database: file })
    throw error
  } finally {
    db?.close()
  }
}

/**
 * The version of its schema, 0 for an empty file.
 * @throws UnusableDatabase for a file of something else.
 */
export function versionOf(db: Database, file: string): number {
  const tables = db.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all()
  if (tables.length === 0) return 0
  if (!tables.some((t) => t.name === 'schema_version')) {
    throw new UnusableDatabase('foreign_file', { database: file })
  }
  const row = db.prepare<[], { version: number | null }>('SELECT max(version) AS version FROM schema_version').get()
  return row?.version ?? 0
}
