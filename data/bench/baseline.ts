/** The store of the baseline: the product's tables and settings, one transaction per request, no thinking. */
import BetterSqlite from 'better-sqlite3'
import { configure, openSqlite } from '../sqlite/open.ts'
import { transactions } from '../sqlite/transaction.ts'
import { sameRows, type Template } from './same-rows.ts'

export interface BaselineStore {
  /** Writes all rows of the command for this case, in a transaction of their own that is durable when it returns. */
  write(kind: string, number: string, key: string): void
}

const never = (): string => {
  throw new Error('the baseline makes its own numbers')
}

/** Opens a new file with the product's schema, holding `numbers` as cases that the `first` template filed. */
export async function openBaseline(
  file: string,
  templates: Readonly<Record<string, Template>>,
  first: string,
  numbers: readonly string[],
): Promise<BaselineStore> {
  await openSqlite({ file, numberFor: never, dayOf: never }).close()
  const db = new BetterSqlite(file)
  configure(db)
  const tx = transactions(db)
  const writers = new Map(Object.entries(templates).map(([kind, template]) => [kind, sameRows(db, template)]))
  const seen = db.prepare('SELECT answer FROM inbox WHERE key = ?')
  tx.whole(() => {
    for (const [i, number] of numbers.entries()) writers.get(first)?.(number, `before/${i}`)
  })
  return {
    write(kind, number, key) {
      tx.whole(() => {
        if (seen.get(key) === undefined) writers.get(kind)?.(number, key)
      })
    },
  }
}
