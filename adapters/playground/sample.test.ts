import { Hono } from 'hono'
import { afterAll, expect, it } from 'vitest'
import type { House } from '../../src/main.ts'
import { openHouse } from '../../src/main.ts'
import { liveSample } from '../../src/sample.ts'
import { makeClient } from './client.ts'
import { answerMalformed } from './problem.ts'
import { makeSampleDesk } from './sample.ts'
import type { Sample } from './story-options.ts'
import { makePlot } from './testing/real-house.ts'

const DAY = 86_400_000

it('is loaded once, says how far it is, and lets nobody else act meanwhile', async () => {
  let finish = (): void => {}
  const sample: Sample = {
    fits: async () => true,
    load: async (_client, progress) => {
      progress(40, 120, Date.parse('2026-10-02T06:00:00Z'))
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return { cases: 120, open: 32 }
    },
  }
  const chat = new Hono().post('/act', (c) => c.json({ acted: true }))
  const desk = makeSampleDesk(sample, chat, () => {})
  const app = new Hono()
  app.onError(answerMalformed)
  app.use('*', desk.gate)
  app.get('/sample', desk.look)
  app.post('/sample', desk.begin)
  app.route('/', chat)
  const answer = async (method: string, path: string) => {
    const response = await app.request(path, { method })
    return [response.status, await response.json()]
  }
  expect(await answer('GET', '/sample')).toMatchObject([200, { state: 'offered' }])
  expect(await answer('POST', '/sample')).toMatchObject([202, { state: 'loading' }])
  const loading = { state: 'loading', done: 40, of: 120, day: '2026-10-02T06:00:00.000Z' }
  expect(await answer('GET', '/sample')).toEqual([200, loading])
  for (const path of ['/sample', '/act'])
    expect(await answer('POST', path)).toMatchObject([409, { code: 'sample_loading' }])
  finish()
  await expect.poll(() => answer('GET', '/sample')).toMatchObject([200, { state: 'offered' }])
  expect(await answer('POST', '/act')).toEqual([200, { acted: true }])
})

const plot = makePlot()
let house: House | undefined
afterAll(async () => {
  await house?.stop()
  plot.clear()
})

it('lives through the past of a running house, which is then at the real time again, also when it was cut off', async () => {
  const opened = await plot.open()
  house = opened.house
  const { store, clock, shelf } = house
  const rooms = { store, clock, company: shelf.company, wall: () => Date.now() }
  const days: number[] = []
  const { server } = house
  const host = new URL(opened.url).host
  const client = makeClient([opened.url], '', (url, init) =>
    server.fetch(new Request(url, { ...init, headers: { ...init.headers, host } })),
  )
  await liveSample(rooms, client, 4, (_done, _of, now) => days.push(now))
  expect(days[0]).toBeLessThan(Date.now() - 60 * DAY)
  expect(days).toEqual([...days].sort((a, b) => a - b))
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000)
  expect((await store.counts()).cases).toBe(4)
  await expect(liveSample(rooms, client, 4, () => {})).rejects.toThrow('holds complaints')
  // Whatever stops it in the past, the next start is at the real time.
  clock.liveFrom(Date.now() - 30 * DAY)
  await clock.setTo(Date.now() - 20 * DAY)
  expect(clock.now()).toBeLessThan(Date.now() - 19 * DAY)
  await house.stop()
  house = await openHouse(house.config)
  expect(Math.abs(house.clock.now() - Date.now())).toBeLessThan(1_000)
})
