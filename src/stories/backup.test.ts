/** Backed up while people work, restored elsewhere, and gone on with; what is not whole or not free is refused in words. */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command as backup } from '../cli/backup.ts'
import { command as migrate } from '../cli/migrate.ts'
import { command as restore } from '../cli/restore.ts'
import type { FileRef } from '../rules/nouns.ts'
import { commanded, type Ended } from './commanded.ts'
import { type Told, tell } from './house.ts'
import { files, only, paidToClosed, TERMS, upToPlan } from './road.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-backup-'))
const kept = join(folder, 'kept')
let house: Told
let whole: string
/** Filed and answered before the backup began. */
const before: string[] = []
let click: { readonly body: object; readonly answer: { readonly revision: number } }
let photo: string

beforeAll(async () => {
  house = await tell()
  const ref = await uploaded()
  photo = ref.sha256
  before.push(await files(house, { photos: [ref] }))
  const { number, engineer } = await upToPlan(house)
  await house.as(engineer).does('submit', number, { ...TERMS, plan_kind: 'refund', plan_amount: '300' })
  const approver = await only(house, number)
  const revision = (await house.store.case(number))?.revision
  const body = { do: 'click', action: 'redress.approve', value: `${number}:${revision}`, key: 'before-the-backup' }
  click = { body: { as: approver, ...body }, answer: await house.as(approver).act(body) }
  before.push(number)
  whole = await backedUpAmongPeople()
}, 60_000)
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function uploaded(): Promise<FileRef> {
  const headers = { 'x-file-name': 'a.png' }
  const response = await fetch(`${house.url}/playground/api/files`, { method: 'POST', headers, body: PNG })
  return (await response.json()) as FileRef
}

const settings = (at: string): Record<string, string> => ({
  DATABASE_URL: `file:${join(at, 'redress.db')}`,
  FILES_URL: `file:${join(at, 'files')}`,
})

/** People file without a pause while it runs. */
async function backedUpAmongPeople(): Promise<string> {
  let over = false
  let filed = 0
  const people = (async () => {
    while (!over) {
      // Each about another model: a batch would go on by itself behind the backup.
      await files(house, { model: `M-${filed}` })
      filed += 1
    }
  })()
  const { status, said } = await commanded(backup, ['--to', kept, '--json'], settings(house.folder))
  over = true
  await people
  expect(status, said).toBe(0)
  expect(filed).toBeGreaterThan(2)
  const told = JSON.parse(said)
  expect(told.folder).toMatch(/redress-\d{4}-\d\d-\d\dT\d{6}Z$/)
  expect(readdirSync(kept)).toHaveLength(1)
  // One moment of them: as many as were there then, each whole.
  expect(told.proof.cases).toBeGreaterThanOrEqual(before.length)
  expect(told.broken).toEqual([])
  expect(told.files).toMatchObject({ count: 1, missing: [] })
  return told.folder
}

test('what was acknowledged is there in another place, and the work goes on from it', async () => {
  const at = mkdtempSync(join(folder, 'restored-'))
  const { status, said } = await commanded(restore, ['--from', whole], settings(at))
  expect(status, said).toBe(0)
  expect(said).toMatch(/恢复完成[\s\S]*Restored/)
  const other = await tell({ env: settings(at), from: Date.parse('2026-03-02T10:00:00+08:00') })
  try {
    for (const number of before) {
      expect(await other.facts(number)).toEqual(await house.facts(number))
      expect(await other.store.verify(number)).toBeUndefined()
    }
    const again = await other.as('feng.lan').act(click.body)
    expect(again).toMatchObject({ is: 'done', revision: click.answer.revision })
    const [, number = ''] = before
    expect(await other.happened(number, 'approved')).toHaveLength(1)
    const bytes = await fetch(`${other.url}/playground/files/${photo}`)
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(PNG)
    await paidToClosed(other, number)
    // Numbers go on after those that came along.
    expect(before).not.toContain(await files(other))
  } finally {
    await other.close()
  }
})

describe('a restore refuses', () => {
  const into = (name: string): string => mkdtempSync(join(folder, `${name}-`))
  const refused = async (from: string, at: string, words: RegExp) => {
    const { status, said } = await commanded(restore, ['--from', from], settings(at))
    expect(status).toBe(1)
    expect(said).toMatch(words)
    expect(said).toMatch(/\p{Script=Han}/u)
  }

  test('to write over a living database, and one that somebody uses', async () => {
    const facts = await house.facts(before[0] ?? '')
    await refused(whole, house.folder, /already in use by process \d+/)
    const at = into('full')
    expect((await commanded(restore, ['--from', whole], settings(at))).status).toBe(0)
    const stood = readFileSync(join(at, 'redress.db'))
    await refused(whole, at, /is not empty \(cases: \d+, .*nothing is ever written over/)
    expect(readFileSync(join(at, 'redress.db'))).toEqual(stood)
    expect(await house.facts(before[0] ?? '')).toEqual(facts)
    const log = into('log')
    writeFileSync(join(log, 'redress.db-wal'), 'a log of something else')
    await refused(whole, log, /move it away together with its -wal/)
    const strange = into('strange')
    writeFileSync(join(strange, 'redress.db'), 'no database at all, but somebody wants it')
    await refused(whole, strange, /cannot be read \(.*is ever written over/s)
  })

  test('what is not whole, naming what is wrong, and leaves no database behind', async () => {
    const spoil = (name: string, work: (copy: string) => void): string => {
      const copy = join(folder, name)
      cpSync(whole, copy, { recursive: true })
      work(copy)
      return copy
    }
    const database = (copy: string): string => join(copy, 'redress.db')
    const manifest = (copy: string, change: (found: Record<string, unknown>) => object): void => {
      const path = join(copy, 'manifest.json')
      writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))))
    }
    const cases: readonly (readonly [string, (copy: string) => void, RegExp])[] = [
      [
        'a-byte',
        (copy) => {
          const bytes = readFileSync(database(copy))
          bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100)
          writeFileSync(database(copy), bytes)
        },
        /is damaged \(redress\.db: sha256\)/,
      ],
      [
        'a-tail',
        (copy) => writeFileSync(database(copy), readFileSync(database(copy)).subarray(0, -2048)),
        /bytes, not/,
      ],
      ['no-file', (copy) => rmSync(join(copy, 'files', photo.slice(0, 2)), { recursive: true }), /files: 0, not 1/],
      ['a-file', (copy) => writeFileSync(join(copy, 'files', photo.slice(0, 2), photo.slice(2)), 'x'), /sha256/],
      ['no-manifest', (copy) => rmSync(join(copy, 'manifest.json')), /is no backup of Redress/],
      ['newer', (copy) => manifest(copy, (found) => ({ ...found, format: 2 })), /newer Redress \(format 2\)/],
      ['newer-schema', (copy) => manifest(copy, (found) => ({ ...found, schema: 99 })), /newer Redress \(schema 99/],
      [
        'a-proof',
        (copy) => manifest(copy, (found) => ({ ...found, proof: { ...(found.proof as object), heads: '0' } })),
        /is damaged \(heads\)/,
      ],
    ]
    for (const [name, work, words] of cases) {
      const at = into(name)
      await refused(spoil(name, work), at, words)
      expect(existsSync(join(at, 'redress.db')), name).toBe(false)
    }
    await refused(kept, into('parent'), new RegExp(`is no backup.*${whole.slice(-18)}`, 's'))
  })
})

test('a backup tells of files that are lost, and of chains that were broken before, and stands all the same', async () => {
  const at = mkdtempSync(join(folder, 'worn-'))
  expect((await commanded(restore, ['--from', whole], settings(at))).status).toBe(0)
  rmSync(join(at, 'files', photo.slice(0, 2)), { recursive: true })
  const db = new BetterSqlite(join(at, 'redress.db'))
  db.exec(
    `DROP TRIGGER fact_no_update; UPDATE fact SET body = replace(body, '冰箱', '洗衣机') WHERE seq = 1 AND number = '${before[0]}'`,
  )
  db.close()
  const worn = await commanded(backup, ['--to', join(folder, 'worn')], settings(at))
  expect(worn.status).toBe(1)
  expect(worn.said).toMatch(new RegExp(`1 files that complaints name are missing or damaged: ${photo}`))
  expect(worn.said).toContain(`The chain of ${before[0]} is broken at fact 1`)
  const [name = ''] = readdirSync(join(folder, 'worn'))
  const again = await commanded(restore, ['--from', join(folder, 'worn', name)], settings(join(at, 'again')))
  expect(again.said).toContain('Restored')
  expect(again.status).toBe(1)
})

test('an older backup comes up to date where it is restored; the backup stays as it is', async () => {
  const at = mkdtempSync(join(folder, 'older-'))
  expect((await commanded(restore, ['--from', whole], settings(at))).status).toBe(0)
  const back = (): Promise<Ended> => commanded(migrate, ['--back', '--json'], settings(at))
  while (JSON.parse((await back()).said).schema > 3);
  const older = JSON.parse((await commanded(backup, ['--to', join(folder, 'older'), '--json'], settings(at))).said)
  expect(older.schema).toBe(3)
  const again = join(at, 'again')
  expect((await commanded(restore, ['--from', older.folder], settings(again))).status).toBe(0)
  const other = await tell({ env: settings(again), from: Date.parse('2026-03-02T10:00:00+08:00') })
  expect(await other.facts(before[1] ?? '')).toEqual(await house.facts(before[1] ?? ''))
  expect(before).not.toContain(await files(other))
  await other.close()
  const manifest = JSON.parse(readFileSync(join(older.folder, 'manifest.json'), 'utf8'))
  const sum = createHash('sha256')
    .update(readFileSync(join(older.folder, 'redress.db')))
    .digest('hex')
  expect(sum).toBe(manifest.database.sha256)
})

test('where nothing can be written, it says so and leaves nothing', async () => {
  const at = mkdtempSync(join(folder, 'file-'))
  writeFileSync(join(at, 'taken'), '')
  const { status, said } = await commanded(backup, ['--to', join(at, 'taken', 'kept')], settings(house.folder))
  expect([status, said]).toEqual([
    1,
    expect.stringMatching(/写不进[\s\S]*not possible to write to .*taken\/kept \(ENOTDIR\)/),
  ])
  expect(readdirSync(at)).toEqual(['taken'])
})

test('a database that is only started makes room, and is put aside', async () => {
  const at = mkdtempSync(join(folder, 'started-'))
  const empty = await tell({ env: settings(at) })
  await empty.stop()
  expect((await commanded(restore, ['--from', whole], settings(at))).status).toBe(0)
  expect(readdirSync(at).filter((name) => /^redress\.db\.empty-\d+$/.test(name))).toHaveLength(1)
  await empty.close()
})
