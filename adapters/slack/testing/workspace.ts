/**
 * A Slack of our own for tests: the third-party stand-in `emulate` behind a gateway. The gateway refuses what Block Kit
 * would refuse, lets calls fail when told to, adds what emulate lacks (supplement.ts), and remembers what went by.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createEmulator } from 'emulate'
import { blocksProblems, type Fault, messageProblems, viewProblems } from './block-kit.ts'
import { answerHook, type Hooks, makeHooks } from './response-urls.ts'
import { type Link, makeLink } from './socket-link.ts'
import { makeSupplement, type Supplement } from './supplement.ts'

export const BOT_TOKEN = 'xoxb-test-bot'
export const APP_TOKEN = 'xapp-test-app'
export const SIGNING_SECRET = 'test-signing-secret'
export const BOT_USER = 'UREDRESS01'

/** One call of the Web API as it came in. */
export interface Call {
  readonly method: string
  readonly args: Readonly<Record<string, unknown>>
  readonly at: number
}

/** How a call fails: refused, cut off before or after it was carried out, or slow. */
export type Weather =
  | { readonly is: 'limited'; readonly seconds: number }
  | { readonly is: 'status'; readonly status: number }
  | { readonly is: 'refused'; readonly error: string; readonly needed?: string }
  /** The connection ends before anything happened. */
  | { readonly is: 'cut' }
  /** It happens, and nobody hears of it. */
  | { readonly is: 'lost' }
  | { readonly is: 'slow'; readonly ms: number }

/** A view as it stands in somebody's Slack. */
export interface StandingView {
  readonly id: string
  readonly hash: string
  readonly user: string
  /** What it was opened with; absent for home tabs. */
  readonly trigger?: string
  readonly view: Readonly<Record<string, unknown>>
}

/** Something only one person sees. */
export interface Whisper {
  readonly user: string
  readonly hook?: string
  readonly message: Readonly<Record<string, unknown>>
}

export interface Workspace {
  /** What SLACK_API_URL has to be. */
  readonly apiUrl: string
  /** Account ids by name; channel ids by name. */
  readonly users: ReadonlyMap<string, string>
  readonly channels: ReadonlyMap<string, string>
  readonly calls: readonly Call[]
  /** Everything Block Kit refused. */
  readonly broken: readonly { readonly method: string; readonly faults: readonly Fault[] }[]
  readonly views: ReadonlyMap<string, StandingView>
  readonly whispers: readonly Whisper[]
  readonly supplement: Supplement
  readonly hooks: Hooks
  readonly link: Link
  /** Says how a call fares; undefined lets it through. */
  weather: ((call: Call) => Weather | undefined) | undefined
  /** Calls the Web API as the app itself, past weather and checks. */
  ask<T = Readonly<Record<string, unknown>>>(method: string, args?: Readonly<Record<string, unknown>>): Promise<T>
  /** Resolves as soon as `ready` gives something; looks again after every call that comes in. */
  until<T>(ready: () => T | undefined): Promise<T>
  close(): Promise<void>
}

interface Options {
  readonly users: readonly string[]
  readonly channels: readonly string[]
}

/** Opens a workspace with these people and channels. */
export async function openWorkspace(options: Options): Promise<Workspace> {
  const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: seedOf(options) } })
  const state = makeState(emulator.url)
  const server = createServer((request, response) => {
    serve(state, request, response).catch(() => response.destroy())
  })
  server.on('upgrade', (request, socket) => {
    state.link.accept(request, socket)
    socket.on('close', state.changed)
    state.changed()
  })
  const origin = await listen(server)
  state.origin = origin
  await learn(state)
  return Object.assign(state, {
    apiUrl: `${origin}/api/`,
    async close() {
      state.link.close()
      server.closeAllConnections()
      await Promise.all([new Promise((resolve) => server.close(resolve)), emulator.close()])
    },
  })
}

function seedOf({ users, channels }: Options) {
  return {
    team: { name: 'Breeze', domain: 'breeze' },
    users: users.map((name) => ({ name, real_name: name })),
    channels: channels.map((name) => ({ name })),
    oauth_apps: [
      {
        ...{ app_id: 'AREDRESS01', client_id: '1.1', client_secret: 'none', name: 'redress', redirect_uris: [] },
        ...{ bot_id: 'BREDRESS01', bot_user_id: BOT_USER, bot_name: 'redress' },
      },
    ],
    tokens: [
      {
        token: BOT_TOKEN,
        user: BOT_USER,
        bot_id: 'BREDRESS01',
        bot_user_id: BOT_USER,
        app_id: 'AREDRESS01',
        type: 'bot',
      },
    ],
  }
}

type State = ReturnType<typeof makeState>

function makeState(emulator: string) {
  const calls: Call[] = []
  const waiting = new Set<() => void>()
  const hooks = makeHooks()
  const state = {
    emulator,
    origin: '',
    users: new Map<string, string>(),
    channels: new Map<string, string>(),
    calls,
    broken: [] as { method: string; faults: readonly Fault[] }[],
    views: new Map<string, StandingView>(),
    whispers: [] as Whisper[],
    hooks,
    link: makeLink(),
    supplement: makeSupplement(),
    weather: undefined as Workspace['weather'],
    ask: async <T>(method: string, args: Readonly<Record<string, unknown>> = {}): Promise<T> =>
      (await forward(emulator, method, JSON.stringify(args), 'application/json')).body as T,
    changed() {
      for (const look of waiting) look()
    },
    until<T>(ready: () => T | undefined): Promise<T> {
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(look)
          reject(new Error('the workspace waited in vain'))
        }, 15_000)
        const look = (): void => {
          const found = ready()
          if (found === undefined) return
          waiting.delete(look)
          clearTimeout(late)
          resolve(found)
        }
        waiting.add(look)
        look()
      })
    },
  }
  return state
}

async function learn(state: State): Promise<void> {
  const { members = [] } = await state.ask<{ members?: { id: string; name: string }[] }>('users.list')
  for (const { id, name } of members) state.users.set(name, id)
  const { channels = [] } = await state.ask<{ channels?: { id: string; name: string }[] }>('conversations.list')
  for (const { id, name } of channels) {
    state.channels.set(name, id)
    await state.ask('conversations.join', { channel: id })
  }
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request)
  const path = URL.parse(request.url ?? '', 'http://x')?.pathname ?? ''
  if (path.startsWith('/hooks/')) return answerHook(state, path.slice('/hooks/'.length), body, response)
  if (path.startsWith('/files/')) return state.supplement.serveFile(path, request, response)
  const method = path.replace(/^\/api\//, '')
  const type = request.headers['content-type'] ?? ''
  const args = argsOf(body, type)
  const call: Call = { method, args, at: performance.now() }
  state.calls.push(call)
  const fate = state.weather?.(call)
  if (fate !== undefined && (await meet(fate, response))) return state.changed()
  const answer = await answerOf(state, call, body, request)
  state.changed()
  if (fate?.is === 'lost') response.destroy()
  else send(response, 200, answer, { 'x-oauth-scopes': state.supplement.scopes.join(',') })
}

async function answerOf(state: State, call: Call, body: string, request: IncomingMessage): Promise<object> {
  const { method, args } = call
  const faults = faultsOf(method, args)
  if (faults.length > 0) {
    state.broken.push({ method, faults })
    return { ok: false, error: 'invalid_blocks', response_metadata: { messages: faults.map((one) => one.join(' ')) } }
  }
  const own = state.supplement.answer(method, args, request, state)
  if (own !== undefined) return own
  const { body: answer } = await forward(state.emulator, method, body, request.headers['content-type'] ?? '')
  if (answer.ok === true) observe(state, call, answer)
  return answer
}

/** What the gateway remembers of a call that worked. */
function observe(state: State, { method, args }: Call, answer: Readonly<Record<string, unknown>>): void {
  if (/^views\.(?:open|update|push|publish)$/.test(method)) {
    const view = answer.view as Readonly<Record<string, unknown>>
    const before = state.views.get(String(view.id))
    const user = String(args.user_id ?? before?.user ?? state.supplement.userOf(String(args.trigger_id)))
    const trigger = typeof args.trigger_id === 'string' ? args.trigger_id : before?.trigger
    const standing = { id: String(view.id), hash: String(view.hash), user, view }
    state.views.set(standing.id, trigger === undefined ? standing : { ...standing, trigger })
  }
  if (method === 'chat.postEphemeral') state.whispers.push({ user: String(args.user), message: args })
}

function faultsOf(method: string, args: Readonly<Record<string, unknown>>): readonly Fault[] {
  if (/^chat\.(?:postMessage|postEphemeral|update)$/.test(method)) return messageProblems(args)
  if (/^views\./.test(method)) return viewProblems(args.view)
  if (method !== 'chat.unfurl') return []
  const unfurls = Object.values((args.unfurls ?? {}) as Record<string, { blocks?: unknown }>)
  return unfurls.flatMap(({ blocks }) => blocksProblems(blocks, 'message'))
}

/** True when the weather answered in the call's place. */
async function meet(fate: Weather, response: ServerResponse): Promise<boolean> {
  switch (fate.is) {
    case 'limited':
      send(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fate.seconds) })
      return true
    case 'status':
      send(response, fate.status, { error: 'weather' })
      return true
    case 'refused':
      send(response, 200, {
        ok: false,
        error: fate.error,
        ...(fate.needed === undefined ? {} : { needed: fate.needed }),
      })
      return true
    case 'cut':
      response.destroy()
      return true
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fate.ms))
      return false
    case 'lost':
      return false
  }
}

async function forward(emulator: string, method: string, body: string, type: string) {
  const headers = { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': type }
  const response = await fetch(`${emulator}/api/${method}`, { method: 'POST', headers, body })
  const text = await response.text()
  try {
    return { body: JSON.parse(text) as Readonly<Record<string, unknown>> }
  } catch {
    return { body: { ok: false, error: 'unknown_method' } }
  }
}

/** The arguments, with JSON inside of them read. */
function argsOf(body: string, type: string): Readonly<Record<string, unknown>> {
  if (type.includes('json')) return JSON.parse(body || '{}') as Record<string, unknown>
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [name, /^[[{]/.test(value) ? JSON.parse(value) : value]),
  )
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
    })
  })
}
