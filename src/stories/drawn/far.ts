/** Whether a search got as far as it has to. For tests only. */
import { expect } from 'vitest'
import type { Reached } from './search.ts'

/** A search that gets nowhere proves nothing. */
export function expectFar({ lives, ended, granted, paid, stuck, said }: Reached): void {
  expect(ended).toBeGreaterThan(lives / 4)
  expect(granted).toBeGreaterThan(lives / 4)
  expect(paid).toBeGreaterThan(lives / 4)
  // Companies of two or three people do come to a stand, and lint knew.
  expect(stuck.warned).toBeGreaterThan(lives / 40)
  for (const code of [
    'duties_apart',
    'not_yours',
    'already_decided',
    'card_outdated',
    'target_barred',
    'amount_over_rest',
  ])
    expect(said.get(code), code).toBeGreaterThan(lives / 100)
}
