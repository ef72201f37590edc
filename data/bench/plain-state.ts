/** One row of JSON for each thing, in a SQLite file with the product's own settings: durable when `save` returns. */
import BetterSqlite from 'better-sqlite3'
import { configure } from '../sqlite/open.ts'

export interface PlainState {
  save(id: string, body: string): void
  read(id: string): string
  close(): void
}

/** Makes the file. */
export function openPlainState(file: string): PlainState {
  const db = new BetterSqlite(file)
  configure(db)
  db.exec('CREATE TABLE IF NOT EXISTS state (id TEXT PRIMARY KEY, body TEXT NOT NULL)')
  const put = db.prepare('INSERT INTO state VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body')
  const body = db.prepare<[string], string>('SELECT body FROM state WHERE id = ?').pluck()
  return {
    read: (id) => body.get(id) ?? '',
    save: (id, body) => void put.run(id, body),
    close: () => void db.close(),
  }
}
