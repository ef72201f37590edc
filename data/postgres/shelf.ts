/** Files inside a PostgreSQL database, for carrying them in and out over one connection. */
import type { Client } from 'pg'
import type { FileRef } from '../../src/rules/nouns.ts'
import { isWhole, type Shelf } from '../portable/shelf.ts'

/** `put` is within the transaction that is open there, if one is. */
export function databaseShelf(client: Client): Shelf {
  return {
    async names() {
      const { rows } = await client.query<{ sha256: string }>('SELECT sha256 FROM file_body')
      return rows.map(({ sha256 }) => sha256)
    },
    async read(sha256) {
      const { rows } = await client.query<{ ref: string; bytes: Buffer }>(
        'SELECT ref, bytes FROM file_body WHERE sha256 = $1',
        [sha256],
      )
      const [row] = rows
      return row && isWhole(sha256, row.bytes) ? { ref: JSON.parse(row.ref) as FileRef, bytes: row.bytes } : undefined
    },
    async has(sha256) {
      const { rowCount } = await client.query('SELECT 1 FROM file_body WHERE sha256 = $1', [sha256])
      return rowCount === 1
    },
    async put({ ref, bytes }) {
      await client.query('INSERT INTO file_body (sha256, ref, put, bytes) VALUES ($1, $2, $3, $4)', [
        ref.sha256,
        JSON.stringify(ref),
        Date.now(),
        bytes,
      ])
    },
  }
}
