/** Makes a SQLite file out of a look at another database, and proves that both hold the same. */
import BetterSqlite, { type Database } from 'better-sqlite3'
import type { Look } from '../portable/look.ts'
import { differences, type Proof, prove } from '../portable/proof.ts'
import type { Row, Shape } from '../portable/shape.ts'
import { UnusableDatabase } from '../unusable.ts'
import { alone } from './copy.ts'
import { lookAt, shapesOf } from './look.ts'
import { migrate } from './migrate.ts'
import { configure } from './open.ts'

/**
 * Writes a new file; half of one is left when it fails.
 * @throws UnusableDatabase when it does not read back as it was read.
 */
export async function makeSqlite(file: string, from: Look, progress: (table: string) => void): Promise<Proof> {
  const source = await write(file, from, progress)
  alone(file)
  const there = lookAt(file)
  try {
    const differ = differences(source, await prove(there, there.shapes))
    if (differ.length > 0) throw new UnusableDatabase('backup_failed', { what: differ.join(', ') })
    return source
  } finally {
    await there.close()
  }
}

async function write(file: string, from: Look, progress: (table: string) => void): Promise<Proof> {
  const db = new BetterSqlite(file)
  try {
    configure(db)
    // Nobody relies on it before it is whole, and then it is put on the disk at once.
    db.pragma('synchronous = OFF')
    migrate(db, file, Date.now())
    const shapes = shapesOf(db)
    let last = ''
    return await prove(from, shapes, async (shape, rows) => {
      if (shape.table !== last) progress(shape.table)
      last = shape.table
      insert(db, shape, rows)
    })
  } finally {
    db.close()
  }
}

function insert(db: Database, { table, columns }: Shape, rows: readonly Row[]): void {
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const add = db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`)
  db.transaction(() => {
    for (const row of rows) add.run(row)
  })()
}
