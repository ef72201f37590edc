import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { command } from '../cli/play.ts'
import { UsageError } from '../cli/usage.ts'
import { itShared } from '../stories/shared-data.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-play-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DEMO = readFileSync('data/demo/complaints.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

interface Run {
  readonly code: number
  readonly rows: readonly Record<string, unknown>[]
  readonly summary: Record<string, unknown>
  readonly error: string
}

/** Runs the command as a script would. */
function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  return new Promise((resolve) => {
    const options = { env, maxBuffer: 64e6 }
    execFile(process.execPath, ['src/redress.js', 'play', ...args, '--json'], options, (error, out, err) => {
      const lines = out
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
      const { summary = {} } = lines.at(-1) ?? {}
      resolve({ code: error ? Number(error.code) : 0, rows: lines.slice(0, -1), summary, error: err })
    })
  })
}

function fileOf(name: string, rows: readonly object[]): string {
  const path = join(folder, name)
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'))
  return path
}

/**
 * A card that changes twice while it is on its way is sent once: how often depends on how fast lanes are beside each other
 * (the customer's message that was sent moves the case on).
 */
const withoutViews = (row: Record<string, unknown>) => ({
  ...row,
  messages: { ...(row.messages as Record<string, number>), view: undefined },
})

describe('redress play', { timeout: 120_000 }, () => {
  it('brings every complaint to an end, the same way for the same seed, whatever the labels say', async () => {
    // One of three, so that both languages and every kind of trouble are among them.
    const rows = DEMO.filter((_, i) => i % 3 === 0)
    const labelled = (complaint: boolean) =>
      rows.map((row) => ({ ...row, complaint, category: complaint ? 'x' : 9, injured: 3 }))
    const [one, other] = await Promise.all([
      run(['--input', fileOf('one.jsonl', labelled(true))]),
      run(['--input', fileOf('other.jsonl', labelled(false)), '--seed', '1']),
    ])
    expect([one.code, one.error]).toEqual([0, ''])
    expect(one.summary).toMatchObject({ cases: rows.length, stuck: 0 })
    expect(one.rows).toHaveLength(rows.length)
    for (const row of one.rows) {
      expect(row).toMatchObject({ stuck: null, number: expect.stringMatching(/^C-\d{8}-\d{4}$/) })
      expect(row.stage).toBe(row.outcome)
    }
    expect(one.rows.some((row) => Number(row.nags) > 0)).toBe(true)
    expect(one.rows.some((row) => (row.approvers as unknown[]).length > 0 && row.tier !== null)).toBe(true)
    expect(other.rows.map(withoutViews)).toEqual(one.rows.map(withoutViews))
  })

  it('says what is stuck and why, and exits 1', async () => {
    const policy = readFileSync('data/policy.yaml', 'utf8').replace(
      'appraisal_report: {type: files,',
      'appraisal_report: {required: true, type: files,',
    )
    expect(policy).toContain('{required: true, type: files,')
    const path = join(folder, 'policy.yaml')
    writeFileSync(path, policy)
    const rows = [{ text: '冰箱不制冷了，要求换一台', product: '冰箱' }]
    const { code, rows: told, summary } = await run(['--input', fileOf('stuck.jsonl', rows)], { POLICY_FILE: path })
    expect(code).toBe(1)
    expect(summary).toMatchObject({ cases: 1, stuck: 1 })
    expect(told[0]).toMatchObject({
      stage: 'appraisal',
      outcome: null,
      stuck: expect.stringContaining('appraisal_report'),
    })
  })

  it.each([
    [{ input: 'long.jsonl' }, 'line 1: customer: 101 characters, at most 100'],
    [{ input: 'empty.jsonl' }, 'holds no complaint'],
    [{ input: 'bad.jsonl', limit: '0' }, '--limit 0'],
    [{ input: 'bad.jsonl', seed: '1.5' }, '--seed 1.5'],
    [{ input: 'bad.jsonl', url: ['localhost'], token: 't' }, '--url localhost'],
    [{ input: 'bad.jsonl', url: ['http://127.0.0.1:1'] }, '--token'],
    [{ input: 'bad.jsonl', url: ['http://127.0.0.1:1'], token: 't', database: 'file:x.db' }, 'exclude each other'],
    [{}, '--input'],
  ])('refuses %j in words', async (values: Readonly<Record<string, unknown>>, says) => {
    fileOf('bad.jsonl', [{ text: 'a' }, { txt: 'b' }])
    fileOf('long.jsonl', [{ text: 'a', customer: 'x'.repeat(101) }])
    fileOf('empty.jsonl', [])
    const given = typeof values.input === 'string' ? { ...values, input: join(folder, values.input) } : values
    const ran = command.run({ positionals: [], values: given })
    await expect(ran).rejects.toThrow(UsageError)
    await expect(ran).rejects.toThrow(says)
  })

  it('refuses a wrong line before anything is filed, and exits 2', async () => {
    const database = join(folder, 'untouched.db')
    const input = fileOf('bad.jsonl', [{ text: 'a' }, { txt: 'b' }])
    const { code, rows, error } = await run(['--input', input, '--database', `file:${database}`])
    expect([code, rows]).toEqual([2, []])
    expect(error).toContain('line 2: text:')
    expect(existsSync(database)).toBe(false)
  })

  itShared(
    'data/text/zh-online-shopping-reviews.jsonl',
    'plays a dozen real reviews to their end (two hundred in play.deep.test.ts)',
    async (input) => {
      const { code, summary } = await run(['--input', input, '--limit', '12'])
      expect(code).toBe(0)
      expect(summary).toMatchObject({ cases: 12, stuck: 0 })
    },
    120_000,
  )
})
