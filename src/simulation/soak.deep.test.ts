/** Two minutes of the simulation, on both stores; and the same seed twice is the same to the last word. */
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../config.ts'
import { describePostgres } from '../stories/test-database.ts'
import { simulation } from './child.ts'
import { SEEDS } from './seeds.ts'

const SECONDS = 50
const LIMIT = 400_000

describe('the simulation on SQLite', () => {
  it('finds nothing wrong in seeds nobody looked at', async () => {
    const seed = String(1 + (Date.now() % 1_000_000))
    const { code, printed } = await simulation('soak', ['--seconds', String(SECONDS), '--seed', seed], LIMIT)
    expect(code, printed).toBe(0)
    expect(JSON.parse(printed).runs).toBeGreaterThan(0)
  })

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
  it('finds nothing wrong in seeds nobody looked at', async () => {
    expect(testDatabase()).toBeDefined()
    const seed = String(1 + (Date.now() % 1_000_000))
    const args = ['--store', 'postgres', '--seconds', String(SECONDS), '--seed', seed]
    const { code, printed } = await simulation('soak', args, LIMIT)
    expect(code, printed).toBe(0)
    expect(JSON.parse(printed).runs).toBeGreaterThan(0)
  })
})
