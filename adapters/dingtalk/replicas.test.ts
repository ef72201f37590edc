/** Two replicas of one app on one PostgreSQL and one gateway: one stream, which the other takes up when the first one goes. */
import { afterEach, expect, it, vi } from 'vitest'
import { schemasIn } from '../../data/postgres/testing/schemas.ts'
import { describePostgres } from '../../src/stories/test-database.ts'
import { type DingtalkPlot, plotDingtalk } from './testing/house.ts'

describePostgres('two replicas with DingTalk', (url) => {
  const schemas = schemasIn(url)
  let plot: DingtalkPlot | undefined
  afterEach(() => plot?.clear())

  it('hold one stream between them', async () => {
    plot = await plotDingtalk({ env: { DATABASE_URL: await schemas.fresh(), FILES_URL: '' } })
    const { gateway } = plot.standIn
    const { house: a } = await plot.open()
    const { house: b } = await plot.open()
    try {
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      expect([gateway.live(), gateway.counts.opens]).toEqual([1, 1])
      // Whoever waits for its turn is well all the same.
      for (const { platforms } of [a, b]) expect(platforms.get('dingtalk')?.unready()).toBeUndefined()
      await a.stop()
      await vi.waitFor(() => expect([gateway.live(), gateway.counts.opens]).toEqual([1, 2]), {
        timeout: 8_000,
        interval: 50,
      })
    } finally {
      await Promise.all([a.stop(), b.stop()])
    }
  })
})
