/**
 * A DingTalk for tests on one local port: gateway, both APIs, session webhooks and file storage, as platforms/dingtalk.md
 * says an emulator must behave. It was written from that document and shares no code with the adapter.
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type No, openShelf } from './card-shelf.ts'
import { type Gateway, openGateway } from './gateway.ts'
import { makeLimits } from './limits.ts'
import { ROUTES, type Route, type World } from './routes.ts'

export const CREDENTIALS = {
  clientId: 'dingclient',
  clientSecret: 'secret-of-the-app',
  robotCode: 'dingrobot',
} as const
export const CORP = 'dingcorp1'
export const TEMPLATE = 'redress.schema'

export interface StandIn extends World {
  readonly base: string
  readonly gateway: Gateway
  /** Counted calls by name. */
  counted(): Readonly<Record<string, number>>
  close(): Promise<void>
}

export interface StandInOptions {
  /** How long a frame waits for its acknowledgement before it comes again. */
  readonly redeliver?: number
  /** How often a frame is sent before it is given up. */
  readonly tries?: number
}

/** Variables of the template as docs/dingtalk.md tells the administrator to make them. */
export function documentedVariables(): ReadonlyMap<string, boolean> {
  const page = readFileSync(new URL('../../../docs/dingtalk.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| (`[^|]+`) \| (?:string|markdown|form) \| (yes|no) \|/gm)]
  return new Map(
    rows.flatMap(([, names = '', own]) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => [name, own === 'yes'] as const),
    ),
  )
}

/** Opens it on a free port. */
export async function openStandIn({ redeliver = 3_000, tries = 5 }: StandInOptions = {}): Promise<StandIn> {
  const gateway = openGateway(redeliver, tries)
  const people: World['people'] = new Map()
  const groups: World['groups'] = new Map()
  let base = ''
  const world: World = {
    credentials: CREDENTIALS,
    people,
    groups,
    roles: new Map(),
    lines: [],
    webhooks: new Map(),
    files: new Map(),
    codes: new Map(),
    tokens: new Map(),
    throttled: new Set(),
    calls: [],
    tokenLives: 7200,
    paid: false,
    todos: [],
    limits: makeLimits(),
    url: () => base,
    shelf: openShelf({
      template: TEMPLATE,
      variables: documentedVariables(),
      robotIn: (cid) => groups.get(cid)?.robot === true,
      knows: (user) => people.has(user),
    }),
  }
  const server = createServer((request, response) => {
    answer(world, gateway, request, response).catch(() => response.writeHead(500).end('{"code":"system.busy"}'))
  })
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...world,
    get paid() {
      return world.paid
    },
    set paid(paid) {
      world.paid = paid
    },
    get tokenLives() {
      return world.tokenLives
    },
    set tokenLives(seconds) {
      world.tokenLives = seconds
    },
    base,
    gateway,
    counted: () => {
      const counted = world.calls.filter(({ counts }) => counts)
      return Object.fromEntries([...Map.groupBy(counted, ({ name }) => name)].map(([name, all]) => [name, all.length]))
    },
    async close() {
      gateway.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  world: World,
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', world.url())
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const send = (status: number, body: unknown): void => {
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  if (url.pathname.startsWith('/download/')) {
    const bytes = world.files.get(decodeURIComponent(url.pathname.slice('/download/'.length)))
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes)
    return
  }
  const body = { ...(JSON.parse(text === '' ? '{}' : text) as object), ...Object.fromEntries(url.searchParams) }
  if (url.pathname === '/v1.0/gateway/connections/open') return open(world, gateway, request, body, send)
  const [, who, id] = /^\/v1\.0\/todo\/users\/([^/]+)\/tasks(?:\/([^/]+))?$/.exec(url.pathname) ?? []
  if (who !== undefined) Object.assign(body, { who: decodeURIComponent(who), ...(id === undefined ? {} : { id }) })
  const path = who === undefined ? url.pathname : `/v1.0/todo/users/:who/tasks${id === undefined ? '' : '/:id'}`
  const route = ROUTES[`${request.method} ${path}`]
  if (route === undefined) return send(404, { code: 'InvalidAction.NotFound', message: 'not found' })
  // A form card answers a person at once; the weather a test makes is for what the outbox sends.
  const spared = String(Reflect.get(body, 'outTrackId')).startsWith('form:')
  const refused = world.limits.check(route.name, route.counts, spared)
  if (refused) return send(refused.status, refused.body)
  const token = route.old ? url.searchParams.get('access_token') : request.headers['x-acs-dingtalk-access-token']
  if (route.free !== true && (world.tokens.get(String(token)) ?? 0) <= Date.now()) return send(...deadToken(route))
  world.calls.push({ name: route.name, counts: route.counts, body })
  const result = route.run(world, body)
  const late = world.limits.faults.findIndex((one) => one.name === route.name && one.after === true)
  const lost =
    late >= 0
      ? world.limits.faults.splice(late, 1).length > 0
      : world.limits.loseAnswers && route.name !== 'token' && !spared
  if (lost) {
    request.socket.destroy()
    return
  }
  send(...wrapped(route, result))
}

function wrapped(route: Route, result: No | object): [number, object] {
  const no = 'status' in result && 'code' in result ? (result as No) : undefined
  if (route.old)
    return [
      200,
      no ? { errcode: Number(no.code), errmsg: 'no', request_id: 'r' } : { errcode: 0, errmsg: 'ok', ...result },
    ]
  return no ? [no.status, { code: no.code, message: no.code, requestid: 'r' }] : [200, result]
}

function deadToken(route: Route): [number, object] {
  return route.old
    ? [200, { errcode: 40014, errmsg: 'invalid access token' }]
    : [400, { code: 'InvalidAuthentication', message: 'invalid token', requestid: 'r' }]
}

function open(
  world: World,
  gateway: Gateway,
  request: IncomingMessage,
  body: Readonly<Record<string, unknown>>,
  send: (status: number, body: unknown) => void,
): void {
  const { clientId, clientSecret } = world.credentials
  gateway.counts.asked += 1
  if (gateway.mood.closed) return send(503, { code: 'ServiceUnavailable' })
  if (body.clientId !== clientId || body.clientSecret !== clientSecret)
    return send(401, { code: 'invalidClientIdOrSecret' })
  if (!String(request.headers.accept).includes('json')) return send(200, '<xml/>')
  const topics = (body.subscriptions as { topic: string }[]).map(({ topic }) => topic)
  if (!topics.includes('/v1.0/im/bot/messages/get') || !topics.includes('/v1.0/card/instances/callback'))
    return send(400, { code: 'param' })
  send(200, { endpoint: `${world.url().replace('http', 'ws')}/connect`, ticket: gateway.ticket() })
}
