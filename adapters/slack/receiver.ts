/**
 * Slack's way in over HTTP: proves the raw body, reads it, and feeds bolt's App. Our own, because it is half again as
 * fast as bolt's HTTPReceiver (FOUNDATIONS.md), closes the time window at both ends, and takes any content type.
 */
import type { App, Receiver } from '@slack/bolt'
import type { Context } from 'hono'
import { Hono } from 'hono'
import type { PlatformParts } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { NAME } from './settings.ts'
import { disbelief } from './verify.ts'

/** Slack gives up after three seconds; we answer before that, whatever a listener is doing. */
const WATCHDOG: Millis = 2_900

export interface ReceiverParts extends Pick<PlatformParts, 'wall' | 'meter' | 'log'> {
  readonly signingSecret: string
  /** Something genuine arrived. */
  heard(kind: string): void
}

type Body = Readonly<Record<string, unknown>>

/** The receiver, and the route to mount. */
export function makeReceiver(parts: ReceiverParts): Receiver & { readonly routes: Hono } {
  let bolt: App | undefined
  const app = new Hono()
  app.post('/slack/events', async (c) => {
    const bytes = Buffer.from(await c.req.arrayBuffer())
    const wrong = disbelief(parts.signingSecret, signedOf(c, bytes), parts.wall())
    parts.meter.count(NAME, 'requests', { result: wrong ?? 'genuine' })
    if (wrong !== undefined) return c.json({ error: wrong }, 401)
    const body = bodyOf(c.req.header('content-type') ?? '', bytes.toString('utf8'))
    if (body === undefined) return c.json({ error: 'malformed' }, 400)
    if (body.type === 'url_verification') return c.json({ challenge: String(body.challenge) })
    if (body.ssl_check !== undefined) return c.body(null, 200)
    if (!hasActor(body)) return c.json({ error: 'malformed' }, 400)
    parts.heard(kindOf(body))
    return bolt === undefined ? c.body(null, 503) : feed(bolt, body, c, parts)
  })
  return {
    routes: app,
    init: (made) => {
      bolt = made
    },
    start: async () => undefined,
    stop: async () => undefined,
  }
}

function signedOf(c: Context, body: Uint8Array) {
  return {
    body,
    timestamp: c.req.header('x-slack-request-timestamp') ?? null,
    signature: c.req.header('x-slack-signature') ?? null,
  }
}

/** Hands the request to bolt and answers with its first acknowledgement, or after the watchdog's time without one. */
async function feed(bolt: App, body: Body, c: Context, parts: ReceiverParts): Promise<Response> {
  const answered = Promise.withResolvers<Response>()
  const ack = async (said?: unknown): Promise<void> => answered.resolve(responseOf(c, said))
  const retry = c.req.header('x-slack-retry-num')
  const work = bolt.processEvent({
    body: { ...body },
    ack,
    ...(retry === undefined ? {} : { retryNum: Number(retry) }),
    retryReason: c.req.header('x-slack-retry-reason') ?? '',
  })
  work.catch((err: unknown) => {
    parts.log.error({ err }, 'a request from Slack failed')
    answered.resolve(c.body(null, 500))
  })
  // A listener that never acknowledges anything has nothing to say.
  work.then(() => answered.resolve(c.body(null, 200))).catch(() => {})
  const late = setTimeout(() => {
    parts.meter.count(NAME, 'late_answers')
    answered.resolve(c.body(null, 200))
  }, WATCHDOG)
  try {
    return await answered.promise
  } finally {
    clearTimeout(late)
  }
}

function responseOf(c: Context, said: unknown): Response {
  if (said === undefined || said === '') return c.body(null, 200)
  return typeof said === 'string' ? c.text(said) : c.json(said as object)
}

/** The body as an object: JSON, a form, or JSON inside a form's `payload`. Undefined when it is none of them. */
export function bodyOf(contentType: string, text: string): Body | undefined {
  try {
    if (/\bjson\b/i.test(contentType)) return object(JSON.parse(text))
    const form = new URLSearchParams(text)
    const payload = form.get('payload')
    return payload === null ? Object.fromEntries(form) : object(JSON.parse(payload))
  } catch {
    return undefined
  }
}

function object(value: unknown): Body | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined
}

/** Whatever somebody did names them; bolt takes that for granted. */
function hasActor(body: Body): boolean {
  return body.command !== undefined || body.event !== undefined || object(body.user) !== undefined
}

/** What arrived, in a word from a closed set. */
export function kindOf(body: Body): string {
  if (typeof body.command === 'string') return 'command'
  const known = ['block_actions', 'view_submission', 'view_closed', 'message_action', 'shortcut', 'block_suggestion']
  const type = String(body.type)
  return known.includes(type) ? type : 'event'
}
