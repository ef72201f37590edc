import { describe, expect, it } from 'vitest'
import { SHARED_MARK } from './shared-data.ts'
import { sortSkips } from './skip-reporter.ts'

describe('skipped tests', () => {
  it('are counted when they want the shared material, and named when they do not', () => {
    const skipped = [{ name: `a.test.ts > reads vectors ${SHARED_MARK}` }, { name: 'b.test.ts > is forgotten' }]
    expect(sortSkips(skipped)).toEqual({ shared: 1, others: ['b.test.ts > is forgotten'] })
  })
})
