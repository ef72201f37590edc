/** Attached files inside PostgreSQL, so that replicas on several machines share them and a backup holds them. */
import type { Pool } from 'pg'
import type { Files } from '../../src/ports.ts'
import type { FileRef } from '../../src/rules/nouns.ts'
import { judged } from '../file-ref.ts'

/** `now` is the clock the `before` of a sweep is told by. Unknown hashes are simply not there. */
export function postgresFiles(pool: Pool, now: () => number): Files {
  const find = async (sha256: string): Promise<FileRef | undefined> => {
    const { rows } = await pool.query<{ ref: string }>('SELECT ref FROM file_body WHERE sha256 = $1', [sha256])
    return rows[0] && (JSON.parse(rows[0].ref) as FileRef)
  }
  return {
    find,
    async put(bytes, name) {
      const ref = judged(bytes, name)
      if ('refused' in ref) return ref
      // Also when it was there: a sweep must not take what was just given again.
      await pool.query(
        `INSERT INTO file_body (sha256, ref, put, bytes) VALUES ($1, $2, $3, $4)
         ON CONFLICT (sha256) DO UPDATE SET put = excluded.put`,
        [ref.sha256, JSON.stringify(ref), now(), bytes],
      )
      return ref
    },
    async get(sha256) {
      const { rows } = await pool.query<{ bytes: Buffer }>('SELECT bytes FROM file_body WHERE sha256 = $1', [sha256])
      return rows[0]?.bytes
    },
    async sweep(before, used) {
      const { rows } = await pool.query<{ sha256: string }>('SELECT sha256 FROM file_body WHERE put < $1', [before])
      let swept = 0
      for (const { sha256 } of rows) {
        if (await used(sha256)) continue
        const { rowCount } = await pool.query('DELETE FROM file_body WHERE sha256 = $1 AND put < $2', [sha256, before])
        swept += rowCount ?? 0
      }
      return swept
    },
  }
}
