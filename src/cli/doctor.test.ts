import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CHECKS, DIAGNOSES } from '../../cards/doctor.ts'
import { openSqlite } from '../../data/sqlite/open.ts'
import { type Config, readConfig } from '../config.ts'
import { OFFSET } from '../house-clock.ts'
import type { Finding } from '../ports.ts'
import { FRIDGE, tell } from '../stories/house.ts'
import { command } from './doctor.ts'
import { checkClock, checkDatabase, checkDisk, checkFiles, checkPolicy, checkPort } from './doctor-checks.ts'
import { checkPlatform } from './doctor-platforms.ts'

const NOW = Date.UTC(2026, 10, 22, 6, 5)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redress-doctor-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function config(env: Readonly<Record<string, string>> = {}): Config {
  const read = readConfig({
    DATABASE_URL: `file:${join(folder, 'redress.db')}`,
    FILES_URL: `file:${join(folder, 'files')}`,
    PORT: '0',
    ...env,
  })
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return read
}

/** The findings as `mark: English words`, shortened. */
const said = (findings: readonly Finding[]): string[] => findings.map(({ is, says }) => `${is}: ${says.en}`)

/** A database with one complaint, whose playground clock is an hour ahead. */
async function fill(): Promise<void> {
  const house = await tell({ env: { DATABASE_URL: `file:${join(folder, 'redress.db')}` } })
  await house.as('wang.li').files({ ...FRIDGE, wish: [] })
  await house.store.setSetting(OFFSET, '3600000')
  await house.close()
}

describe('the doctor finds', () => {
  it('a house that was never started to be fine, and leaves nothing behind', () => {
    expect(said(checkDatabase(config()).findings)).toEqual([
      'good: There is no database file yet; starting makes it.',
      expect.stringMatching(/^good: It is written in WAL mode with full syncs; a commit tried just now took \d+ ms\.$/),
    ])
    expect(said(checkFiles(config()))[0]).toMatch(/^good/)
    expect(said(checkPolicy(config()).findings)[0]).toMatch(/^good: The policy holds/)
    rmSync(folder, { recursive: true })
    mkdirSync(folder)
    checkDatabase(config())
    expect(readdir()).toEqual([])
  })

  it('a database that is whole, and one beside a running server', async () => {
    await fill()
    const { store, close } = openSqlite({
      file: join(folder, 'redress.db'),
      numberFor: () => 'C-1',
      dayOf: () => '2026-11-22',
    })
    const { findings, examined } = checkDatabase(config())
    expect(said(findings)[0]).toMatch(/^good: The database is whole\. Complaints in it: 1\.$/)
    expect(examined).toMatchObject({ journal: 'wal', ahead: 3_600_000, damage: [] })
    expect((await store.counts()).cases).toBe(examined?.cases)
    await close()
  })

  it('one that is damaged, one of something else, and a folder that is none', async () => {
    await fill()
    const file = join(folder, 'redress.db')
    const bytes = readFileSync(file)
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 8_192), Buffer.alloc(20_480, 7), bytes.subarray(28_672)]))
    expect(said(checkDatabase(config()).findings)[0]).toMatch(/^bad: The database file is damaged: /)

    const other = new BetterSqlite(join(folder, 'other.db'))
    other.exec('CREATE TABLE recipes (name TEXT)')
    other.close()
    const foreign = checkDatabase(config({ DATABASE_URL: `file:${join(folder, 'other.db')}` })).findings
    expect(said(foreign)[0]).toMatch(/^bad: The database cannot be used: .*something else/)
    writeFileSync(join(folder, 'text.db'), 'not a database at all, but long enough to be read as one'.repeat(20))
    const text = checkDatabase(config({ DATABASE_URL: `file:${join(folder, 'text.db')}` })).findings
    expect(said(text)[0]).toMatch(/^bad: /)
    const nowhere = checkDatabase(config({ DATABASE_URL: `file:${join(folder, 'text.db', 'redress.db')}` })).findings
    expect(said(nowhere).at(-1)).toMatch(/^bad: The folder of the database cannot be written to/)
  })

  it('a policy that does not hold, line and fix, or none', () => {
    const file = join(folder, 'policy.yaml')
    writeFileSync(file, 'version: 1\n')
    const wrong = checkPolicy(config({ POLICY_FILE: file })).findings
    expect(wrong.length).toBeGreaterThan(3)
    expect(wrong.every(({ is, fix }) => is === 'bad' && (fix?.zh ?? '') !== '')).toBe(true)
    const gone = config({ POLICY_FILE: file })
    rmSync(file)
    expect(said(checkPolicy(gone).findings)[0]).toMatch(/^bad: The policy cannot be read/)
  })

  it('little room on the disk', () => {
    const at = (megabytes: number): string => said(checkDisk(config(), () => megabytes * 1024 * 1024))[0] ?? ''
    expect(at(50)).toBe('bad: Only 50 MB of disk are free; 1 GB are advised.')
    expect(at(500)).toMatch(/^warning/)
    expect(at(5_000)).toBe('good: 4.9 GB of disk are free.')
  })

  it('a clock that cannot be right, and holidays that are not known', () => {
    const loaded = checkPolicy(config()).loaded
    const examined = { damage: [], journal: 'wal', cases: 1, newest: NOW, ahead: 0 }
    const clock = (now: number, more = {}) => said(checkClock(now, loaded, { ...examined, ...more }))
    expect(clock(NOW)[0]).toBe('good: The time of this machine looks right: Sun 22 Nov 2026, 14:05.')
    expect(clock(Date.UTC(2020, 0, 1))[0]).toMatch(/^bad: .*cannot be right/)
    expect(clock(NOW - 3_600_000)[0]).toMatch(/^bad: .* before the newest entry/)
    expect(clock(NOW - 3_600_000, { ahead: 3_600_000 })[0]).toMatch(/^good/)
    expect(clock(Date.UTC(2028, 9, 15), { newest: 0 })).toHaveLength(2)
    expect(clock(Date.UTC(2028, 10, 15)).at(-1)).toMatch(/^warning: There are no public holidays for 2029/)
  })
})

describe('the port', () => {
  let server: Server | undefined
  afterEach(() => server?.close())

  async function serving(status: number, body: string): Promise<Config> {
    server = createServer((_, answer) => answer.writeHead(status).end(body))
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    return config({ PORT: String((server.address() as AddressInfo).port) })
  }

  it('is free, ours and ready, ours and not ready, or somebody else’s', async () => {
    expect(said(await checkPort(config()))).toEqual(['good: Any free port will be taken.'])
    const ready = await serving(200, '{"ok":true,"reasons":[]}')
    expect(said(await checkPort(ready))[0]).toMatch(/^good: Redress runs at http:\/\/127\.0\.0\.1:\d+ and is ready\.$/)
    server?.close()
    const unready = await serving(503, '{"ok":false,"reasons":["stopping"]}')
    expect(said(await checkPort(unready))[0]).toMatch(/^bad: .*is not ready: stopping/)
    server?.close()
    expect(said(await checkPort(await serving(200, '<html>')))[0]).toMatch(
      /^bad: Another program listens on port \d+\.$/,
    )
  })
})

describe('platforms', () => {
  const good: Finding = { check: 'token', is: 'good', says: { zh: '好', en: 'good' } }
  async function collect(doctor: (() => AsyncIterable<Finding>) | undefined, patience?: number): Promise<Finding[]> {
    const all: Finding[] = []
    for await (const one of checkPlatform({ name: 'chat', ...(doctor ? { doctor } : {}) }, patience)) all.push(one)
    return all
  }

  it('speak for themselves, and are cut short when they hang', async () => {
    expect(
      await collect(async function* () {
        yield good
      }),
    ).toEqual([{ ...good, check: 'chat: token' }])
    const hung = await collect(async function* () {
      yield good
      await new Promise(() => undefined)
    }, 30)
    expect(hung.map(({ is }) => is)).toEqual(['good', 'bad'])
    expect(said(await collect(undefined))).toEqual(['good: chat has no checks of its own.'])
  })
})

it('every sentence is there in both languages, with the same parts', () => {
  for (const [name, { message, fix }] of Object.entries(DIAGNOSES) as [string, { message: Said; fix?: Said }][]) {
    for (const { zh, en } of fix ? [message, fix] : [message]) {
      const parts = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([part]) => part).sort()
      expect(parts(zh), name).toEqual(parts(en))
      expect(en, name).toMatch(/^[\x20-\x7e’“”]+$/)
    }
  }
})

interface Said {
  readonly zh: string
  readonly en: string
}

it('as a command says it in both languages, tells no secret, and exits 1 when something is bad', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    spawnSync(process.execPath, ['src/cli.ts', 'doctor', ...args], { cwd: root, env, encoding: 'utf8' })
  const env = { DATABASE_URL: `file:${join(folder, 'r.db')}`, FILES_URL: `file:${join(folder, 'f')}`, PORT: '0' }
  const bad = run([], { ...env, PORT: 'x', SECRET_KEY: 'geheim' })
  expect(bad.status).toBe(1)
  expect(bad.stdout).toContain('✗ 设置 Settings\n    PORT=x：这不是端口号。\n')
  expect(bad.stdout).toContain('有 2 处必须先解决。 To be mended first: 2.')
  expect(bad.stdout).not.toContain('geheim')
})

it('as a command gives JSON, and 0 when nothing is bad', async () => {
  vi.stubEnv('DATABASE_URL', `file:${join(folder, 'r.db')}`)
  vi.stubEnv('FILES_URL', `file:${join(folder, 'f')}`)
  vi.stubEnv('PORT', '0')
  let printed = ''
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  try {
    expect(await command.run({ positionals: [], values: { json: true } })).toBe(0)
  } finally {
    out.mockRestore()
    vi.unstubAllEnvs()
  }
  const { ok, findings } = JSON.parse(printed) as { readonly ok: boolean; readonly findings: readonly Finding[] }
  expect(ok).toBe(true)
  expect(new Set(findings.map(({ check }) => check))).toEqual(new Set(Object.keys(CHECKS)))
})

const readdir = (): readonly string[] =>
  spawnSync('ls', ['-A', folder], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
