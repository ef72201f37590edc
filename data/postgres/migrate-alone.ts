/** Changes the schema of a PostgreSQL database that no replica is connected to. */
import type { PoolClient } from 'pg'
import { databaseName } from '../../src/database-address.ts'
import type { Direction, Migrated } from '../migrate.ts'
import { newestOf } from '../migrations.ts'
import { UnusableDatabase } from '../unusable.ts'
import { MY_TURN, migrate, versionOf } from './migrate.ts'
import { requireIdle, withTool } from './tool.ts'
import { transactions } from './transaction.ts'
import { postgresWords } from './words.ts'

/** @throws UnusableDatabase as `migrateDatabase` says. */
export async function migrateServer(url: string, { back, now }: Direction): Promise<Migrated> {
  const database = databaseName(url)
  return withTool(url, async (pool) => {
    const version = (): Promise<number> => transactions(pool).reading((client) => versionOf(client, database))
    const from = await version()
    await transactions(pool).reading((client) => requireIdle(client, database))
    if (back) await transactions(pool).long((client) => takeBack(client, database))
    else await migrate(pool, database, now)
    return { from, schema: await version() }
  })
}

async function takeBack(client: PoolClient, database: string): Promise<void> {
  // A replica that starts meanwhile waits, as on the way forward.
  await client.query(MY_TURN)
  const { version, undo } = newestOf(await versionOf(client, database), database)
  for (const [table, instead] of Object.entries(undo.keeps ?? {})) {
    const there = await client.query<{ known: boolean }>('SELECT to_regclass($1) IS NOT NULL AS known', [`"${table}"`])
    if (!there.rows[0]?.known) continue
    const found = await client.query<{ n: string }>(`SELECT count(*) AS n FROM "${table}"`)
    const rows = Number(found.rows[0]?.n)
    if (rows > 0) throw new UnusableDatabase('would_lose', { table, rows, instead })
  }
  for (const statement of undo.statements(postgresWords)) await client.query(statement)
  await client.query('DELETE FROM schema_version WHERE version = $1', [version])
}
