import { describe, expect, it } from 'vitest'
import { SHARED_MARK } from './shared-data.ts'
import { sortSkips } from './skip-reporter.ts'
import { DATABASE_MARK } from './test-database.ts'

describe('skipped tests', () => {
  it('are counted when they want the shared material or the database, and named when they want neither', () => {
    const skipped = [
      { name: `a.test.ts > reads vectors ${SHARED_MARK}` },
      { name: 'b.test.ts > is forgotten' },
      { name: `c.test.ts > PostgreSQL ${DATABASE_MARK} > keeps` },
      { name: `c.test.ts > PostgreSQL ${DATABASE_MARK} > finds` },
    ]
    expect(sortSkips(skipped)).toEqual({ shared: 1, postgres: 2, others: ['b.test.ts > is forgotten'] })
  })
})
