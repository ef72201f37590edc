/** The adapter alone on a local WeCom: a reception that records, a memory that can fail, a clock that is moved. */
import type { Message } from '../../../cards/model.ts'
import type { Caller, Duty, Links, PlatformParts, Reply } from '../../../src/ports.ts'
import type { Directory, FileRef, Millis, Text } from '../../../src/rules/nouns.ts'
import { makeWecom, type WecomSettings } from '../index.ts'
import type { CallbackTarget } from './callbacks.ts'
import { type Deliveries, type Phone, phoneOf } from './phone.ts'
import { startWecom } from './server.ts'
import { addMember, makeTown, type Town } from './town.ts'

/** A call of the reception or the conversation. */
export interface Heard {
  readonly what: string
  readonly caller: Caller
  readonly key: string
  readonly with: unknown
}

/** What survives a restart of the adapter. */
export interface Remembered {
  readonly rows: Map<string, string>
  /** Lets writes fail or never end. */
  fails?: 'throws' | 'hangs' | undefined
  writes: number
}

export interface Stage {
  readonly town: Town
  readonly wecom: ReturnType<typeof makeWecom>
  readonly heard: Heard[]
  readonly told: { readonly key: string; readonly text: Text }[]
  readonly target: CallbackTarget
  readonly memory: Remembered
  readonly time: { now: Millis }
  /** What the reception answers from now on; may throw. */
  reply: (heard: Heard) => Promise<Reply> | Reply
  phone(user: string): Phone
  /** The adapter again on the same memory, as after a crash. */
  again(): Promise<Stage>
  close(): Promise<void>
}

export interface StageOptions {
  readonly links?: Links
  readonly now?: Millis
  readonly secrets?: Readonly<Record<string, string>>
  /** Adds to the adapter's settings. */
  readonly settings?: Partial<WecomSettings>
  /** Not started: nothing an earlier run left is worked. */
  readonly idle?: boolean
}

const KEYS = { token: 'QDG6eK', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C', receiver: 'ww1' }

/** Addresses as main.ts would give them. */
export const LINKS: Links = {
  form: (platform, target) =>
    `https://redress.example/f/${platform}/${Buffer.from(JSON.stringify(target)).toString('base64url')}`,
  case: (number) => `https://redress.example/f/case/${number}`,
  home: (platform: string) => `https://redress.example/f/${platform}/home`,
} as Links

const person = (id: string, account: string) => ({
  id,
  name: { zh: id, en: id },
  lang: 'zh' as const,
  tz: 'Asia/Shanghai',
  roles: [],
  accounts: { wecom: account },
})

const DIRECTORY: Directory = {
  people: { 'wang.li': person('wang.li', 'WangLi'), 'zhao.qiang': person('zhao.qiang', 'zhaoqiang') },
  teams: {},
  channels: {
    quality: { id: 'quality', name: { zh: '质量', en: 'Quality' }, addresses: { wecom: { appchat: 'chat-1' } } },
    robot: { id: 'robot', name: { zh: '群', en: 'Group' }, addresses: { wecom: { webhook_env: 'ROBOT_KEY' } } },
    foreign: { id: 'foreign', name: { zh: '外', en: 'Foreign' }, addresses: { wecom: 'chat-foreign' } },
  },
}

const done = (text: string): Reply => ({ is: 'say', message: { text, lang: 'zh' } satisfies Message })

/** Sets the stage: 王丽 and 赵强 are members, one chat is ours, one robot is there. */
export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const time = { now: options.now ?? Date.UTC(2026, 10, 22, 6, 5) }
  const town = makeTown({ corpId: 'ww1', agentId: '1000002', secret: 's3cret-s3cret', now: () => time.now })
  addMember(town, 'WangLi')
  addMember(town, 'zhaoqiang')
  town.chats.set('chat-1', { name: 'quality', ours: true })
  town.chats.set('chat-foreign', { name: 'foreign', ours: false })
  town.robots.set('robot-key-1', 'group')
  const server = await startWecom(town)
  return open(options, { town, url: server.url, time, memory: { rows: new Map(), writes: 0 }, stop: server.stop })
}

interface Ground {
  readonly town: Town
  readonly url: string
  readonly time: { now: Millis }
  readonly memory: Remembered
  stop(): Promise<void>
}

async function open(options: StageOptions, ground: Ground): Promise<Stage> {
  const { town, time, memory } = ground
  const heard: Heard[] = []
  const told: { key: string; text: Text }[] = []
  const stage: { reply: Stage['reply'] } = { reply: () => done('好的') }
  const settings = {
    ...{ corpId: 'ww1', agentId: '1000002', secret: 's3cret-s3cret', token: KEYS.token },
    ...{ encodingAesKey: KEYS.aesKey, apiUrl: ground.url, oauthUrl: ground.url },
    secretOf: (name: string) => options.secrets?.[name],
    ...options.settings,
  }
  const wecom = makeWecom(settings, partsOf({ options, memory, time, heard, told, reply: (one) => stage.reply(one) }))
  if (options.idle !== true) await wecom.start()
  const target: CallbackTarget = {
    town,
    keys: KEYS,
    url: 'http://app.local/wecom/callback',
    ahead: () => time.now - Date.now(),
    fetch: async (url, init) =>
      (await wecom.routes?.fetch(new Request(url, init))) ?? new Response(null, { status: 599 }),
  }
  const deliveries: Deliveries = new Map()
  return Object.assign(stage, {
    ...{ town, wecom, heard, told, target, memory, time },
    phone: (user: string) => phoneOf(target, user, deliveries),
    async again() {
      return open({ ...options, idle: false }, ground)
    },
    async close() {
      await wecom.stop()
      await ground.stop()
    },
  })
}

interface Fakes {
  readonly options: StageOptions
  readonly memory: Remembered
  readonly time: { now: Millis }
  readonly heard: Heard[]
  readonly told: { key: string; text: Text }[]
  reply(heard: Heard): Promise<Reply> | Reply
}

function partsOf({ options, memory, time, heard, told, reply }: Fakes): PlatformParts {
  const call = async (what: string, caller: Caller, key: string, body: unknown): Promise<Reply> => {
    const one = { what, caller, key, with: body }
    heard.push(one)
    return reply(one)
  }
  const unused = async (): Promise<never> => Promise.reject(new Error('not on this stage'))
  const parts = {
    reception: {
      hear: (caller: Caller, words: string, key: string) => call('hear', caller, key, words),
      click: (caller: Caller, click: unknown, key: string) => call('click', caller, key, click),
      redraw: unused,
      submit: unused,
    },
    conversation: {
      say: (caller: Caller, said: unknown, key: string) => call('say', caller, key, said),
      ask: (caller: Caller, form: unknown, key: string) => call('ask', caller, key, form),
    },
    files: {
      async put(bytes: Uint8Array, name: string): Promise<FileRef> {
        return { sha256: '0'.repeat(64), name, type: 'image/png', size: bytes.length }
      },
    },
    now: () => time.now,
    wall: () => time.now,
    log: { info() {}, warn() {}, error() {} },
    meter: { count() {}, gauge() {} },
    directory: () => DIRECTORY,
    company: () => ({ lang: 'zh', tz: 'Asia/Shanghai' }),
    root: async () => undefined,
    replica: '',
    sole: (_name: string, duty: Duty) => ({ start: duty.begin, stop: duty.end, mine: () => true }),
    memory: {
      get: async (key: string) => memory.rows.get(key),
      all: async (prefix: string) => new Map([...memory.rows].filter(([key]) => key.startsWith(prefix))),
      async set(key: string, value: string) {
        if (memory.fails === 'throws') throw new Error('disk full')
        if (memory.fails === 'hangs') return new Promise<void>(() => {})
        memory.writes += 1
        memory.rows.set(key, value)
      },
    },
    tellOperator: (key: string, text: Text) => void told.push({ key, text }),
    links: options.links,
  }
  return parts as unknown as PlatformParts
}
