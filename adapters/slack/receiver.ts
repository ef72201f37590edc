/**
 * Slack's way in over HTTP: proves the raw body, reads it, and feeds bolt's App, or for clicks their handler at once. Our
 * own, because it is faster than bolt's HTTPReceiver (FOUNDATIONS.md), closes the time window at both ends, and takes any
 * content type.
 */
import type { App, Receiver, ReceiverEvent } from '@slack/bolt'
import { Hono } from 'hono'
import type { PlatformParts, Webhook, WebhookAnswer, WebhookRequest } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import type { Ack, Handle } from './listen.ts'
import { NAME } from './settings.ts'
import { disbelief } from './verify.ts'

/** Slack gives up after three seconds; we answer before that, whatever a listener is doing. */
const WATCHDOG: Millis = 2_900

export interface ReceiverParts extends Pick<PlatformParts, 'wall' | 'meter' | 'log'> {
  readonly signingSecret: string
  /** Something genuine arrived. */
  heard(kind: string): void
  /** What is handled here, by kind: of bolt it would need nothing, and wait for it a third of the time a click takes. */
  readonly direct?: Readonly<Partial<Record<string, Handle>>>
}

type Body = Readonly<Record<string, unknown>>

export interface SlackReceiver extends Receiver {
  readonly webhook: Webhook
  /** The same as a route. */
  readonly routes: Hono
}

/** The receiver. */
export function makeReceiver(parts: ReceiverParts): SlackReceiver {
  let bolt: App | undefined
  const webhook: Webhook = {
    path: '/slack/events',
    async answer(request) {
      const wrong = disbelief(parts.signingSecret, signedOf(request), parts.wall())
      parts.meter.count(NAME, 'requests', { result: wrong ?? 'genuine' })
      if (wrong !== undefined) return { status: 401, body: { json: { error: wrong } } }
      const body = bodyOf(request.header('content-type') ?? '', Buffer.from(request.body).toString('utf8'))
      if (body === undefined) return MALFORMED
      if (body.type === 'url_verification')
        return { status: 200, body: { json: { challenge: String(body.challenge) } } }
      if (body.ssl_check !== undefined) return { status: 200 }
      if (!hasActor(body)) return MALFORMED
      const kind = kindOf(body)
      parts.heard(kind)
      const handle = parts.direct?.[kind]
      if (handle) return firstOf(parts, (ack) => handled(parts, handle, body, ack))
      const to = bolt
      return to === undefined ? { status: 503 } : firstOf(parts, (ack) => to.processEvent(eventOf(request, body, ack)))
    },
  }
  return {
    webhook,
    routes: routesOf(webhook),
    init: (made) => {
      bolt = made
    },
    start: async () => undefined,
    stop: async () => undefined,
  }
}

const MALFORMED: WebhookAnswer = { status: 400, body: { json: { error: 'malformed' } } }

function routesOf({ answer }: Webhook): Hono {
  const app = new Hono()
  app.post('/slack/events', async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer())
    const { status, body: said } = await answer({ header: (name) => c.req.header(name), body })
    if (said === undefined) return c.body(null, status)
    return 'text' in said ? c.text(said.text, status) : c.json(said.json as object, status)
  })
  return app
}

function signedOf({ header, body }: WebhookRequest) {
  return {
    body,
    timestamp: header('x-slack-request-timestamp') ?? null,
    signature: header('x-slack-signature') ?? null,
  }
}

/** A handler of ours that fails has nothing to say, as with bolt. */
function handled({ log }: ReceiverParts, handle: Handle, body: Body, ack: Ack): Promise<void> {
  return handle(body, ack).catch((err: unknown) => log.error({ err }, 'a listener failed'))
}

function eventOf({ header }: WebhookRequest, body: Body, ack: Ack): ReceiverEvent {
  const retry = header('x-slack-retry-num')
  return {
    body: { ...body },
    ack,
    ...(retry === undefined ? {} : { retryNum: Number(retry) }),
    retryReason: header('x-slack-retry-reason') ?? '',
  }
}

/** Answers with the first acknowledgement of some work, or after the watchdog's time without one. */
async function firstOf(parts: ReceiverParts, begin: (ack: Ack) => Promise<void>): Promise<WebhookAnswer> {
  const answered = Promise.withResolvers<WebhookAnswer>()
  const work = begin(async (said) => answered.resolve(answerOf(said)))
  work.then(
    // A listener that never acknowledges anything has nothing to say.
    () => answered.resolve({ status: 200 }),
    (err: unknown) => {
      parts.log.error({ err }, 'a request from Slack failed')
      answered.resolve({ status: 500 })
    },
  )
  const late = setTimeout(() => {
    parts.meter.count(NAME, 'late_answers')
    answered.resolve({ status: 200 })
  }, WATCHDOG)
  try {
    return await answered.promise
  } finally {
    clearTimeout(late)
  }
}

function answerOf(said: unknown): WebhookAnswer {
  if (said === undefined || said === '') return { status: 200 }
  return { status: 200, body: typeof said === 'string' ? { text: said } : { json: said } }
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
