/** Every measurement of the bench, in small. */
import { expect, it } from 'vitest'
import { MEASUREMENTS } from './run.ts'

it.each(Object.keys(MEASUREMENTS))('measures %s', async (name) => {
  const found = await (await MEASUREMENTS[name]?.())?.measure({ rounds: 1, quick: true })
  // Without a PostgreSQL there is one line that says so.
  const lacks = found?.notes.some((note) => note.startsWith('Not measured'))
  expect(found?.series.length).toBeGreaterThan(lacks ? -1 : 2)
  for (const { values, name: series } of found?.series ?? []) expect(values, series).toEqual([expect.any(Number)])
})
