/** A look at a SQLite file for copying and proving it: one moment of it, without keeping its writer waiting. */
import BetterSqlite, { type Database } from 'better-sqlite3'
import { type ChainRow, chainsOf, type Look } from '../portable/look.ts'
import { CHAINS, type Column, OWN_TABLES, type Row, type Shape, selection } from '../portable/shape.ts'
import { versionOf } from './migrate.ts'

/** How many rows are handed on together. */
const BATCH = 500

export interface SqliteLook extends Look {
  readonly shapes: readonly Shape[]
}

/**
 * Opens it for reading.
 * @throws UnusableDatabase for a file of something else.
 */
export function lookAt(file: string): SqliteLook {
  const db = new BetterSqlite(file, { readonly: true, timeout: 5_000 })
  try {
    // Whatever is committed meanwhile is not seen.
    db.exec('BEGIN')
    return {
      schema: versionOf(db, file),
      shapes: shapesOf(db),
      rows: (shape) => batches(db, selection(shape)),
      chains: () => chainsOf(each(db, CHAINS)),
      async close() {
        db.close()
      },
    }
  } catch (error) {
    db.close()
    throw error
  }
}

async function* batches(db: Database, sql: string): AsyncIterable<readonly Row[]> {
  let batch: Row[] = []
  for (const row of db.prepare<[], Row>(sql).raw().iterate() as IterableIterator<Row>) {
    batch.push(row.map((cell) => (typeof cell === 'string' ? withoutZero(cell) : cell)))
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function* each(db: Database, statements: readonly string[]): AsyncIterable<ChainRow> {
  for (const sql of statements) yield* db.prepare<[], ChainRow>(sql).raw().iterate() as IterableIterator<ChainRow>
}

/** PostgreSQL has no character zero in its texts; the store writes the same sign for it there. */
const withoutZero = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text)

/** The tables that are copied. */
export function shapesOf(db: Database): readonly Shape[] {
  const tables = db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .pluck()
    .all()
  return tables.filter((table) => !OWN_TABLES.has(table)).map((table) => ({ table, columns: columnsOf(db, table) }))
}

const TYPES: Readonly<Record<string, Column['type']>> = { INTEGER: 'integer', TEXT: 'text', BLOB: 'bytes' }

function columnsOf(db: Database, table: string): readonly Column[] {
  const found = db.pragma(`table_info("${table}")`) as readonly { readonly name: string; readonly type: string }[]
  return found
    .map(({ name, type }) => ({ name, type: TYPES[type] ?? 'text' }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
