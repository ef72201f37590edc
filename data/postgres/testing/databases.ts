/** Whole databases of their own for tests that need one alone, on the server that tests may use. */
import { Client } from 'pg'
import { afterAll } from 'vitest'

export interface Databases {
  /** The address of a fresh, empty database. */
  fresh(): Promise<string>
  /** Runs statements there; gives the rows of the last. */
  raw(sql: string, at: string): Promise<readonly Readonly<Record<string, unknown>>[]>
}

/** To be called inside a `describe`: databases are dropped after all of its tests. */
export function databasesOn(url: string): Databases {
  const made: string[] = []
  async function raw(sql: string, at: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const client = new Client(at)
    await client.connect()
    try {
      const found = await client.query(sql)
      return Array.isArray(found) ? found.at(-1).rows : found.rows
    } finally {
      await client.end()
    }
  }
  afterAll(async () => {
    for (const name of made) await raw(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, url)
  })
  return {
    raw,
    async fresh() {
      const name = `redress_alone_${process.pid}_${made.length + 1}`
      await raw(`CREATE DATABASE ${name}`, url)
      made.push(name)
      const at = new URL(url)
      at.pathname = `/${name}`
      return at.href
    },
  }
}
