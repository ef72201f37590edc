/** The callback address: WeCom verifies it by GET and sends every message and event of the app by POST. */
import { type Context, Hono } from 'hono'
import type { AdapterLog, AdapterMeter } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { readEvent } from './events.ts'
import type { Inbox } from './inbox.ts'
import { LIMITS, NAME, type WecomSettings } from './settings.ts'
import { openEcho, openMessage, type Unproven } from './verify.ts'

export interface CallbackParts {
  readonly settings: WecomSettings
  readonly inbox: Inbox
  readonly wall: () => Millis
  readonly log: AdapterLog
  readonly meter: AdapterMeter
}

/**
 * `GET|POST /wecom/callback`. A POST is answered with an empty 200 as soon as its event is kept, before any work; with 503
 * when it could not be kept in time, so that WeCom sends it again.
 */
export function callbackRoutes(parts: CallbackParts): Hono {
  const app = new Hono()
  app.get('/wecom/callback', (c) => {
    const opened = openEcho(queryOf(c), parts.settings, parts.wall())
    return 'unproven' in opened ? refuse(parts, c, opened.unproven) : c.body(opened.text, 200, PLAIN)
  })
  app.post('/wecom/callback', async (c) => {
    const body = await readBody(c)
    if (body === undefined) return refuse(parts, c, 'body')
    const opened = openMessage(queryOf(c), body, parts.settings, parts.wall())
    if ('unproven' in opened) return refuse(parts, c, opened.unproven)
    const event = readEvent(opened.text, parts.settings.agentId)
    parts.meter.count(NAME, 'callbacks', { outcome: event?.is ?? 'nothing' })
    parts.meter.gauge(NAME, 'last_callback_seconds', Math.floor(parts.wall() / 1000))
    parts.meter.gauge(NAME, 'events_waiting', parts.inbox.size())
    // What asks nothing of us is acknowledged as well: it would only come again.
    if (event === undefined || (await parts.inbox.take(event))) return c.body(null, 200)
    return c.body(null, 503)
  })
  return app
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' }

/** Percent-decoded once; a raw `+` becomes a space, and then the signature does not fit. */
const queryOf = (c: Context): URLSearchParams => new URL(c.req.url).searchParams

/** The body as text; undefined when it is too large or not UTF-8. */
async function readBody(c: Context): Promise<string | undefined> {
  if (Number(c.req.header('content-length') ?? 0) > LIMITS.callback) return undefined
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > LIMITS.callback) return undefined
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    return undefined
  }
}

function refuse({ log, meter }: CallbackParts, c: Context, why: Unproven): Response {
  meter.count(NAME, 'callbacks', { outcome: `refused_${why}` })
  log.warn({ why }, 'a callback was refused')
  return c.body(null, why === 'signature' || why === 'receiver' || why === 'time' ? 403 : 400)
}
