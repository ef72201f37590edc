/** Brings a PostgreSQL database to the newest schema, or says why it cannot. */
import type { Pool, PoolClient } from 'pg'
import { type Migration, outstanding, versionTable } from '../migrations.ts'
import { UnusableDatabase } from '../unusable.ts'
import { inWords } from './in-words.ts'
import { transactions } from './transaction.ts'
import { postgresWords } from './words.ts'
import { ensureWriteFunction } from './write-function.ts'

/**
 * Runs every outstanding migration in one transaction. Replicas that start together wait for the first of them.
 * @throws UnusableDatabase for a newer schema, a database of something else, or one that cannot be brought there.
 */
export async function migrate(pool: Pool, database: string, wall: number): Promise<void> {
  await transactions(pool).long(async (client) => {
    await client.query(MY_TURN)
    const from = await versionOf(client, database)
    for (const migration of outstanding(from, database)) {
      await run(client, migration, wall).catch((error: unknown) => {
        // Not allowed to make tables, a lost connection: said otherwise.
        if (inWords(error, database) !== error || !(error instanceof Error)) throw error
        throw new UnusableDatabase('half_upgraded', { database, schema: migration.version, from, why: error.message })
      })
    }
    await ensureWriteFunction(client)
  })
}

/**
 * Neither the first, who may rewrite a large table, nor those who wait for it have only the seconds of a replica's
 * statement. A table that somebody goes on reading is not waited for: behind us everybody else would.
 */
export const MY_TURN = `
  SET LOCAL statement_timeout = 0;
  SELECT pg_advisory_xact_lock(hashtext('redress migrations'));
  SET LOCAL lock_timeout = '10s'`

async function run(client: PoolClient, { version, name, statements }: Migration, wall: number): Promise<void> {
  if (version === 1) await client.query(versionTable(postgresWords))
  await client.query(statements(postgresWords).join(';\n'))
  await client.query('INSERT INTO schema_version (version, name, applied) VALUES ($1, $2, $3)', [version, name, wall])
}

/**
 * For readers, which change nothing: the schema must already be this program's.
 * @throws UnusableDatabase when it is newer, older, or none.
 */
export async function requireCurrent(pool: Pool, database: string): Promise<void> {
  const version = await transactions(pool).reading((client) => versionOf(client, database))
  if (outstanding(version, database).length > 0) {
    throw new UnusableDatabase('older', { database, schema: version })
  }
}

/**
 * The version of its schema, 0 for an empty one.
 * @throws UnusableDatabase for a database of something else.
 */
export async function versionOf(client: Pick<PoolClient, 'query'>, database: string): Promise<number> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
  )
  if (rows.length === 0) return 0
  if (!rows.some((t) => t.name === 'schema_version')) {
    throw new UnusableDatabase('foreign_server', { database })
  }
  const found = await client.query<{ version: number | null }>('SELECT max(version) AS version FROM schema_version')
  return found.rows[0]?.version ?? 0
}
