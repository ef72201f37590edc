/** The playground over a reception that follows a script, behind the real HTTP server. */

import type { Caller, FormAnswer, Reply } from '../../../src/ports.ts'
import type { Value } from '../../../src/rules/nouns.ts'
import { makeServer, type WebServer } from '../../web/server.ts'
import { makePlayground, PLAYGROUND_UPLOADS, type PlaygroundOptions } from '../index.ts'
import { memoryChat, memoryFiles } from './memory.ts'
import { CARD, DIRECTORY, FORM } from './samples.ts'

/** One call of the reception. */
export interface Heard {
  readonly what: 'hear' | 'click' | 'redraw' | 'submit'
  readonly caller: Caller
  readonly with: unknown
  readonly key?: string
}

export const START = Date.UTC(2026, 10, 22, 2, 30)

/** A running playground, the calls its reception got, and the script: the next submit's reply. */
export interface House {
  readonly url: string
  readonly server: WebServer
  readonly chat: ReturnType<typeof memoryChat>
  readonly files: ReturnType<typeof memoryFiles>
  readonly playground: ReturnType<typeof makePlayground>
  readonly heard: Heard[]
  readonly next: Reply[]
  /** Goes down with everything open; what it gives comes up again on the same port, remembering everything. */
  fall(): Promise<() => Promise<void>>
}

/** Starts it on a free port. */
export async function startHouse(): Promise<House> {
  const heard: Heard[] = []
  const next: Reply[] = []
  const chat = memoryChat()
  const files = memoryFiles()
  const settings = { chat, files, reception: scripted(heard, next), clock: clockFrom(START) }
  const open = async (port: number) => {
    const playground = makePlayground({ ...settings, ...COMPANY })
    const server = serverOf(playground, port)
    return { playground, server, ...(await server.start()) }
  }
  let now = await open(0)
  const { url, port } = now
  return {
    url,
    chat,
    files,
    heard,
    next,
    get server() {
      return now.server
    },
    get playground() {
      return now.playground
    },
    async fall() {
      await now.server.stop()
      return async () => {
        now = await open(port)
      }
    },
  }
}

const COMPANY: Omit<PlaygroundOptions, 'chat' | 'files' | 'reception' | 'clock'> = {
  draw: async ({ key }, lang) => (key === CARD.key ? { ...CARD, lang } : undefined),
  memory: { get: async () => undefined, set: async () => {}, all: async () => new Map() },
  story: {
    caseOf: async () => undefined,
    timersUntil: async () => [],
    ahead: () => 0,
    sample: { fits: async () => true, load: async () => ({ cases: 0, open: 0 }) },
  },
  directory: () => DIRECTORY,
  lang: () => 'zh',
  frontline: () => ['wang.li', 'ann.lee'],
  roles: () => ({ supervisor: { zh: '主管', en: 'Supervisor' } }),
  messages: async () => [],
  waiting: async () => ({ 'wang.li': { open: 2, late: 1 } }),
}

function clockFrom(start: number): PlaygroundOptions['clock'] {
  let now = start
  return {
    now: () => now,
    moveTo: async (to) => {
      now = to
    },
    nextTimer: async () => (now < START + 3_600_000 ? START + 3_600_000 : undefined),
    nextWorkday: () => START + 86_400_000,
  }
}

function serverOf(playground: ReturnType<typeof makePlayground>, port: number): WebServer {
  return makeServer({
    host: '127.0.0.1',
    port,
    routes: [{ app: playground.routes, uploads: PLAYGROUND_UPLOADS, closing: playground.closing }],
    log: { info: () => {}, warn: () => {}, error: () => {} },
    ready: async () => [],
    metrics: async () => ({ text: '', type: 'text/plain' }),
  })
}

function scripted(heard: Heard[], next: Reply[]): Parameters<typeof makePlayground>[0]['reception'] {
  const say = (text: string): Reply => ({ is: 'say', message: { text, lang: 'zh' } })
  const shorter = (answer: FormAnswer) => ({
    ...FORM,
    fields: FORM.fields
      .filter(({ id }) => id !== 'count')
      .map((field) => ({ ...field, ...filledWith(answer.values[field.id] as Value | null | undefined) })),
    ...(answer.number === undefined ? {} : { number: answer.number }),
  })
  return {
    home: async () => ({ lang: 'zh', sections: [], file: '', settings: '' }),
    async hear(caller, words, key) {
      heard.push({ what: 'hear', caller, with: words, key })
      return (
        next.shift() ??
        (words === ''
          ? { is: 'form', form: FORM }
          : words === 'card'
            ? { is: 'card', card: CARD }
            : say(`听到：${words}`))
      )
    },
    async click(caller, click, key) {
      heard.push({ what: 'click', caller, with: click, key })
      return (
        next.shift() ?? {
          is: 'done',
          number: click.number,
          revision: click.revision + 1,
          message: { text: '已同意', lang: 'zh', tone: 'good' },
        }
      )
    },
    async redraw(caller, form) {
      heard.push({ what: 'redraw', caller, with: form })
      return shorter(form)
    },
    async submit(caller, form, key) {
      heard.push({ what: 'submit', caller, with: form, key })
      return (
        next.shift() ?? {
          is: 'done',
          number: CARD.number,
          revision: 1,
          message: { text: '收到，单号 C-20261122-0001', lang: 'zh', tone: 'good' },
        }
      )
    },
  }
}

const filledWith = (value: Value | null | undefined) => (value === null || value === undefined ? {} : { value })

/** Stops both, open streams included. */
export async function stopHouse(house: House): Promise<void> {
  await house.server.stop()
  await house.playground.stop()
}
