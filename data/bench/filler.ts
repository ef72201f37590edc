/** Fills a database with many open cases that look like one that was really filed. */
import BetterSqlite, { type Database } from 'better-sqlite3'
import { configure } from '../sqlite/open.ts'
import { changesBetween, type Row, sameRows, snapshot, type Template } from './same-rows.ts'

/** Everything that stands in the database of one case, to be laid down again and again. */
export function templateOf(file: string, number: string): Template {
  const changes = changesBetween(new Map(), snapshot(file)).filter(({ row }) =>
    Object.values(row).some((value) => typeof value === 'string' && value.includes(number)),
  )
  return { number, changes: changes.filter(({ table }) => table !== 'policy' && table !== 'counter') }
}

/** The number of the `n`th made-up case. */
export const madeUp = (n: number): string => `F-20260101-${String(n).padStart(7, '0')}`

/** Lays down all rows of `count` more cases: facts, tasks, timers, outbox, cards, posts. */
export function fillWhole(file: string, template: Template, count: number): void {
  const db = opened(file)
  try {
    const write = sameRows(db, template)
    db.transaction(() => {
      for (let n = 1; n <= count; n++) write(madeUp(n), `filler/${n}`)
    })()
  } finally {
    db.close()
  }
}

/** What a tick may have to look at; the rest of a million cases would only take time and disk. */
const THIN: Readonly<Record<string, Row>> = {
  cases: { state: '{}' },
  task: { body: '{}' },
  task_person: {},
  timer: {},
  outbox: { message: null },
}

/** Makes one of the messages wait again: it is due, and alone in its lane. */
export const DUE_NOW = `
  UPDATE outbox SET state = 'waiting', next_at = 0 WHERE id = (SELECT max(id) FROM outbox);
  INSERT INTO lane (name, ready) SELECT lane, 0 FROM outbox WHERE state = 'waiting'`

/** The rows that are multiplied: of the many messages of a case, the first. */
export function thinRows({ changes }: Template): readonly { readonly table: string; readonly row: Row }[] {
  const first = changes.find(({ table }) => table === 'outbox')
  return changes.flatMap((change) => {
    const thin = THIN[change.table]
    if (thin === undefined || (change.table === 'outbox' && change !== first)) return []
    const { id: _, ...row } = change.row
    return [{ table: change.table, row: { ...(change.table === 'outbox' ? row : change.row), ...thin } }]
  })
}

/** Lays down `count` more open cases without their stories: list columns, tasks, people, timers, and a message that was sent. */
export function fillThin(file: string, template: Template, count: number): void {
  const db = opened(file)
  try {
    for (const { table, row } of thinRows(template)) multiply(db, table, row, template.number, count)
    db.exec(DUE_NOW)
  } finally {
    db.close()
  }
}

function multiply(db: Database, table: string, row: Row, number: string, count: number): void {
  const columns = Object.keys(row)
  const values = columns.map((column) =>
    typeof row[column] === 'string' ? `replace(@${column}, @original, printf('F-20260101-%07d', i))` : `@${column}`,
  )
  db.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @count)
     INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM n`,
  ).run({ ...row, original: number, count })
}

/** Only while it is filled may a power cut harm the file. */
function opened(file: string): Database {
  const db = new BetterSqlite(file)
  configure(db)
  db.pragma('synchronous = OFF')
  return db
}

/** What a tick without an index would do: look at every timer. Gives how many are due. */
export function makeScan(file: string): { scan(now: number): number; close(): void } {
  const db = new BetterSqlite(file, { readonly: true })
  const all = db.prepare<[number], number>('SELECT count(*) FROM timer WHERE +rings <= ?').pluck()
  return { scan: (now) => all.get(now) ?? 0, close: () => void db.close() }
}
