/** The mail platform alone, before a server of ours, with what it finds in the house written down. */
import type { PlatformParts } from '../../../src/ports.ts'
import type { Directory } from '../../../src/rules/nouns.ts'
import { type EmailSettings, makeEmail } from '../index.ts'
import { type MailServerStandIn, openMailServer } from './mail-server.ts'

export const ANN = 'ann@works.example'
export const CUSTOMER = 'zhang@post.example'

const person = (id: string, email?: string): Directory['people'][string] => ({
  ...{ id, name: { zh: id, en: id }, lang: 'en', tz: 'Asia/Shanghai', roles: [], accounts: {} },
  ...(email === undefined ? {} : { email }),
})

const DIRECTORY: Directory = {
  people: { ann: person('ann', ANN), bob: person('bob'), eve: person('eve', 'no address') },
  teams: {},
  channels: {
    operator: { id: 'operator', name: { zh: '运维', en: 'Operators' }, addresses: { email: 'ops@works.example' } },
  },
}

export interface MailBench {
  readonly server: MailServerStandIn
  readonly mail: ReturnType<typeof makeEmail>
  readonly told: readonly string[]
  readonly logged: readonly string[]
  readonly memory: Map<string, string>
  /** Another start of the same platform, with what the last one remembered. */
  again(): ReturnType<typeof makeEmail>
  /** Real time, moved by hand. */
  pass(ms: number): void
}

/** Opens both. `settings` on top of the usual ones. */
export async function openMailBench(settings: Partial<EmailSettings> = {}): Promise<MailBench> {
  const server = await openMailServer()
  const told: string[] = []
  const logged: string[] = []
  const memory = new Map<string, string>()
  let wall = Date.parse('2026-03-02T09:00:00+08:00')
  const log = (fields: object, message: string): void => void logged.push(`${message} ${JSON.stringify(fields)}`)
  const parts = {
    ...{ wall: () => wall, now: () => wall, log: { info: log, warn: log, error: log } },
    directory: () => DIRECTORY,
    meter: { count: () => undefined, gauge: () => undefined },
    memory: {
      get: async (key: string) => memory.get(key),
      set: async (key: string, value: string) => void memory.set(key, value),
      all: async (prefix: string) => new Map([...memory].filter(([key]) => key.startsWith(prefix))),
    },
    tellOperator: (key: string) => void told.push(key),
    links: { form: () => '', case: (number: string) => `https://redress.example/f/case/${number}` },
  } as Partial<PlatformParts> as PlatformParts
  const all: EmailSettings = {
    ...{ smtpUrl: server.url, from: 'Breeze <care@breeze.example>', perMinute: '600' },
    customerOf: async (number) => (number.endsWith('1') ? CUSTOMER : undefined),
    hasPages: () => true,
    ...settings,
  }
  const again = () => makeEmail(all, parts)
  const pass = (ms: number): void => {
    wall += ms
  }
  return { server, mail: again(), told, logged, memory, again, pass }
}
