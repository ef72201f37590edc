import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { houseKey, missingKeys } from './house-key.ts'
import { readPolicy } from './policy-shelf.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redress-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('is made once, kept for its owner only, and the same after a restart', () => {
  const database = join(folder, 'var', 'r.db')
  const made = houseKey({ database })
  expect(made).toMatch(/^[\w-]{43}$/)
  expect(houseKey({ database })).toBe(made)
  const file = join(folder, 'var', 'secret.key')
  expect(readFileSync(file, 'utf8').trim()).toBe(made)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('is the one that was set, and nothing is written then', () => {
  const database = join(folder, 'r.db')
  expect(houseKey({ database, secretKey: 's'.repeat(32) })).toBe('s'.repeat(32))
  expect(() => statSync(join(folder, 'secret.key'))).toThrow(/ENOENT/)
  expect(houseKey({ database: ':memory:' })).not.toBe(houseKey({ database: ':memory:' }))
})

it('is missed where account numbers are asked for and a platform is live, and nowhere else', () => {
  const config = readConfig({
    ...{ SECRET_KEY: 'k'.repeat(32), AUDIT_KEY: 'a'.repeat(32) },
    ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret-of-slack-0123456789' },
  })
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  const { policy } = readPolicy(config)
  expect(missingKeys(config, policy).map(({ name }) => name)).toEqual(['DATA_KEY'])
  expect(missingKeys({ ...config, dataKey: 'd' }, policy)).toEqual([])
  expect(missingKeys({ ...config, chat: {} }, policy)).toEqual([])
  expect(missingKeys(config, { fields: {} })).toEqual([])
})
