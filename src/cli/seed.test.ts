import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openSqlite } from '../../data/sqlite/open.ts'
import { readConfig } from '../config.ts'
import { OFFSET } from '../house-clock.ts'
import { isRefusal } from '../rules/nouns.ts'
import { seed } from './seed.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-seed-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A Thursday afternoon, so that the newest complaints came in on working days. */
const END = Date.parse('2026-06-11T16:00:00+08:00')

const never = (): string => {
  throw new Error('reading numbers nothing')
}

it('lives through three months, leaves work on the desks and the clock at the real time, and never does it twice', async () => {
  const database = join(folder, 'seed.db')
  const config = readConfig({
    DATABASE_URL: `file:${database}`,
    FILES_URL: `file:${join(folder, 'files')}`,
  })
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  const told = await seed(config, 12, END)
  expect(told.cases).toBe(12)

  const { store, close } = openSqlite({ file: database, readOnly: true, numberFor: never, dayOf: never })
  const page = await store.list({ limit: 200 })
  if (isRefusal(page)) throw new Error(page.refused)
  const open = page.items.filter((row) => row.outcome === undefined)
  expect(page.items).toHaveLength(12)
  expect(open).toHaveLength(told.open)
  expect(new Set(open.map((row) => row.stage)).size).toBeGreaterThan(1)
  const filed = page.items.map((row) => row.filed)
  expect(Math.min(...filed)).toBeLessThan(END - 60 * 24 * 3_600_000)
  expect(Math.max(...page.items.map((row) => row.changed))).toBeLessThanOrEqual(END)
  expect(await store.setting(OFFSET)).toBe('0')
  await close()

  await expect(seed(config, 12, END)).rejects.toThrow('holds complaints already')
}, 120_000)
