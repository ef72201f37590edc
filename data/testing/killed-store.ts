/** A store killed in the middle of a commit, again and again: what was acknowledged is there once, and nothing is half there. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import BetterSqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store } from '../../src/ports.ts'
import type { Fact } from '../../src/rules/facts.ts'
import { acting, decide, filing, numbering, START } from '../contract/samples.ts'
import { openSqlite } from '../sqlite/open.ts'
import { type Acknowledged, BATCH } from './hammer.ts'

/** Longest time a process commits before it is killed, in milliseconds. */
const LONGEST = 100

let folder: string
let file: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'redress-kill-'))
  file = join(folder, 'redress.db')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lets a process hammer on the store, kills it `after` its first acknowledgement, and gives all that it said. */
async function killed(round: number, after: number): Promise<readonly Acknowledged[]> {
  const script = fileURLToPath(new URL('./hammer.ts', import.meta.url))
  const child = spawn(process.execPath, [script, file, `r${round}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString()
  })
  await Promise.race([once(child.stdout, 'data'), once(child, 'close')])
  setTimeout(() => child.kill('SIGKILL'), after)
  const [code, signal] = await once(child, 'close')
  expect([code, signal]).toEqual([null, 'SIGKILL'])
  // A line that was cut off by the kill was not said.
  return said
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Acknowledged)
}

/** The text of the command that a fact came from; a filing brings about two facts. */
function idOf({ what }: Fact): readonly string[] {
  if (what.is === 'filed') return [String(what.values.text)]
  return what.is === 'noted' ? [what.text] : []
}

/** Ids of all commands whose facts are there, with the case and the revision they led to. */
async function whole(store: Store): Promise<ReadonlyMap<string, readonly [string, number]>> {
  const found = new Map<string, readonly [string, number]>()
  const numbers = await store.openCases(undefined, 100_000)
  expect(numbers).toEqual(numbers.map((_, i) => numbering.numberFor(START, i + 1)))
  for (const number of numbers) {
    expect(await store.verify(number)).toBeUndefined()
    const facts = await store.facts(number)
    expect((await store.case(number))?.revision).toBe(facts.length)
    for (const fact of facts) {
      for (const id of idOf(fact)) {
        expect(found.has(id), `${id} is there twice`).toBe(false)
        found.set(id, [number, Math.max(fact.seq, 2)])
      }
    }
  }
  return found
}

/** What stands beside the cases is of their last revision, for every one of them, and nothing belongs to no case. */
function beside(ids: ReadonlySet<string>): void {
  const db = new BetterSqlite(file, { readonly: true })
  const column = (sql: string) => db.prepare<[], string | number>(sql).pluck().all()
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    const cases = column('SELECT number FROM cases ORDER BY number')
    const standing = [
      `SELECT number FROM task JOIN cases USING (number) WHERE body ->> 'revision' = cases.revision ORDER BY number`,
      'SELECT number FROM task_person ORDER BY number',
      `SELECT number FROM timer JOIN cases USING (number) WHERE rings = ${START} + cases.revision ORDER BY number`,
      `SELECT number FROM outbox JOIN cases USING (number) WHERE outbox.kind = 'view' AND wanted = cases.revision ORDER BY number`,
      'SELECT number FROM claim JOIN cases USING (number) WHERE claim.amount_minor = cases.revision ORDER BY number',
    ]
    for (const sql of standing) expect(column(sql), sql).toEqual(cases)
    expect(column('SELECT count(*) FROM claim')).toEqual([cases.length])
    const once = [
      'SELECT key FROM inbox',
      `SELECT key FROM outbox WHERE kind = 'notice'`,
      'SELECT sha256 FROM file_use',
    ]
    for (const sql of once) expect(new Set(column(sql)), sql).toEqual(ids)
    expect(column(`SELECT version FROM guard WHERE key = 'order'`)).toEqual([ids.size])
  } finally {
    db.close()
  }
}

/** The test of so many deaths. */
export function killedStoreTest(kills: number, timeout: number): void {
  test(
    `${kills} kills at random moments lose nothing acknowledged, double nothing and leave nothing half written`,
    {
      timeout,
    },
    () => survives(kills),
  )
}

async function survives(kills: number): Promise<void> {
  const acknowledged = new Map<string, readonly [string, number]>()
  for (let round = 0; round < kills; round += 1) {
    const after = Math.round(Math.random() * LONGEST)
    const batches = await killed(round, after)
    for (const [id, ...answer] of batches.flat()) acknowledged.set(id, answer)

    const { store, close } = openSqlite({ file, ...numbering })
    try {
      const found = await whole(store)
      for (const [id, answer] of acknowledged) expect(found.get(id), `${id}, killed after ${after} ms`).toEqual(answer)
      const batchOf = (id: string): string => id.slice(0, id.lastIndexOf('.'))
      const sizes = Object.values(Object.groupBy(found.keys(), batchOf)).map((ids) => ids?.length)
      // The very first batch of all is a filing alone.
      expect(sizes.filter((size) => size !== BATCH)).toEqual([1])
      // At most the one batch that was under way is there without having been acknowledged.
      const unsaid = [...found.keys()].filter((id) => id.startsWith(`r${round}.`) && !acknowledged.has(id))
      expect(new Set(unsaid.map(batchOf)).size).toBeLessThanOrEqual(1)
      for (const [id, answer] of found) acknowledged.set(id, answer)
      beside(new Set(found.keys()))
      await repeats(store, batches.at(-1) ?? [])
    } finally {
      await close()
    }
  }
  expect(acknowledged.size).toBeGreaterThan(kills * BATCH)
}

/** The same commands again get the answers that were given. */
async function repeats(store: Store, batch: Acknowledged): Promise<void> {
  for (const [id, number, revision] of batch) {
    const command = id.endsWith('.0') ? filing(id, id) : acting(id, number, 'note', id)
    expect(await decide(store, command)).toEqual({ number, revision, repeated: true })
  }
}
