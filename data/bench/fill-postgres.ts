/** Fills a PostgreSQL database with many open cases that look like one that was really filed. */
import { Client } from 'pg'
import { openPostgres } from '../postgres/open.ts'
import { DUE_NOW, thinRows } from './filler.ts'
import type { Template } from './same-rows.ts'

const never = (): string => {
  throw new Error('the filler makes its own numbers')
}

/** Lays down `count` open cases without their stories in an empty database, as `fillThin` does on SQLite. */
export async function fillPostgres(url: string, template: Template, count: number): Promise<void> {
  await (await openPostgres({ url, numberFor: never, dayOf: never })).close()
  const client = new Client(url)
  await client.connect()
  try {
    for (const { table, row } of thinRows(template)) {
      const columns = Object.keys(row)
      const values = columns.map((column) => {
        const value = row[column] ?? null
        if (typeof value !== 'string') return String(value)
        const [text, original] = [client.escapeLiteral(value), client.escapeLiteral(template.number)]
        return `replace(${text}, ${original}, 'F-20260101-' || lpad(i::text, 7, '0'))`
      })
      await client.query(
        `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM generate_series(1, ${count}) AS i`,
      )
    }
    await client.query(DUE_NOW)
    await client.query('ANALYZE')
  } finally {
    await client.end()
  }
}
