/** Schemas go forward and one version back, all or nothing, also when the process dies in the middle. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import BetterSqlite from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { describePostgres } from '../src/stories/test-database.ts'
import { acting, decide, filing, numbering } from './contract/samples.ts'
import { migrateDatabase } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'
import { type Opened, openDatabase } from './open.ts'
import { databasesOn } from './postgres/testing/databases.ts'
import { UnusableDatabase } from './unusable.ts'

/** The last of the versions that came without a way back. */
const OLDEST = 3
const NEWEST = MIGRATIONS.length

const folder = mkdtempSync(join(tmpdir(), 'redress-migrate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const back = (database: string) => migrateDatabase(database, { back: true, now: 1 })
const forward = (database: string) => migrateDatabase(database, { back: false, now: 2 })
const open = (database: string): Promise<Opened> => openDatabase({ database, ...numbering })

/** A case with three facts; gives its number. */
async function lived(database: string): Promise<string> {
  const { store, close } = await open(database)
  const { number } = (await decide(store, filing('a'))) as { number: string }
  await decide(store, acting('b', number))
  await close()
  return number
}

/** What is there is whole, and more can be done with it. */
async function goesOn(database: string, number: string, id: string): Promise<void> {
  const { store, close } = await open(database)
  try {
    expect(await store.facts(number)).toHaveLength(3)
    expect(await store.verify(number)).toBeUndefined()
    expect(await decide(store, acting('b', number))).toMatchObject({ revision: 3, repeated: true })
    expect(await decide(store, filing(id))).not.toMatchObject({ number })
  } finally {
    await close()
  }
}

/** Why it was refused, which is said in both languages. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (found: unknown) => found,
  )
  if (!(error instanceof UnusableDatabase)) throw new Error(`not refused: ${String(error)}`)
  expect(error.says.zh).toMatch(/\p{Script=Han}/u)
  return `${error.reason}: ${error.says.en}`
}

/** All the way back, and forward again. */
async function thereAndBack(database: string): Promise<void> {
  const number = await lived(database)
  for (let version = NEWEST; version > OLDEST; version -= 1)
    expect(await back(database)).toEqual({ from: version, schema: version - 1 })
  expect(await refusal(back(database))).toMatch(/first_version: .*schema 3.*restore a backup/)
  expect(await forward(database)).toEqual({ from: OLDEST, schema: NEWEST })
  expect(await forward(database)).toEqual({ from: NEWEST, schema: NEWEST })
  await goesOn(database, number, 'c')
}

const dying = (database: string) =>
  spawn(process.execPath, [fileURLToPath(new URL('./testing/dying-upgrade.ts', import.meta.url)), database], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })

test('a SQLite file goes back as far as there is a way, and forward again, with all that was in it', async () => {
  const file = join(folder, 'back.db')
  expect(await refusal(back(file))).toMatch(/missing_file/)
  expect(existsSync(file)).toBe(false)
  await thereAndBack(file)
})

test('a SQLite file that somebody uses, that is newer, or that was changed by hand, is left alone', async () => {
  const file = join(folder, 'used.db')
  const number = await lived(file)
  const used = await open(file)
  expect(await refusal(back(file))).toMatch(/in_use: .*by process \d+/)
  await used.close()

  while ((await back(file)).schema > 4);
  const db = new BetterSqlite(file)
  db.exec('ALTER TABLE outbox ADD COLUMN revision INTEGER')
  expect(await refusal(open(file))).toMatch(/half_upgraded: .*schema 5 \(duplicate column.*still at 4/)
  db.exec('ALTER TABLE outbox DROP COLUMN revision')
  await goesOn(file, number, 'c')

  db.exec(`INSERT INTO schema_version VALUES (99, 'next', 1)`)
  db.close()
  const read = (database: string) => openDatabase({ database, ...numbering, readOnly: true })
  for (const work of [open, back, forward, read])
    expect(await refusal(work(file))).toMatch(/newer: .*schema 99, this program knows up to \d+.*migrate --back/)
})

test('a process that is killed in the middle of an upgrade leaves a SQLite file as it was', async () => {
  const file = join(folder, 'killed.db')
  const number = await lived(file)
  const [code, signal] = await once(dying(file), 'exit')
  expect([code, signal]).toEqual([null, 'SIGKILL'])
  const db = new BetterSqlite(file, { readonly: true })
  const names = db.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all()
  db.close()
  expect(names).toContain('cases_by_filer')
  expect(names).not.toContain('half')
  await goesOn(file, number, 'c')
}, 20_000)

describePostgres('migrations of PostgreSQL', (url) => {
  const databases = databasesOn(url)

  test('it goes back as far as there is a way, and forward again, with all that was in it', async () => {
    await thereAndBack(await databases.fresh())
  })

  test('nothing is lost on the way back, and nobody is pushed aside', async () => {
    const at = await databases.fresh()
    await lived(at)
    while ((await back(at)).schema > 4);
    await databases.raw(`INSERT INTO file_body VALUES ('ab', '{}', 1, '\\x00')`, at)
    expect(await refusal(back(at))).toMatch(/would_lose: .*1 rows of file_body.*take a redress backup/)
    expect(await databases.raw('SELECT count(*)::int AS n FROM file_body', at)).toEqual([{ n: 1 }])
    const used = await open(at)
    expect(await refusal(back(at))).toMatch(/in_use_server: .*Stop all replicas/)
    await used.close()
  })

  test('what cannot be used is told apart, with the way out', async () => {
    const at = await databases.fresh()
    await databases.raw('CREATE TABLE of_somebody_else (n INT)', at)
    expect(await refusal(open(at))).toMatch(/foreign_server: .*name another one/)
    const other = new URL(at)
    other.pathname = '/redress_that_is_not_there'
    expect(await refusal(open(other.href))).toMatch(/no_database: .*createdb/)
    const stranger = new URL(at)
    stranger.username = 'redress_stranger'
    const words = await refusal(open(stranger.href))
    expect(words).toMatch(/login: .*check DATABASE_URL/)
    expect(words).not.toContain('redress_stranger')
    expect(await refusal(open('postgres://redress:geheim@127.0.0.1:1/redress'))).toMatch(
      /unreachable: postgres:\/\/127\.0\.0\.1:1\/redress cannot be reached \(ECONNREFUSED\)/,
    )
    const somebody = `redress_poor_${process.pid}`
    await databases.raw(`CREATE ROLE ${somebody} LOGIN`, at)
    try {
      const poor = new URL(await databases.fresh())
      poor.username = somebody
      expect(await refusal(open(poor.href))).toMatch(/denied: .*permission denied.*make it the owner/)
    } finally {
      await databases.raw(`DROP ROLE ${somebody}`, at)
    }
    const newer = await databases.fresh()
    await lived(newer)
    await databases.raw(`INSERT INTO schema_version VALUES (99, 'next', 1)`, newer)
    for (const work of [open, back, forward]) expect(await refusal(work(newer))).toMatch(/newer: .*schema 99/)
  })

  test('a process that is killed in the middle of an upgrade leaves the database as it was', async () => {
    const at = await databases.fresh()
    const number = await lived(at)
    const inside = `SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'redress tool'`
    const child = dying(at)
    const seen = async (wanted: number, sql: string): Promise<void> => {
      for (let tries = 0; (await databases.raw(sql, at))[0]?.n !== wanted; tries += 1) {
        if (tries > 200) throw new Error(`never ${wanted}`)
        await pause(50)
      }
    }
    await seen(1, `${inside} AND query LIKE '%pg_sleep%' AND state = 'active'`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    // The server notices when it wants to answer.
    await seen(0, inside)
    expect(
      await databases.raw(`SELECT to_regclass('half') AS half, to_regclass('cases_by_filer')::text AS index`, at),
    ).toEqual([{ half: null, index: 'cases_by_filer' }])
    await goesOn(at, number, 'c')
  }, 20_000)
})
