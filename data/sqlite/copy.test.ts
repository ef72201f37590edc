import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterAll, expect, it } from 'vitest'
import { copySqlite, damageOf } from './copy.ts'
import { configure } from './open.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-copy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('copies one moment of a file that is written to all the time, and comes to an end', async () => {
  const writer = new BetterSqlite(join(folder, 'busy.db'))
  configure(writer)
  writer.pragma('synchronous = OFF')
  writer.exec('CREATE TABLE note (n INTEGER PRIMARY KEY, text TEXT)')
  const add = writer.prepare('INSERT INTO note (text) VALUES (?)')
  const before = 4_000
  writer.transaction(() => {
    for (let n = 0; n < before; n++) add.run('x'.repeat(2_000))
  })()

  let steps = 0
  const to = join(folder, 'copy.db')
  await copySqlite(join(folder, 'busy.db'), to, () => {
    steps += 1
    // Somebody commits between any two steps: a copy that looks at the newest state would begin again each time.
    add.run('meanwhile')
    if (steps > 100) throw new Error('it does not come to an end')
  })
  expect(steps).toBeGreaterThan(2)
  writer.close()
  const copy = new BetterSqlite(to, { readonly: true })
  expect(copy.prepare('SELECT count(*) AS n, max(n) AS last FROM note').get()).toEqual({ n: before, last: before })
  expect(copy.pragma('journal_mode', { simple: true })).toBe('delete')
  copy.close()
  expect(damageOf(to)).toBeUndefined()
  expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.db'])
})
