/** A schema of its own for each run on PostgreSQL, dropped afterwards. */
import { Client } from 'pg'

let made = 0

/** Gives the address of an empty schema to `work`. */
export async function withSchema<T>(url: string, work: (database: string) => Promise<T>): Promise<T> {
  const name = `redress_simulation_${process.pid}_${++made}`
  const database = new URL(url)
  database.searchParams.set('options', `-c search_path=${name}`)
  await raw(url, `CREATE SCHEMA ${name}`)
  try {
    return await work(database.href)
  } finally {
    await raw(url, `DROP SCHEMA ${name} CASCADE`)
  }
}

async function raw(url: string, sql: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query('SET client_min_messages = warning')
    await client.query(sql)
  } finally {
    await client.end()
  }
}
