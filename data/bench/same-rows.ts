/** What a command of the product writes, row by row, and a writer that writes the same rows without thinking. */
import type { Database } from 'better-sqlite3'
import BetterSqlite from 'better-sqlite3'

type Value = string | number | null
export type Row = Readonly<Record<string, Value>>

/** A row that was added, changed or deleted. `keys` are the columns of its primary key. */
export interface Change {
  readonly table: string
  readonly is: 'added' | 'changed' | 'deleted'
  readonly keys: readonly string[]
  readonly row: Row
}

/** All rows a command wrote, and the case it wrote them for. */
export interface Template {
  readonly number: string
  readonly changes: readonly Change[]
}

/** Every row of every table, as text, by table and primary key. */
export type Snapshot = ReadonlyMap<
  string,
  { readonly keys: readonly string[]; readonly rows: ReadonlyMap<string, string> }
>

/** All rows of a small database, beside whoever has it open. */
export function snapshot(file: string): Snapshot {
  const db = new BetterSqlite(file, { readonly: true })
  try {
    const names = db.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all()
    return new Map(names.filter((name) => !name.startsWith('sqlite_')).map((name) => [name, rowsOf(db, name)]))
  } finally {
    db.close()
  }
}

function rowsOf(db: Database, table: string) {
  const columns = db.pragma(`table_info(${table})`) as readonly { name: string; pk: number }[]
  const keys = columns.filter(({ pk }) => pk > 0).map(({ name }) => name)
  const all = db.prepare<[], Row>(`SELECT * FROM ${table}`).all()
  return { keys, rows: new Map(all.map((row) => [keys.map((key) => row[key]).join('|'), JSON.stringify(row)])) }
}

/** What became other between two snapshots. */
export function changesBetween(before: Snapshot, after: Snapshot): readonly Change[] {
  return [...after].flatMap(([table, { keys, rows }]) => {
    const old = before.get(table)?.rows ?? new Map<string, string>()
    const change = (is: Change['is'], row: string): Change => ({ table, is, keys, row: JSON.parse(row) as Row })
    const written = [...rows]
      .filter(([key, row]) => old.get(key) !== row)
      .map(([key, row]) => change(old.has(key) ? 'changed' : 'added', row))
    const gone = [...old].filter(([key]) => !rows.has(key)).map(([, row]) => change('deleted', row))
    return [...written, ...gone]
  })
}

/** Writes a template's rows for another case and under another inbox key. */
export type SameRows = (number: string, key: string) => void

/** Posts are counted over all places; the made-up ones count from here. */
const POSTS = 1_000

/** Prepared once, like the product's own statements; to be run inside a transaction. */
export function sameRows(db: Database, { number: original, changes }: Template): SameRows {
  const steps = changes.map((change) => ({ ...change, ...statementOf(db, change) }))
  const facts = changes.filter(({ table }) => table === 'fact').length
  const written = new Map<string, number>()
  let posts = POSTS
  return (number, key) => {
    const round = written.get(number) ?? 0
    written.set(number, round + 1)
    const inPlace = (table: string, column: string, value: Value): Value => {
      if (table === 'inbox' && column === 'key') return key
      // Facts are append-only, so those of one case go on counting.
      if (table === 'fact' && column === 'seq') return Number(value) + round * facts
      if (table === 'chat_post' && column === 'seq') return ++posts
      return typeof value === 'string' ? value.replaceAll(original, number) : value
    }
    for (const { table, columns, statement, row } of steps)
      statement.run(columns.map((column) => inPlace(table, column, row[column] ?? null)))
  }
}

/** How a row of a table that numbers its rows is found again for another case; spelt as its partial index is. */
const BY_NATURE: Readonly<Record<string, { readonly keys: readonly string[]; readonly and: string }>> = {
  outbox: { keys: ['lane', 'number', 'key'], and: " AND kind = 'view' AND state = 'waiting'" },
}

function statementOf(db: Database, { table, is, keys: primary, row }: Change) {
  const { keys, and } = BY_NATURE[table] ?? { keys: primary, and: '' }
  const where = keys.map((key) => `${key} = ?`).join(' AND ') + and
  if (is === 'deleted') return { columns: keys, statement: db.prepare(`DELETE FROM ${table} WHERE ${where}`) }
  const numbered = primary.length === 1 && primary[0] === 'id'
  const columns = Object.keys(row).filter((column) => !(numbered && column === 'id'))
  if (is === 'changed') {
    const set = columns.filter((column) => !keys.includes(column))
    const update = `UPDATE ${table} SET ${set.map((column) => `${column} = ?`).join(', ')} WHERE ${where}`
    return { columns: [...set, ...keys], statement: db.prepare(update) }
  }
  // Nobody sends what the baseline queues, so a second row for the same card takes the place of the first.
  const verb = table === 'fact' ? 'INSERT' : 'INSERT OR REPLACE'
  const values = columns.map(() => '?').join(', ')
  return { columns, statement: db.prepare(`${verb} INTO ${table} (${columns.join(', ')}) VALUES (${values})`) }
}
