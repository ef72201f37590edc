import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { Webhook, WebhookRequest } from '../../src/ports.ts'
import { LIMITS, makeServer } from './server.ts'

const lines: object[] = []
const served: object[] = []

const bare = {
  host: '127.0.0.1',
  port: 0,
  log: { info: () => {}, warn: () => {}, error: (line: object) => void lines.push(line) },
  observe: (one: object) => void served.push(one),
  ready: async () => [],
  metrics: async () => ({ text: '', type: 'text/plain' }),
}

/** A server whose webhook says what it heard; by its route it says that it came by the router. */
async function listening(answer: Webhook['answer']) {
  const app = new Hono().post('/hook', (c) => c.text('by the router')).get('/hook', (c) => c.text('got'))
  const server = makeServer({ ...bare, routes: [{ app, webhooks: [{ path: '/hook', answer }] }] })
  const { url } = await server.start()
  return { url: `${url}/hook`, stop: () => server.stop() }
}

const heard = async ({ header, body }: WebhookRequest) =>
  ({ status: 200, body: { json: { type: header('x-kind'), text: Buffer.from(body).toString() } } }) as const

it('hands over the raw bytes and answers with the headers that all answers have', async () => {
  const { url, stop } = await listening(heard)
  try {
    served.length = 0
    const answer = await fetch(url, { method: 'POST', body: '冰箱', headers: { 'x-kind': 'click' } })
    expect([answer.status, await answer.json()]).toEqual([200, { type: 'click', text: '冰箱' }])
    const routed = await fetch(url)
    const names = (headers: Headers) => [...headers.keys()].filter((name) => !/^(content|keep|date|conn)/.test(name))
    expect(names(answer.headers)).toEqual(names(routed.headers))
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(served[0]).toMatchObject({ method: 'POST', route: '/hook', status: 200 })
  } finally {
    await stop()
  }
})

it('leaves to the router what does not say how long it is, is too long, or is no POST', async () => {
  const { url, stop } = await listening(heard)
  try {
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('chunk'))
        controller.close()
      },
    })
    const chunked = await fetch(url, { method: 'POST', body: stream, duplex: 'half' } as RequestInit)
    expect(await chunked.text()).toBe('by the router')
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(LIMITS.body + 1) })).status).toBe(413)
    expect(await (await fetch(url)).text()).toBe('got')
  } finally {
    await stop()
  }
})

it('says of a failure no more than its id', async () => {
  const { url, stop } = await listening(async () => Promise.reject(new Error('secret of 张伟')))
  try {
    const answer = await fetch(url, { method: 'POST', body: 'x' })
    const text = await answer.text()
    expect([answer.status, JSON.parse(text).code]).toEqual([500, 'unexpected'])
    expect(text + JSON.stringify(lines)).not.toContain('张伟')
    expect(text).toContain(answer.headers.get('x-request-id'))
  } finally {
    await stop()
  }
})
