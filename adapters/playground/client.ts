/**
 * Speaks to playgrounds over HTTP as a script does; when one is down it goes on with another, with the same key, so that
 * nothing is done twice.
 */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Client } from '../../src/rehearsal/port.ts'
import { bodyOf, reply, state } from './client-wire.ts'

/** No playground answered for as long as we were willing to wait. */
export class Unreachable extends Error {}

/** How often each playground is asked, and the pause after each round in milliseconds. */
const TRIES = 300
const PAUSE = 200

/** Longest key the routes take. */
const KEY = 200

const moved = z.object({ now: z.string() }).transform(({ now }) => Date.parse(now))
const clock = z.object({ now: z.string().transform(Date.parse) })
const kept = z.object({ sha256: z.string() })
const listed = z.object({ items: z.array(z.object({ number: z.string() })), next: z.string().nullable() })
const told = z.object({ items: z.array(z.object({ kind: z.string(), key: z.string(), state: z.string() })) })

/** Sends a request somewhere: over the network unless told otherwise. */
export type Sending = (url: string, init: RequestInit) => Promise<Response>

/** A client of playgrounds that share their memory. `token` is one of API_TOKENS with scope read. */
export function makeClient(urls: readonly string[], token: string, send: Sending = overNetwork): Client {
  const request = requester(urls, send)
  // A later play in the same memory is another one: it must not be given the answers of this one.
  const run = randomUUID()
  const post = (path: string, body: object): Promise<Response> =>
    request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const read = async (path: string): Promise<unknown> =>
    bodyOk(path, await request(path, { headers: { authorization: `Bearer ${token}` } }))
  const move = async (body: object): Promise<number> => moved.parse(await bodyOk('clock', await post(CLOCK, body)))
  return {
    async act(deed, key) {
      const body = { ...bodyOf(deed), ...(key === undefined ? {} : { key: `${run}/${key}`.slice(0, KEY) }) }
      return reply.parse(await bodyOk('act', await post('/playground/api/act', body)))
    },
    async upload(bytes, name) {
      const headers = { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) }
      const response = await request('/playground/api/files', { method: 'POST', headers, body: bytes as BodyInit })
      return kept.parse(await bodyOk('files', response)).sha256
    },
    async see(as, since) {
      const query = new URLSearchParams({ as, since: String(since), to: `person/${as}` })
      return state.parse(await read(`/playground/api/state?${query}`))
    },
    // Not to move it: it answers once everything that is due has happened.
    settle: async () => void (await move({ advance: '0s' })),
    // To a moment, not by a span: asked again where another playground has gone on already, a span would count twice.
    async advance(ms) {
      const { now } = clock.parse(await bodyOk('clock', await request(CLOCK)))
      const response = await post(CLOCK, { to: new Date(now + ms).toISOString() })
      return response.status === 400 ? move({ advance: '0s' }) : moved.parse(await bodyOk('clock', response))
    },
    async toNextTimer() {
      const response = await post(CLOCK, { to: 'next-timer' })
      return response.status === 409 ? undefined : moved.parse(await bodyOk('clock', response))
    },
    async openNumbers() {
      const numbers = new Set<string>()
      for (let after: string | null = ''; after !== null; ) {
        const query = new URLSearchParams({ open: 'true', limit: '200', ...(after === '' ? {} : { after }) })
        const page = listed.parse(await read(`/api/v1/complaints?${query}`))
        for (const { number } of page.items) numbers.add(number)
        after = page.next
      }
      return numbers
    },
    complaint: (number) => read(`/api/v1/complaints/${number}`),
    messages: async (number) => told.parse(await read(`/playground/api/messages?number=${number}`)).items,
  }
}

const CLOCK = '/playground/api/clock'

type Request = (path: string, init?: RequestInit) => Promise<Response>

/** How long an answer may take, in milliseconds: moving the clock answers when all that was due has happened. */
const PATIENCE = 60_000
const PATIENCE_OF_TIME = 600_000

const overNetwork: Sending = (url, init) => {
  const moves = init.method === 'POST' && url.endsWith(CLOCK)
  return fetch(url, { ...init, signal: AbortSignal.timeout(moves ? PATIENCE_OF_TIME : PATIENCE) })
}

/**
 * Asks the playgrounds in turn, so that all have work; one that is down or fails is passed over for a moment, and the same
 * is asked of the next one, for about a minute.
 */
function requester(urls: readonly string[], send: Sending): Request {
  const rested = new Map<string, number>()
  let at = 0
  const next = (): string => {
    const now = performance.now()
    for (let n = 0; n < urls.length; n++) {
      at += 1
      const url = urls[at % urls.length] ?? ''
      if ((rested.get(url) ?? 0) <= now) return url
    }
    return urls[at % urls.length] ?? ''
  }
  return async (path, init = {}) => {
    let last: unknown
    for (let n = 0; n < TRIES * urls.length; n++) {
      const url = next()
      try {
        const response = await send(`${url}${path}`, init)
        if (response.status < 500) return response
        last = response.status
        await response.arrayBuffer()
      } catch (error) {
        last = error
      }
      rested.set(url, performance.now() + PAUSE)
      // Whoever has another one to ask need not wait.
      if ((n + 1) % urls.length === 0) await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
    const why = last instanceof Error ? last.message : String(last)
    throw new Unreachable(`${urls.join(', ')}: no answer for a minute / 一分钟没有应答 (${why})`)
  }
}

/** The body of a good answer; anything else is a fault of the caller's and says so. */
async function bodyOk(what: string, response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`)
  return response.json()
}
