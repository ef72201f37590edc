/** Lets stories be told on PostgreSQL: each house on a database of its own, copied from one that is migrated already. */
import { rmSync } from 'node:fs'
import { Client } from 'pg'
import { openPostgres } from '../../data/postgres/open.ts'
import { type Ground, type Row, tellOn } from './house.ts'

const never = (): string => {
  throw new Error('nothing is numbered here')
}

/** From here on every story of this process is told there. Gives what ends it; databases of houses are gone with them. */
export function storiesOn(server: string): () => Promise<void> {
  const first = `redress_stories_${process.pid}`
  const named = (name: string): string => {
    const at = new URL(server)
    at.pathname = `/${name}`
    return at.href
  }
  let made = 0
  let ready: Promise<void> | undefined
  const prepare = async (): Promise<void> => {
    await asked(server, `DROP DATABASE IF EXISTS ${first}`)
    await asked(server, `CREATE DATABASE ${first}`)
    await (await openPostgres({ url: named(first), numberFor: never, dayOf: never })).close()
  }
  tellOn(async (folder): Promise<Ground> => {
    ready ??= prepare()
    await ready
    made += 1
    const name = `${first}_${made}`
    await asked(server, `CREATE DATABASE ${name} TEMPLATE ${first} STRATEGY file_copy`)
    return {
      env: { DATABASE_URL: named(name) },
      rows: (sql) => asked(named(name), sql),
      async clear() {
        await asked(server, `DROP DATABASE ${name} WITH (FORCE)`)
        rmSync(folder, { recursive: true, force: true })
      },
    }
  })
  return async () => {
    tellOn(undefined)
    if (ready !== undefined) await asked(server, `DROP DATABASE IF EXISTS ${first} WITH (FORCE)`)
  }
}

async function asked(at: string, sql: string): Promise<readonly Row[]> {
  const client = new Client(at)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}
