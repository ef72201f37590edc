/** Transactions on pooled connections, and what the errors of a database mean. */
import type { Pool, PoolClient } from 'pg'
import { faults } from '../../src/faults.ts'
import { Unwritten } from '../../src/unwritten.ts'

export interface Transactions {
  /** A transaction of several round trips. */
  long<T>(work: (client: PoolClient) => Promise<T>): Promise<T>
  /** Runs `work` inside a transaction under a savepoint; a failure undoes it alone and is thrown. */
  part(client: PoolClient, work: () => Promise<void>): Promise<void>
  /** Several reads that see the same moment. */
  snapshot<T>(work: (client: PoolClient) => Promise<T>): Promise<T>
  /** Several reads on one connection, or one statement that writes by itself. */
  reading<T>(work: (client: PoolClient) => Promise<T>): Promise<T>
}

/** Transactions on the connections of a pool. */
export function transactions(pool: Pool): Transactions {
  async function reading<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    let failed: unknown
    try {
      return await work(client)
    } catch (error) {
      failed = error
      throw error
    } finally {
      client.release(isLost(failed))
    }
  }

  const rollingBack = <T>(undo: string, work: (client: PoolClient) => Promise<T>) => {
    return async (client: PoolClient): Promise<T> => {
      try {
        return await work(client)
      } catch (error) {
        if (!isLost(error)) await client.query(undo)
        throw error
      }
    }
  }

  const long = <T>(begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> =>
    reading(
      rollingBack('ROLLBACK', async (client) => {
        await client.query(begin)
        const result = await work(client)
        const committed = client.query('COMMIT')
        faults?.('commit/asked')
        await committed
        faults?.('commit/done')
        return result
      }),
    )

  return {
    reading,
    long: (work) => long('BEGIN', work),
    snapshot: (work) => long('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY', work),
    part: (client, work) =>
      rollingBack('ROLLBACK TO part', async () => {
        await client.query('SAVEPOINT part')
        await work()
        await client.query('RELEASE part')
      })(client),
  }
}

/** PostgreSQL's or the system's code of an error; empty when it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Rows whose uniqueness says that somebody else was first. */
const FIRST = new Set(['cases_pkey', 'inbox_pkey', 'fact_by_case'])

/** True when somebody else changed meanwhile what was read: to be decided again on what is so now. */
export function isConflict(error: unknown): boolean {
  const code = codeOf(error)
  if (code === '40001' || code === '40P01') return true
  return code === '23505' && error instanceof Error && 'constraint' in error && FIRST.has(String(error.constraint))
}

/** True when the connection or the server is gone: nothing can be asked of it any more, and a commit may have happened. */
export function isLost(error: unknown): boolean {
  if (error === undefined) return false
  const code = codeOf(error)
  return /^(?:08|57P|E[A-Z]+$)/.test(code) || (code === '' && error instanceof Error && LOST.test(error.message))
}

const LOST = /connection (?:terminated|error)|not queryable|timeout/i

/** True for errors that are not one statement's own: no connection, no room, a failing disk, a statement that took too long. */
export const spoils = (error: unknown): boolean => isLost(error) || /^(?:53|55|57|58|XX|25)/.test(codeOf(error))

function inWords(error: unknown): unknown {
  if (isLost(error)) return new Unwritten('away', error)
  if (!spoils(error)) return error
  const code = codeOf(error)
  if (code === '53100') return new Unwritten('full', error)
  return new Unwritten(code === '25006' ? 'read_only' : 'failing', error)
}

/** The same, but what is the database's trouble and not the caller's is said in words that are ours. */
export function saying<T extends object>(port: T): T {
  const said = Object.entries(port).map(([name, work]) => [
    name,
    async (...given: unknown[]) => {
      try {
        return await work(...given)
      } catch (error) {
        throw inWords(error)
      }
    },
  ])
  return Object.fromEntries(said) as T
}
