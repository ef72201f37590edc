/** Brings the schema of a database that nobody uses forward, or one version back, whichever kind of database it is. */
import { isPostgres } from '../src/database-address.ts'

export interface Migrated {
  /** Version before and after; the same when there was nothing to do. */
  readonly from: number
  readonly schema: number
}

/** `back` takes the newest migration away again. */
export interface Direction {
  readonly back: boolean
  readonly now: number
}

/**
 * All or nothing per migration; a process that dies in the middle leaves the version before.
 * @throws UnusableDatabase when it is in use, not ours, newer, has no way back, or would lose rows.
 */
export async function migrateDatabase(database: string, direction: Direction): Promise<Migrated> {
  if (isPostgres(database)) {
    const { migrateServer } = await import('./postgres/migrate-alone.ts')
    return migrateServer(database, direction)
  }
  const { migrateFile } = await import('./sqlite/migrate-alone.ts')
  return migrateFile(database, direction)
}
