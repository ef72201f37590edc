/** Every measurement of the bench, in small. */
import { expect, it } from 'vitest'
import { MEASUREMENTS } from './run.ts'

it.each(Object.keys(MEASUREMENTS))('measures %s', async (name) => {
  const found = await (await MEASUREMENTS[name]?.())?.measure({ rounds: 1, quick: true })
  expect(found?.series.length).toBeGreaterThan(2)
  for (const { values, name: series } of found?.series ?? []) expect(values, series).toEqual([expect.any(Number)])
})
