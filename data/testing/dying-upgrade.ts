/**
 * A process that dies in the middle of an upgrade that the next version might bring. Usage: dying-upgrade.ts DATABASE. On
 * SQLite it kills itself; on PostgreSQL it says nothing and sleeps inside, until it is killed.
 */
import { isPostgres } from '../../src/database-address.ts'
import { migrateDatabase } from '../migrate.ts'
import { MIGRATIONS, type Migration } from '../migrations.ts'

const [database = ''] = process.argv.slice(2)

/** What was changed before it died. */
const HALF = ['CREATE TABLE half (n INTEGER)', 'INSERT INTO half VALUES (1)', 'DROP INDEX cases_by_filer']

const next: Migration = {
  version: MIGRATIONS.length + 1,
  name: 'dies',
  statements: () => (isPostgres(database) ? [...HALF, 'SELECT pg_sleep(1)'] : dying()),
}

/** Each is run before the next one is asked for. */
function dying(): readonly string[] {
  const statements = function* () {
    yield* HALF
    process.kill(process.pid, 'SIGKILL')
  }
  return statements() as unknown as readonly string[]
}

;(MIGRATIONS as Migration[]).push(next)
await migrateDatabase(database, { back: false, now: Date.now() })
