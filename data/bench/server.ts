/** What the bench needs of a PostgreSQL server: databases of its own, and what it says about itself. */
import { Client } from 'pg'

/** Makes an empty database; gives its address and what drops it. */
export async function ownDatabase(server: string, name: string): Promise<{ url: string; drop(): Promise<void> }> {
  await asked(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await asked(server, `CREATE DATABASE ${name}`)
  const at = new URL(server)
  at.pathname = `/${name}`
  return { url: at.href, drop: async () => void (await asked(server, `DROP DATABASE ${name} WITH (FORCE)`)) }
}

/** Its version, and whether a commit waits for the disk. */
export async function aboutServer(server: string): Promise<string> {
  const [found] = await asked(
    server,
    `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync`,
  )
  return `PostgreSQL ${found?.version}, fsync ${found?.fsync}`
}

async function asked(at: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new Client(at)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
