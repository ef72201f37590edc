import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { iso } from './iso.ts'
import { makeServer } from './server.ts'
import { startHouse } from './testing/house.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }

it('tells health, readiness with reasons, and metrics', async () => {
  const house = await startHouse()
  try {
    expect((await fetch(`${house.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${house.url}/readyz`)).status).toBe(200)
    house.reasons.push('database: disk full')
    const unready = await fetch(`${house.url}/readyz`)
    expect([unready.status, await unready.json()]).toEqual([503, { ok: false, reasons: ['database: disk full'] }])
    expect(await (await fetch(`${house.url}/metrics`)).text()).toBe('cases 1\n')
    expect(await (await fetch(`${house.url}/nowhere`)).json()).toMatchObject({ code: 'not_found' })
  } finally {
    await house.server.stop()
  }
})

it('sends headers that keep a page to itself', async () => {
  const house = await startHouse()
  try {
    const { headers } = await fetch(`${house.url}/healthz`)
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  } finally {
    await house.server.stop()
  }
})

it('lets running requests finish, then refuses; cuts those that hang', async () => {
  const app = new Hono()
  app.get('/slow', async (c) => {
    await new Promise((resolve) => setTimeout(resolve, 150))
    return c.text('done')
  })
  app.get('/hang', () => new Promise<Response>(() => {}))
  const server = makeServer({
    host: '127.0.0.1',
    port: 0,
    routes: [{ app }],
    log: quiet,
    ready: async () => [],
    metrics: async () => ({ text: '', type: 'text/plain' }),
    drain: 400,
  })
  const { url } = await server.start()
  const slow = fetch(`${url}/slow`).then((response) => response.text())
  const hang = fetch(`${url}/hang`).then(
    () => 'answered',
    () => 'cut',
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  await server.stop()
  expect(await slow).toBe('done')
  expect(await hang).toBe('cut')
  await expect(fetch(`${url}/slow`)).rejects.toThrow()
})

it('says when the port is taken', async () => {
  const house = await startHouse()
  const twin = makeServer({
    host: '127.0.0.1',
    port: Number(new URL(house.url).port),
    routes: [],
    log: quiet,
    ready: async () => [],
    metrics: async () => ({ text: '', type: 'text/plain' }),
  })
  await expect(twin.start()).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await house.server.stop()
})

it('writes moments with the offset of the place, summer time and half hours included', () => {
  expect(iso(Date.UTC(2026, 10, 22, 2, 30), 'Asia/Shanghai')).toBe('2026-11-22T10:30:00+08:00')
  expect(iso(Date.UTC(2026, 6, 1, 0, 0), 'Europe/Berlin')).toBe('2026-07-01T02:00:00+02:00')
  expect(iso(Date.UTC(2026, 0, 1, 0, 0), 'UTC')).toBe('2026-01-01T00:00:00+00:00')
  expect(iso(Date.UTC(2026, 0, 1, 0, 0), 'Asia/Kolkata')).toBe('2026-01-01T05:30:00+05:30')
})
