/** Whether somebody works on a database, for commands that need it alone. A SQLite file has its lock for that. */
import { databaseName, isPostgres } from '../src/database-address.ts'

/**
 * Looks for running replicas on a PostgreSQL database.
 * @throws UnusableDatabase while there are any, or when it cannot be reached.
 */
export async function requireNobody(database: string): Promise<void> {
  if (!isPostgres(database)) return
  const { connectTool, requireIdle } = await import('./postgres/tool.ts')
  const client = await connectTool(database)
  await requireIdle(client, databaseName(database)).finally(() => client.end())
}
