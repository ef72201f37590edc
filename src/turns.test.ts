import { expect, it } from 'vitest'
import { makeTurns } from './turns.ts'

/** Keeps the processor for so long. */
function work(ms: number): void {
  const began = performance.now()
  while (performance.now() - began < ms) Math.sqrt(began)
}

it('gives turns in the order of asking, and lets others in once a slice is used up', async () => {
  const turn = makeTurns(5)
  const seen: string[] = []
  const one = async (name: string): Promise<void> => {
    await turn()
    seen.push(name)
    work(3)
  }
  const all = Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(one))
  setImmediate(() => seen.push('urgent'))
  await all
  expect(seen.filter((name) => name !== 'urgent')).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  expect(seen.indexOf('urgent')).toBeGreaterThan(-1)
  expect(seen.indexOf('urgent')).toBeLessThan(5)
})
