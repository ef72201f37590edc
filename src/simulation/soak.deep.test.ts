/**
 * Two minutes of the simulation, on both stores; and the same seed twice is the same to the last word. The seeds are always
 * the same ones, so that a change is judged by what it changes: new ones are looked for with `npm run soak`.
 */
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../config.ts'
import { describePostgres } from '../stories/test-database.ts'
import { simulation } from './child.ts'
import { SEEDS } from './seeds.ts'

/** From this seed on, so many runs: about a minute of two idle cores per store. */
const SEEDS_IN_A_ROW = { sqlite: { from: 820_000, runs: 7 }, postgres: { from: 5000, runs: 3 } } as const
const LIMIT = 400_000

async function findsNothing(store: keyof typeof SEEDS_IN_A_ROW): Promise<void> {
  const { from, runs } = SEEDS_IN_A_ROW[store]
  const args = ['--store', store, '--seed', `${from}`, '--runs', `${runs}`, '--no-shrink']
  const { code, printed } = await simulation('soak', args, LIMIT)
  expect(code, printed).toBe(0)
  expect(JSON.parse(printed).runs).toBe(runs)
}

describe('the simulation on SQLite', () => {
  it('finds nothing wrong in seed after seed', () => findsNothing('sqlite'))

  it.each(SEEDS.filter(({ store }) => store === 'sqlite'))('finds nothing wrong where it once did: $found', async ({
    run,
  }) => {
    const { code, printed } = await simulation('once', run.split(' '), LIMIT)
    expect(code, printed.slice(-4000)).toBe(0)
  })

  it('tells the same story of a seed twice', async () => {
    const args = ['--seed', '11', '--cases', '0-7', '--days', '8']
    const told = await Promise.all([simulation('once', args, LIMIT), simulation('once', args, LIMIT)])
    const [one, other] = told.map(({ printed }) => JSON.parse(printed))
    expect(one.digest).toMatch(/^[0-9a-f]{16}$/)
    expect(other.digest).toBe(one.digest)
    expect(one.commands).toBeGreaterThan(30)
  })
})

describePostgres('the simulation on PostgreSQL, with two replicas', () => {
  it('finds nothing wrong in seed after seed', async () => {
    expect(testDatabase()).toBeDefined()
    await findsNothing('postgres')
  })
})
