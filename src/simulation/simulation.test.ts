/** A breath of the simulation: the rest is in the deep tests, and in `npm run soak`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { simulation } from './child.ts'
import { usual, written } from './options.ts'
import { planted } from './plant-hook.ts'
import { PLANTS } from './plants.ts'

const ROOT = join(import.meta.dirname, '../..')

describe('the simulation', () => {
  it('lives a few complaints through, whatever goes wrong', async () => {
    const { code, printed } = await simulation('once', ['--seed', '1', '--cases', '0-1', '--days', '2'], 55_000)
    expect(code, printed.slice(-3000)).toBe(0)
    const { cases, commands } = JSON.parse(printed)
    expect(cases).toBe(2)
    expect(commands).toBeGreaterThan(5)
  }, 60_000)

  it('writes a run down so that it can be repeated', () => {
    expect(written(usual(7, 'sqlite', 3, 9))).toMatch(/^--seed 7 --store sqlite --cases 0-2 --days 9 --faults retry,/)
  })
})

describe('planted mistakes', () => {
  it.each(Object.entries(PLANTS))('%s still finds its place', (_name, { edits }) => {
    for (const file of new Set(edits.map((edit) => edit.file))) {
      const text = readFileSync(join(ROOT, file), 'utf8')
      const mine = edits.filter((edit) => edit.file === file)
      expect(planted(file, text, mine)).not.toBe(text)
    }
  })
})
