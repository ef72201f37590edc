import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { iso } from './iso.ts'
import { makeServer } from './server.ts'
import { startHouse } from './testing/house.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }

const bare = {
  host: '127.0.0.1',
  port: 0,
  routes: [],
  log: quiet,
  ready: async () => [],
  metrics: async () => ({ text: '', type: 'text/plain' }),
}

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
  const server = makeServer({ ...bare, routes: [{ app }], drain: 400 })
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

it('says that it is stopping while it drains, and goes on at once when it is cut', async () => {
  const app = new Hono()
  app.get('/hang', () => new Promise<Response>(() => {}))
  const server = makeServer({ ...bare, routes: [{ app }], drain: 60_000 })
  const { url } = await server.start()
  const hang = fetch(`${url}/hang`).then(
    () => 'answered',
    () => 'cut',
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  const stopped = server.stop()
  const ready = await server.fetch(new Request(`${url}/readyz`))
  expect([ready.status, await ready.json()]).toEqual([503, { ok: false, reasons: ['stopping'] }])
  server.cut()
  await stopped
  expect(await hang).toBe('cut')
})

it('names every request in its answer and its line, by route and case, never by what was typed', async () => {
  const lines: object[] = []
  const note = (details: object, message: string) => void lines.push({ ...details, message })
  const app = new Hono()
  app.get('/cases/:number', (c) => c.text('one'))
  const served: object[] = []
  const log = { debug: note, info: note, warn: note, error: note }
  const server = makeServer({ ...bare, log, routes: [{ app }], observe: (one) => void served.push(one) })
  const get = async (path: string, headers = {}) =>
    (await server.fetch(new Request(`http://x${path}`, { headers }))).headers
  const id = (await get('/cases/C-20261122-0001')).get('x-request-id')
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(lines.at(-1)).toMatchObject({ id, route: '/cases/:number', status: 200, caseNumber: 'C-20261122-0001' })
  expect((await get('/cases/x', { 'x-request-id': 'zhang-wei' })).get('x-request-id')).not.toContain('zhang')
  await get('/张伟/13800138000?name=张伟&number=张伟')
  expect(lines.at(-1)).toMatchObject({ method: 'GET', route: '*', status: 404 })
  expect(JSON.stringify([lines, served])).not.toMatch(/张伟|13800138000|%E5/)
  expect(served).toHaveLength(3)
  expect(server.routes).toEqual(['GET /healthz', 'GET /readyz', 'GET /metrics', 'GET /cases/:number'])
})

it('answers any fault of any mounted app with the id that its line carries', async () => {
  const lines: { readonly id?: string; readonly message: string }[] = []
  const note = (details: object, message: string) => void lines.push({ ...details, message })
  const thrower = (): never => {
    throw new Error('row of 张伟 13800138000')
  }
  const plain = new Hono().get('/plain', thrower)
  const caring = new Hono().get('/caring', async () => thrower())
  caring.onError((error) => {
    throw error
  })
  const log = { info: note, warn: note, error: note }
  const server = makeServer({ ...bare, log, routes: [{ app: plain }, { app: caring }] })
  for (const path of ['/plain', '/caring']) {
    const response = await server.fetch(new Request(`http://x${path}`))
    const answer = await response.text()
    const line = lines.at(-1)
    expect(response.status).toBe(500)
    expect(line).toMatchObject({ message: 'request failed', route: path, id: response.headers.get('x-request-id') })
    expect(JSON.parse(answer).fix).toContain(line?.id)
    expect(answer + JSON.stringify(lines)).not.toMatch(/张伟|13800138000/)
  }
})

it('says when the port is taken', async () => {
  const house = await startHouse()
  const twin = makeServer({ ...bare, port: Number(new URL(house.url).port) })
  await expect(twin.start()).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await house.server.stop()
})

it('writes moments with the offset of the place, summer time and half hours included', () => {
  expect(iso(Date.UTC(2026, 10, 22, 2, 30), 'Asia/Shanghai')).toBe('2026-11-22T10:30:00+08:00')
  expect(iso(Date.UTC(2026, 6, 1, 0, 0), 'Europe/Berlin')).toBe('2026-07-01T02:00:00+02:00')
  expect(iso(Date.UTC(2026, 0, 1, 0, 0), 'UTC')).toBe('2026-01-01T00:00:00+00:00')
  expect(iso(Date.UTC(2026, 0, 1, 0, 0), 'Asia/Kolkata')).toBe('2026-01-01T05:30:00+05:30')
})

it('counts a body that does not say how long it is', async () => {
  const app = new Hono()
  app.post('/take', async (c) => c.text(String((await c.req.text()).length)))
  const server = makeServer({ ...bare, routes: [{ app }] })
  const { url } = await server.start()
  const send = (megabytes: number) => {
    const chunk = new Uint8Array(256 * 1024)
    const body = Readable.toWeb(Readable.from(Array.from({ length: megabytes * 4 }, () => chunk)))
    return fetch(`${url}/take`, { method: 'POST', body, duplex: 'half' } as unknown as RequestInit).then(
      ({ status }) => status,
      () => 'cut',
    )
  }
  expect(await send(0.5)).toBe(200)
  expect([413, 'cut']).toContain(await send(4))
  await server.stop()
})
