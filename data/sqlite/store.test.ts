/** The SQLite store passes the contract, and keeps the promises only a file can break. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { acting, decide, fileOne, filing, judgeWith, numbering, type Opened, START } from '../contract/samples.ts'
import { MIGRATIONS } from '../migrations.ts'
import { storeContract } from '../store-contract.ts'
import { commitQueue } from './commit-queue.ts'
import { migrate } from './migrate.ts'
import { configure, openSqlite, type SqliteOpened } from './open.ts'
import { sqliteStore } from './store.ts'
import { transactions } from './transaction.ts'

const endings: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

function freshFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'redress-store-'))
  endings.push(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'var', 'redress.db')
}

function opening(file: string, more: object = {}): SqliteOpened {
  const opened = openSqlite({ file, ...numbering, ...more })
  endings.push(() => opened.close())
  return opened
}

function openedAt(file: string): Opened {
  const { store, chat, drafts, seals, close } = opening(file)
  const raw = async (sql: string) => {
    const db = new BetterSqlite(file)
    try {
      db.exec(sql)
    } finally {
      db.close()
    }
  }
  const disarm = () =>
    raw(
      ['fact', 'seal', 'seal_leaf']
        .flatMap((one) => ['update', 'delete'].map((verb) => `DROP TRIGGER ${one}_no_${verb};`))
        .join(''),
    )
  const reopen = async () => {
    await close()
    return openedAt(file)
  }
  return { store, chat, drafts, seals, close, reopen, raw, disarm }
}

/** Opens the file in a process of its own, files one case there, and leaves it running without a hold on its store. */
async function ownerInAnotherProcess(file: string): Promise<{ child: ChildProcess; number: string }> {
  const script = `
    import { fileOne, numbering } from '${new URL('../contract/samples.ts', import.meta.url)}'
    import { openSqlite } from '${new URL('./open.ts', import.meta.url)}'
    const number = await fileOne(openSqlite({ file: process.argv[1], ...numbering }).store, 'a')
    globalThis.gc()
    setTimeout(() => process.stdout.write(number), 50)
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module-typescript', '-e', script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  endings.push(() => void child.kill('SIGKILL'))
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, number: said.toString() }
}

/** A store whose database can be given no page more. */
function limitable(): { store: Store; fill: (full: boolean) => void } {
  const db = new BetterSqlite(':memory:')
  endings.push(() => void db.close())
  migrate(db, ':memory:', 0)
  const tx = transactions(db)
  const close = async () => void db.close()
  const parts = { ...numbering, tx, queue: commitQueue(tx), wall: Date.now, close }
  const store = sqliteStore(db, { ...parts, alone: true })
  const fill = (full: boolean) => void db.pragma(`max_page_count = ${full ? 1 : 1_000_000}`)
  return { store, fill }
}

storeContract('SQLite', async () => openedAt(freshFile()))

describe('a SQLite file', () => {
  it('refuses a second owner with the reason', async () => {
    const file = freshFile()
    const { close } = opening(file)
    expect(() => openSqlite({ file, ...numbering })).toThrow(`in use by process ${process.pid}`)
    await close()
    const { store } = opening(file)
    await fileOne(store, 'a')
  })

  it('lets readers in beside its owner, who see each commit and can write nothing', async () => {
    const file = freshFile()
    const { store } = opening(file)
    const number = await fileOne(store, 'a')
    const reader = opening(file, { readOnly: true })
    expect((await reader.store.case(number))?.revision).toBe(2)
    await decide(store, acting('b', number))
    expect((await reader.store.case(number))?.revision).toBe(3)
    await expect(decide(reader.store, filing('c'))).rejects.toThrow('readonly')
    await expect(reader.store.setSetting('a', 'b')).rejects.toThrow('readonly')
  })

  it('is free again after its owner was killed, with everything that was acknowledged', async () => {
    const file = freshFile()
    const { child, number } = await ownerInAnotherProcess(file)
    expect(() => openSqlite({ file, ...numbering })).toThrow(`in use by process ${child.pid}`)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
    const { store } = opening(file)
    expect((await store.case(number))?.revision).toBe(2)
    expect(await store.verify(number)).toBeUndefined()
  })

  it('is set to sync every commit', () => {
    const db = new BetterSqlite(join(mkdtempSync(join(tmpdir(), 'redress-store-')), 'a.db'))
    endings.push(() => rmSync(dirname(db.name), { recursive: true }))
    endings.push(() => void db.close())
    configure(db)
    const set = ['journal_mode', 'page_size', 'synchronous', 'wal_autocheckpoint', 'foreign_keys']
    expect(set.map((name) => db.pragma(name, { simple: true }))).toEqual(['wal', 2048, 2, 16_000, 1])
  })

  it('of a newer version, of something else, or missing is refused in words', async () => {
    const newer = freshFile()
    await opening(newer).close()
    const db = new BetterSqlite(newer)
    db.prepare('INSERT INTO schema_version VALUES (?, ?, ?)').run((MIGRATIONS.at(-1)?.version ?? 0) + 1, 'later', 0)
    db.close()
    expect(() => openSqlite({ file: newer, ...numbering })).toThrow('newer Redress')
    expect(() => openSqlite({ file: newer, readOnly: true, ...numbering })).toThrow('newer Redress')
    const missing = freshFile()
    expect(() => openSqlite({ file: missing, readOnly: true, ...numbering })).toThrow('does not exist')
    expect(existsSync(missing)).toBe(false)
    const foreign = join(newer, '..', 'foreign.db')
    new BetterSqlite(foreign).exec('CREATE TABLE t (a)').close()
    expect(() => openSqlite({ file: foreign, ...numbering })).toThrow('something else')
    const text = join(newer, '..', 'text.db')
    writeFileSync(text, 'not a database at all, but long enough to look like one'.repeat(20))
    expect(() => openSqlite({ file: text, ...numbering })).toThrow('not a SQLite database')
  })

  it('that is full rejects the whole call, keeps nothing of it, and goes on when there is room', async () => {
    const { store, fill } = limitable()
    const number = await fileOne(store, 'a')
    fill(true)
    const batch = [acting('b', number), filing('big', 'x'.repeat(20_000)), acting('c', number)]
    const call = store.apply(
      batch.map((command) => ({ command })),
      judgeWith(),
      START,
    )
    await expect(call).rejects.toThrow('full')
    expect((await store.case(number))?.revision).toBe(2)
    fill(false)
    expect(await decide(store, acting('b', number))).toEqual({ number, revision: 3 })
    expect(await store.verify(number)).toBeUndefined()
  })

  it('takes the next number of a day without walking over those before', async () => {
    const asked: number[] = []
    const numberFor = (now: number, seq: number) => {
      asked.push(seq)
      return numbering.numberFor(now, seq)
    }
    const { store } = opening(':memory:', { numberFor })
    for (const id of ['a', 'b', 'c']) await fileOne(store, id)
    expect([...new Set(asked)]).toEqual([1, 2, 3])
    expect(asked.lastIndexOf(1)).toBeLessThan(asked.indexOf(2))
    expect(asked.lastIndexOf(2)).toBeLessThan(asked.indexOf(3))
  })

  it('commits what is queued before it closes', async () => {
    const file = freshFile()
    const { chat, close } = opening(file)
    const post = chat.post({ key: 'a', to: 'channel/quality', body: 'last words' }, START)
    await close()
    const id = await post
    expect((await opening(file).chat.get(id))?.body).toBe('last words')
    await expect(chat.post({ key: 'b', to: 'channel/quality', body: '' }, START)).rejects.toThrow('not open')
  })

  it('in memory works alike and needs no lock', async () => {
    const { store } = opening(':memory:')
    expect(await fileOne(store, 'a')).toBe('C-20261122-0001')
  })
})
