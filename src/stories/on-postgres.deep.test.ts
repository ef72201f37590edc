/** The stories that tell most, once more, with every house on PostgreSQL. */
import { afterAll, describe } from 'vitest'
import { storiesOn } from './on-postgres.ts'
import { describePostgres } from './test-database.ts'

/** Each in a describe of its own, so that what it does before and after its tests stays its own. */
const STORIES: Readonly<Record<string, () => Promise<unknown>>> = {
  'whole path': () => import('./whole-path.test.ts'),
  tiers: () => import('./tiers.test.ts'),
  clocks: () => import('./clocks.test.ts'),
  correcting: () => import('./correcting.test.ts'),
  parallel: () => import('./parallel.test.ts'),
  'parallel rounds': () => import('./parallel-rounds.test.ts'),
  precedents: () => import('./precedents.test.ts'),
  'split claims': () => import('./split-claims.test.ts'),
  budget: () => import('./budget.test.ts'),
  options: () => import('./options.test.ts'),
  restart: () => import('./restart.test.ts'),
  batch: () => import('./batch.test.ts'),
  'war rooms': () => import('./war-room.test.ts'),
  conversation: () => import('./conversation.test.ts'),
  'people change': () => import('./people-change.test.ts'),
  clicks: () => import('./clicks.test.ts'),
  receivers: () => import('./receivers.test.ts'),
  ways: () => import('./ways.test.ts'),
  'stand-ins': () => import('./stand-in.test.ts'),
  assignment: () => import('./assignment.test.ts'),
  merging: () => import('./merging.test.ts'),
}

describePostgres('on PostgreSQL', (url) => {
  afterAll(storiesOn(url))
  for (const [name, story] of Object.entries(STORIES)) {
    describe(name, async () => {
      await story()
    })
  }
})
