/** The one HTTP server: limits, headers, health and errors around the routes that others bring. It knows no platform. */
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Context, Next } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { fileSize } from '../../cards/format.ts'
import type { Webhook } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { Unwritten } from '../../src/unwritten.ts'
import type { Door } from './door.ts'
import type { Log } from './log.ts'
import { safeError } from './log.ts'
import { answerProblem, problem } from './problem.ts'
import { requestId, requestLine, routeOf, type Served } from './request-line.ts'
import { listenFor } from './webhooks.ts'

/** Most bytes of a request body, and of one that carries a file. */
export const LIMITS = { body: 1024 * 1024, upload: 21 * 1024 * 1024 } as const

/** Routes of somebody else. `uploads` lists the exact paths whose bodies may be as large as a file. */
export interface Mount {
  readonly app: Hono
  readonly uploads?: readonly string[]
  /** Those of its routes that are answered without a router. */
  readonly webhooks?: readonly Webhook[]
  /** Ends what would go on for ever (streams of events), so that stopping need not wait for it. */
  closing?(): void
}

export interface ServerOptions {
  readonly host: string
  /** 0 takes any free port; `start` tells which. */
  readonly port: number
  readonly routes: readonly Mount[]
  readonly log: Log
  /** Reasons why we are not ready; empty when we are. */
  ready(): Promise<readonly string[]>
  /** The metrics as text, with their content type. */
  metrics(): Promise<{ readonly text: string; readonly type: string }>
  /** How long running requests may finish when stopping; 10 s when absent. */
  readonly drain?: Millis
  /** Counts requests. */
  observe?(served: Served): void
}

export interface WebServer {
  /** Listens; rejects when the port is taken. With a door that is open already, whoever waits there is answered. */
  start(door?: Door): Promise<{ readonly url: string; readonly port: number }>
  /** Answers a request of this very process, without a socket; also while nothing listens. */
  fetch(request: Request): Promise<Response>
  /** Every route there is, as `GET /healthz`. */
  readonly routes: readonly string[]
  /** Takes no new requests, lets running ones finish, then cuts what is left. */
  stop(): Promise<void>
  /** Cuts what is still running; a `stop` that waits for it goes on at once. */
  cut(): void
}

/** All routes behind limits, headers and the error answer. */
export function makeApp(options: Omit<ServerOptions, 'host' | 'port' | 'drain'>): Hono {
  const app = new Hono()
  app.use(requestLine(options.log, options.observe))
  app.use(secureHeaders(HEADERS))
  app.use(limitBody(new Set(options.routes.flatMap((mount) => mount.uploads ?? []))))
  app.onError((error, c) => {
    const id = requestId(c)
    options.log.error({ id, method: c.req.method, route: routeOf(c), ...safeError(error) }, 'request failed')
    if (error instanceof Unwritten) return answerProblem(c, problem(503, 'not_saved', 'not_saved'))
    return answerProblem(c, problem(500, 'unexpected', 'unexpected', { id }))
  })
  app.notFound((c) => answerProblem(c, problem(404, 'not_found', 'not_found')))
  app.get('/healthz', (c) => c.json({ ok: true }))
  app.get('/readyz', async (c) => {
    const reasons = await options.ready()
    return c.json({ ok: reasons.length === 0, reasons }, reasons.length === 0 ? 200 : 503)
  })
  app.get('/metrics', async (c) => {
    const { text, type } = await options.metrics()
    return c.body(text, 200, { 'content-type': type })
  })
  for (const mount of options.routes) app.route('/', mount.app)
  return app
}

const HEADERS: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    imgSrc: ["'self'", 'blob:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
  // Meant for TLS ends; behind plain HTTP on loopback it would only confuse the browser.
  strictTransportSecurity: false,
  // A route that needs stricter headers (a file somebody uploaded) keeps its own.
  overwrite: false,
}

function limitBody(uploads: ReadonlySet<string>): (c: Context, next: Next) => Promise<Response | undefined> {
  const tooLarge = (c: Context, max: number): Response =>
    answerProblem(c, problem(413, 'too_large', 'too_large', { max: fileSize(max) }))
  const counting = (maxSize: number) => bodyLimit({ maxSize, onError: (c) => tooLarge(c, maxSize) })
  const counted = new Map([LIMITS.body, LIMITS.upload].map((max) => [max, counting(max)] as const))
  return async (c, next) => {
    const max = uploads.has(c.req.path) ? LIMITS.upload : LIMITS.body
    // Node lets nobody send more than they announce, so that the announcement is enough; a body without one is counted.
    if (c.req.header('transfer-encoding') !== undefined) return (await counted.get(max)?.(c, next)) ?? undefined
    if (Number(c.req.header('content-length') ?? 0) > max) return tooLarge(c, max)
    await next()
    return undefined
  }
}

/** The server over those routes. */
export function makeServer(options: ServerOptions): WebServer {
  let stopping = false
  const ready = async (): Promise<readonly string[]> => [...(stopping ? ['stopping'] : []), ...(await options.ready())]
  const app = makeApp({ ...options, ready })
  const webhooks = options.routes.flatMap((mount) => mount.webhooks ?? [])
  const others = getRequestListener(app.fetch)
  const server = createServer(listenFor({ ...options, webhooks, most: LIMITS.body, headers: HEADERS, others }))
  server.headersTimeout = 10_000
  // A video from a phone on a weak network takes its time; whoever sends no headers is cut after ten seconds.
  server.requestTimeout = 180_000
  server.keepAliveTimeout = 5_000
  return {
    start: (door) => listen(server, options, door),
    fetch: async (request) => app.fetch(request),
    routes: routesOf(app),
    cut: () => server.closeAllConnections(),
    stop: () => {
      stopping = true
      for (const mount of options.routes) mount.closing?.()
      return drain(server, options.drain ?? 10_000)
    },
  }
}

/** Handlers, without what merely goes around them. */
function routesOf(app: Hono): readonly string[] {
  const handlers = app.routes.filter(({ method }) => method !== 'ALL')
  return [...new Set(handlers.map(({ method, path }) => `${method} ${path}`))]
}

function listen(
  server: Server,
  options: ServerOptions,
  door: Door | undefined,
): Promise<{ readonly url: string; readonly port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const listening = (): void => {
      server.off('error', reject)
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : options.port
      const host = options.host.includes(':') ? `[${options.host}]` : options.host
      for (const socket of door?.waiting() ?? []) {
        server.emit('connection', socket)
        socket.resume()
      }
      resolve({ url: `http://${host}:${port}`, port })
    }
    if (door) server.listen(door.listener, listening)
    else server.listen(options.port, options.host, listening)
  })
}

function drain(server: Server, patience: Millis): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), patience)
    // A connection that becomes idle only now would be kept open for its next request.
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearTimeout(cut)
      clearInterval(sweep)
      resolve()
    })
  })
}
