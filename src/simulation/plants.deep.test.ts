/** Ten mistakes, planted one at a time: each must turn a run red, or the simulation would not see it if somebody made it. */
import { describe, expect, it } from 'vitest'
import { describePostgres } from '../stories/test-database.ts'
import { simulation } from './child.ts'
import { PLANTS } from './plants.ts'

const LIMIT = 240_000

const found = (store: string) => Object.entries(PLANTS).filter(([, plant]) => plant.store === store)

/** A run that finds nothing ends with 0, one that could not begin says so in words; red is something wrong. */
async function turnsRed(name: string, args: string): Promise<void> {
  const { code, printed } = await simulation('once', ['--plant', name, ...args.split(' ')], LIMIT)
  expect(code, printed.slice(-2000)).toBe(1)
  expect(printed).toMatch(/"wrong": \[\n {2}"/)
}

describe('planted mistakes', () => {
  it.each(found('sqlite'))('%s turns a run red', (name, plant) => turnsRed(name, plant.found))
})

describePostgres('planted mistakes', () => {
  it.each(found('postgres'))('%s turns a run red', (name, plant) => turnsRed(name, plant.found))
})
