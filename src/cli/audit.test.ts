/** `redress audit verify` and `redress replay`, beside a running house. */
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CliCommand } from '../cli.ts'
import { auditKey } from '../house-key.ts'
import { auditKeys } from '../seal.ts'
import { sealDay } from '../sealing.ts'
import { FRIDGE, MONDAY, type Told, tell } from '../stories/house.ts'
import { command as auditing } from './audit.ts'
import { readMoment } from './moment.ts'
import { command as replaying } from './replay.ts'
import { wordsFor } from './stoppers.ts'

let house: Told
let number: string
beforeEach(async () => {
  house = await tell()
  number = await house.as('wang.li').files(FRIDGE)
  await house.settle()
  vi.stubEnv('DATABASE_URL', `file:${house.folder}/redress.db`)
  vi.stubEnv('AUDIT_KEY', '')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await house.close()
})

/** Runs a command in this process; gives its exit status and what it printed. */
async function run(command: CliCommand, positionals: readonly string[], values: Record<string, unknown> = {}) {
  let said = ''
  const take = (text: unknown): boolean => {
    said += String(text)
    return true
  }
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(take)
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(take)
  const status = await command.run({ positionals, values }).finally(() => {
    out.mockRestore()
    err.mockRestore()
  })
  return { status, said }
}

const verify = (values = {}) => run(auditing, ['verify'], values)

describe('audit verify', () => {
  it('says that all holds, before and after there is a seal, and makes no key', async () => {
    expect(await verify({ lang: 'en' })).toMatchObject({ status: 0, said: expect.stringContaining('no seal yet') })
    await expect(verify({ root: 'f'.repeat(16) })).rejects.toThrow('belong together')
    await expect(verify({ root: 'f', day: '2026-03-02' })).rejects.toThrow('16 to 64')
    await expect(verify({ since: 'yesterday' })).rejects.toThrow('takes a date')
    await expect(run(auditing, ['all'])).rejects.toThrow('all there is')
    const made = await sealDay({ seals: house.seals, keys: auditKeys(auditKey(house.config)) }, '2026-03-02', MONDAY)
    const root = made?.seal.root ?? ''
    const { status, said } = await verify({ root: root.slice(0, 16).toUpperCase(), day: '2026-03-02' })
    expect([status, said]).toEqual([0, expect.stringContaining(`最近一次封存：2026-03-02，1 张单，根 ${root}。`)])
    expect(said).toContain('Nothing was changed.')
    vi.stubEnv('AUDIT_KEY', 'a key that somebody made up for this test')
    const stopped = await verify().catch(wordsFor)
    expect(stopped).toMatch(/这个库是用另一把 AUDIT_KEY（标记 ([0-9a-f]{16})[\s\S]*AUDIT_KEY=new,lost-\1\.$/)
  })

  it('names what is wrong in both languages, and as JSON', async () => {
    const db = new BetterSqlite(`${house.folder}/redress.db`)
    db.exec(`DROP TRIGGER fact_no_update; UPDATE fact SET body = replace(body, '张三', '李四') WHERE seq = 1`)
    db.close()
    const { status, said } = await verify()
    expect(status).toBe(1)
    expect(said).toContain(`✗ ${number} 第 1 条事实断链`)
    expect(said).toContain(`  ${number}: the chain breaks at fact 1: its content does not match its hash`)
    const json = await verify({ json: true })
    expect([json.status, JSON.parse(json.said)]).toEqual([
      1,
      expect.objectContaining({
        ok: false,
        found: 1,
        findings: [expect.objectContaining({ is: 'chain', number, seq: 1 })],
      }),
    ])
    expect(await run(replaying, [number], { until: '2026-03-02', lang: 'en' })).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^Careful: the chain of this complaint breaks at fact 1/),
    })
  })
})

describe('replay', () => {
  it('shows the case, who was asked and the cards that stood then', async () => {
    const { status, said } = await run(replaying, [number.toLowerCase()], { until: '2026-03-02', lang: 'en' })
    expect(status).toBe(0)
    expect(said).toContain(`${number} as it was on Mon 2 Mar 2026, 23:59:59`)
    expect(said).toContain('First review: Feng Lan, Han Xue, due Mon 2 Mar 2026, 11:00:00')
    expect(said).toMatch(
      /▌ channel Quality, sent .*, drawn at fact \d+\. Drawn again from the facts; its digest is that/,
    )
    expect(said).toContain('[Fill in: First review]')
    const json = await run(replaying, [number], { until: '2026-03-02T23:00', json: true })
    const { state, cards, chain } = JSON.parse(json.said)
    expect([state.number, cards[0].proof, chain]).toEqual([number, 'kept', 'intact'])
    expect(await run(replaying, [number], { until: '2026-03-01' })).toMatchObject({ status: 1 })
    await expect(run(replaying, [number], {})).rejects.toThrow('--until takes a moment')
    await expect(run(replaying, [])).rejects.toThrow('Which complaint?')
  })

  it('takes moments as people type them, to the end of what they leave out', () => {
    const iso = (typed: string) => new Date(readMoment(typed, 'Asia/Shanghai')).toISOString()
    expect(iso('2026-11-22')).toBe('2026-11-22T15:59:59.999Z')
    expect(iso('2026-11-22 14:05')).toBe('2026-11-22T06:05:59.999Z')
    expect(iso('2026-11-22T14:05:30')).toBe('2026-11-22T06:05:30.999Z')
    expect(iso('2026-11-22T14:05:30.250+02:00')).toBe('2026-11-22T12:05:30.250Z')
    expect(iso('2026-11-22T14:05Z')).toBe('2026-11-22T14:05:59.999Z')
    for (const wrong of ['', 'now', '2026-02-30', '2026-11-22T25:00', '22.11.2026', '2026-11-22T14:05+8'])
      expect(() => readMoment(wrong, 'Asia/Shanghai'), wrong).toThrow('--until takes a moment')
  })
})
