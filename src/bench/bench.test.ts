/** The bench stays alive: one measurement in small, and what its figures are told by. bench.deep.test.ts runs all of it. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as calendars from './calendars.ts'
import { quantile, ratio, short } from './figures.ts'
import { measure } from './idle-tick.ts'
import { rewritten } from './report.ts'
import { MEASUREMENTS, wanted } from './run.ts'
import { isSigned, sign } from './signing.ts'

it('measures a tick with nothing due, on databases it fills itself', async () => {
  const { series } = await measure({ rounds: 2, quick: true })
  const names = series.map(({ name }) => name)
  for (const what of ['tick at', 'claimed and settled at', 'baseline at']) {
    expect(names.filter((name) => name.startsWith(what) && !name.includes('÷'))).toHaveLength(2)
  }
  for (const { name, values } of series) {
    expect(values, name).toHaveLength(2)
    for (const value of values) expect(value, name).toBeGreaterThan(0)
  }
})

it('walks working time minute by minute to the same end', async () => {
  const { series } = await calendars.measure({ rounds: 1, quick: true })
  expect(series.map(({ values }) => values.every((value) => value > 0))).toEqual([true, true, true])
})

it('tells the middle, the ratio round by round, and about three digits', () => {
  expect([quantile([3, 1, 2], 0.5), quantile([1, 2], 0.5), quantile([5, 1], 1)]).toEqual([2, 1.5, 5])
  expect(ratio('r', [6, 9], [3, 3]).values).toEqual([2, 3])
  expect([1234.5, 12.345, 0.12345, 0.0123].map(short)).toEqual(['1235', '12.3', '0.12', '0.0123'])
})

it('takes a signature only with its secret, its body and its time', () => {
  const now = String(Math.floor(Date.now() / 1000))
  const old = String(Number(now) - 3_600)
  expect(isSigned('s', now, sign('s', now, 'body'), 'body')).toBe(true)
  expect(isSigned('s', now, sign('other', now, 'body'), 'body')).toBe(false)
  expect(isSigned('s', now, sign('s', now, 'body'), 'bodY')).toBe(false)
  expect(isSigned('s', old, sign('s', old, 'body'), 'body')).toBe(false)
  expect(isSigned('s', undefined, undefined, 'body')).toBe(false)
})

it('refuses what it does not know, and writes only whole runs', () => {
  expect(wanted(['--only', 'tick', '--quick'])).toMatchObject({ names: ['tick'], quick: true, rounds: 1 })
  expect(wanted([])).toMatchObject({ names: Object.keys(MEASUREMENTS), rounds: 5, write: false })
  for (const args of [
    ['--only', 'speed'],
    ['--rounds', '0'],
    ['--fast'],
    ['--write', '--quick'],
    ['--write', '--only', 'tick'],
  ])
    expect(wanted(args)).toContain('npm run bench')
})

it('replaces the figures of the page and nothing else', () => {
  const page = readFileSync('docs/benchmarks.md', 'utf8')
  const finding = { title: 'A thing', series: [{ name: 'of it', unit: '/s', values: [1, 2, 3] }], notes: ['a note'] }
  const at = new Date('2026-11-22T10:00:00Z')
  const once = rewritten(page, [finding], { command: 'npm run bench -- --write', at, seconds: 9 })
  expect(once).toContain('| of it | /s | 1.00 | 2.00 | 3.00 |')
  expect(rewritten(once, [finding], { command: 'npm run bench -- --write', at, seconds: 9 })).toBe(once)
  const apart = (text: string): string => text.replace(/<!-- figures[\s\S]*end of figures -->/, '')
  expect(apart(once)).toBe(apart(page))
  expect(() => rewritten('no place', [finding], { command: '', at, seconds: 9 })).toThrow('has no lines')
})
