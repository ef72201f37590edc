/** A living SQLite installation moves to PostgreSQL with a proof, works on there, and comes back through a backup. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databasesOn } from '../../data/postgres/testing/databases.ts'
import { command as backup } from '../cli/backup.ts'
import { command as show } from '../cli/case.ts'
import { command as migrate } from '../cli/migrate.ts'
import { command as migrateStore } from '../cli/migrate-store.ts'
import { command as play } from '../cli/play.ts'
import { command as restore } from '../cli/restore.ts'
import { command as seed } from '../cli/seed.ts'
import { commanded, type Ended } from './commanded.ts'
import { type Told, tell } from './house.ts'
import { files, only, paidToClosed, TERMS, upToPlan } from './road.ts'
import { describePostgres } from './test-database.ts'

const REFUND = { ...TERMS, plan_kind: 'refund', plan_amount: '300' } as const
const LATER = Date.parse('2026-03-02T10:00:00+08:00')

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describePostgres('moving to PostgreSQL and back', (url) => {
  const databases = databasesOn(url)
  const folder = mkdtempSync(join(tmpdir(), 'redress-moving-'))
  const here = { DATABASE_URL: `file:${join(folder, 'redress.db')}`, FILES_URL: `file:${join(folder, 'files')}` }
  const numbers: string[] = []
  let click: { readonly body: object; readonly revision: number }
  let photo: { readonly sha256: string }
  let facts: readonly unknown[]
  let there: string
  let moved: Ended
  const running: Told[] = []

  async function open(env: Readonly<Record<string, string>>): Promise<Told> {
    const house = await tell({ env, from: LATER })
    running.push(house)
    return house
  }

  beforeAll(async () => {
    there = await databases.fresh()
    const house = await tell({ env: here })
    const sent = await fetch(`${house.url}/playground/api/files`, {
      ...{ method: 'POST', headers: { 'x-file-name': 'a.png' }, body: PNG },
    })
    photo = (await sent.json()) as { sha256: string }
    numbers.push(await files(house, { photos: [photo] }))
    const { number, engineer } = await upToPlan(house)
    await house.as(engineer).does('submit', number, REFUND)
    const approver = await only(house, number)
    const state = await house.store.case(number)
    const body = { as: approver, do: 'click', action: 'redress.approve', value: `${number}:${state?.revision}` }
    const answer = await house.as(approver).act({ ...body, key: 'before-the-move' })
    click = { body: { ...body, key: 'before-the-move' }, revision: answer.revision }
    numbers.push(number)
    facts = await house.facts(number)
    const busy = await commanded(migrateStore, ['--to', there], here)
    expect(busy.status).toBe(1)
    expect(busy.said).toMatch(/already in use by process \d+[\s\S]*kill -TERM/)
    await house.stop()
  }, 60_000)
  afterAll(async () => {
    for (const house of running) await house.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('files that are elsewhere stop it before anything is moved', async () => {
    const lost = { ...here, FILES_URL: `file:${join(folder, 'nowhere')}` }
    const { status, said } = await commanded(migrateStore, ['--to', there], lost)
    expect(status).toBe(1)
    expect(said).toMatch(/1 files that complaints name are not in .*nowhere: set FILES_URL/)
  })

  test('both sides agree row by row, and SQLite is as it was', async () => {
    const stood = readFileSync(join(folder, 'redress.db'))
    const before = readdirSync(folder).filter((name) => !name.endsWith('.lock'))
    moved = await commanded(migrateStore, ['--to', there, '--json'], here)
    expect(moved.status, moved.said).toBe(0)
    const proof = JSON.parse(moved.said)
    expect(proof.target).toEqual(proof.source)
    expect(proof.source).toMatchObject({ cases: 2, open: 2 })
    expect(proof.source.timers).toBeGreaterThan(0)
    expect(proof.source.tables.inbox.rows).toBeGreaterThan(4)
    expect(proof.source.tables.chat_post.rows).toBeGreaterThan(4)
    expect(moved.said).not.toContain('redress@')
    expect(readFileSync(join(folder, 'redress.db'))).toEqual(stood)
    expect(readdirSync(folder).filter((name) => !name.endsWith('.lock'))).toEqual(before)
    const again = await commanded(migrateStore, ['--to', there], here)
    expect(again.status).toBe(1)
    expect(again.said).toMatch(/is not empty \(cases: 2, .*nothing is ever written over/)
  })

  test('the work goes on there: keys, numbers, posts, timers', async () => {
    const house = await open({ DATABASE_URL: there, FILES_URL: here.FILES_URL })
    const [, number = ''] = numbers
    expect(await house.facts(number)).toEqual(facts)
    expect(await house.as('feng.lan').act(click.body)).toMatchObject({ is: 'done', revision: click.revision })
    expect(await house.happened(number, 'approved')).toHaveLength(1)
    expect(numbers).not.toContain(await files(house))
    await paidToClosed(house, number)
    expect(await house.store.verify(number)).toBeUndefined()
  })

  test('a backup beside a running replica, which nobody pushes aside, comes back into SQLite and into another server, with the same content', async () => {
    const kept = join(folder, 'kept')
    const { status, said } = await commanded(backup, ['--to', kept, '--json'], {
      ...{ DATABASE_URL: there, FILES_URL: here.FILES_URL },
    })
    expect(status, said).toBe(0)
    const { folder: whole, ...manifest } = JSON.parse(said)
    expect(manifest).toMatchObject({ from: 'postgres', broken: [], files: { count: 1, missing: [] } })

    const used = await commanded(restore, ['--from', whole, '--into', there], { FILES_URL: '' })
    expect(used.said).toMatch(/is in use: Redress runs on it \(\d+ connections\)\. Stop all replicas/)

    const back = {
      DATABASE_URL: `file:${join(folder, 'back', 'redress.db')}`,
      FILES_URL: `file:${join(folder, 'back', 'files')}`,
    }
    const restored = await commanded(restore, ['--from', whole, '--json'], back)
    expect(restored.status, restored.said).toBe(0)
    expect(JSON.parse(restored.said).proof).toEqual(manifest.proof)

    const second = await databases.fresh()
    const server = await commanded(restore, ['--from', whole, '--into', second, '--json'], { FILES_URL: '' })
    expect(server.status, server.said).toBe(0)
    expect(JSON.parse(server.said).proof).toEqual(manifest.proof)
    const [held] = await databases.raw('SELECT sha256, octet_length(bytes) AS size FROM file_body', second)
    expect(held).toEqual({ sha256: photo.sha256, size: PNG.byteLength })

    // A replica on the restored one: files come out of the database, posts and cases are counted on.
    const house = await open({ DATABASE_URL: second, FILES_URL: '' })
    const bytes = await fetch(`${house.url}/playground/files/${photo.sha256}`)
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(PNG)
    expect(numbers).not.toContain(await files(house))
    const own = await commanded(backup, ['--to', join(folder, 'own'), '--json'], {
      DATABASE_URL: second,
      FILES_URL: '',
    })
    expect(JSON.parse(own.said)).toMatchObject({ proof: { cases: 4 }, files: { count: 1, missing: [] } })
  })

  test('a chain that was broken before goes along as it is, and is told', async () => {
    const worn = mkdtempSync(join(folder, 'worn-'))
    cpSync(join(folder, 'redress.db'), join(worn, 'redress.db'))
    const db = `file:${join(worn, 'redress.db')}`
    const { default: BetterSqlite } = await import('better-sqlite3')
    const raw = new BetterSqlite(join(worn, 'redress.db'))
    raw.exec(
      `DROP TRIGGER fact_no_update; UPDATE fact SET body = replace(body, '冰箱', '洗衣机') WHERE seq = 1 AND number = '${numbers[0]}'`,
    )
    raw.close()
    const other = await databases.fresh()
    // An older one would first have to be upgraded, which would change it.
    await commanded(migrate, ['--back'], { ...here, DATABASE_URL: db })
    const older = await commanded(migrateStore, ['--to', other], { ...here, DATABASE_URL: db })
    expect(older.said).toMatch(/has an older schema[\s\S]*redress migrate/)
    await commanded(migrate, [], { ...here, DATABASE_URL: db })
    const { status, said } = await commanded(migrateStore, ['--to', other], { ...here, DATABASE_URL: db })
    expect(status).toBe(1)
    expect(said).toContain(`The chain of ${numbers[0]} is broken at fact 1`)
    expect(said).toContain('both sides agree row by row')
  })
})

describePostgres('commands that write to PostgreSQL', (url) => {
  const databases = databasesOn(url)

  test('leave one alone that somebody works on; a command that reads does not', async () => {
    const at = await databases.fresh()
    const house = await tell({ env: { DATABASE_URL: at, FILES_URL: '' } })
    try {
      const input = fileURLToPath(new URL('../../data/demo/complaints.jsonl', import.meta.url))
      for (const [command, args] of [
        [seed, ['--cases', '1']],
        [play, ['--input', input, '--limit', '1', '--database', at]],
        [migrate, ['--back']],
      ] as const) {
        const { status, said } = await commanded(command, args, { DATABASE_URL: at, FILES_URL: '' })
        expect([status, said]).toEqual([
          1,
          expect.stringMatching(/is in use: Redress runs on it[\s\S]*Stop all replicas/),
        ])
      }
      const number = await files(house)
      const shown = await commanded(show, [number, '--json'], { DATABASE_URL: at, FILES_URL: '' })
      expect(JSON.parse(shown.said)).toMatchObject({ case: { number }, chain: 'intact' })
    } finally {
      await house.close()
    }
  })
})
