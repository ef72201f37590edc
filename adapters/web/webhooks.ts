/**
 * The way in for webhooks: what chats send with every click. The same limits, headers, counts and log line as all other
 * requests have, without a router's copies of request and response, which cost more than most clicks' decisions.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Webhook, WebhookAnswer } from '../../src/ports.ts'
import { safeError } from './log.ts'
import { problem } from './problem.ts'
import type { ServerOptions } from './server.ts'

export interface WebhookParts extends Pick<ServerOptions, 'log' | 'observe'> {
  readonly webhooks: readonly Webhook[]
  /** Most bytes of a body. */
  readonly most: number
  readonly headers: Parameters<typeof secureHeaders>[0]
  /** Answers every other request. */
  readonly others: RequestListener
}

/** Answers webhooks that announce how long they are; everything else goes to the others. */
export function listenFor(parts: WebhookParts): RequestListener {
  const byPath = new Map(parts.webhooks.map((webhook) => [webhook.path, webhook]))
  const headers = headersOf(parts.headers)
  return (incoming, outgoing) => {
    const webhook = incoming.method === 'POST' ? byPath.get(incoming.url ?? '') : undefined
    if (webhook === undefined || !isBounded(incoming, parts.most)) return parts.others(incoming, outgoing)
    serve(parts, webhook, incoming, outgoing, headers).catch((err: unknown) => {
      // Whoever sent it hung up.
      parts.log.debug?.(safeError(err), 'a request was cut off')
      outgoing.destroy()
    })
  }
}

/** Node lets nobody send more than they announce. */
function isBounded({ headers }: IncomingMessage, most: number): boolean {
  const announced = headers['content-length']
  return announced !== undefined && headers['transfer-encoding'] === undefined && Number(announced) <= most
}

/** The headers every answer has, as the router sets them. */
async function headersOf(settings: WebhookParts['headers']): Promise<Readonly<Record<string, string>>> {
  const app = new Hono().use(secureHeaders(settings)).get('/', (c) => c.body(null))
  return Object.fromEntries((await app.request('/')).headers)
}

async function serve(
  { log, observe }: WebhookParts,
  webhook: Webhook,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  headers: Promise<Readonly<Record<string, string>>>,
): Promise<void> {
  const began = performance.now()
  const id = randomUUID()
  const body = await bytesOf(incoming)
  const answer = await answered(webhook, incoming, body).catch((error: unknown): Written => {
    log.error({ id, method: 'POST', route: webhook.path, ...safeError(error) }, 'request failed')
    return unexpected(id)
  })
  write(outgoing, answer, { ...(await headers), 'x-request-id': id })
  const ms = Math.round((performance.now() - began) * 10) / 10
  const served = { method: 'POST', route: webhook.path, status: answer.status, ms }
  observe?.(served)
  log.debug?.({ id, ...served }, 'request')
}

function bytesOf(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  return new Promise((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    incoming.once('error', reject)
  })
}

/** An answer as it goes out. */
interface Written {
  readonly status: number
  readonly type?: string
  readonly text: string
}

async function answered(webhook: Webhook, { headers }: IncomingMessage, body: Uint8Array): Promise<Written> {
  const header = (name: string): string | undefined => {
    const value = headers[name]
    return typeof value === 'string' ? value : value?.join(', ')
  }
  return written(await webhook.answer({ header, body }))
}

/** What an answer looks like on the wire. */
export function written({ status, body }: WebhookAnswer): Written {
  if (body === undefined) return { status, text: '' }
  return 'text' in body
    ? { status, type: 'text/plain; charset=UTF-8', text: body.text }
    : { status, type: 'application/json', text: JSON.stringify(body.json) }
}

function unexpected(id: string): Written {
  const { code, message, fix } = problem(500, 'unexpected', 'unexpected', { id })
  return { status: 500, type: 'application/json', text: JSON.stringify({ code, field: null, message, fix: fix.en }) }
}

function write(outgoing: ServerResponse, { status, type, text }: Written, headers: Readonly<Record<string, string>>) {
  const length = Buffer.byteLength(text)
  outgoing.writeHead(status, {
    ...headers,
    ...(type === undefined ? {} : { 'content-type': type }),
    'content-length': length,
  })
  outgoing.end(text)
}
