/** A whole house whose people and channels are on the local WeCom; customers hear through the playground's inbox. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { House, HouseOptions } from '../../../src/main.ts'
import { makePlot } from '../../playground/testing/real-house.ts'
import type { CallbackTarget } from './callbacks.ts'
import { type LocalWecom, startWecom } from './server.ts'
import { addMember, makeTown, type Town } from './town.ts'

const POLICY = fileURLToPath(new URL('../../../data/policy.yaml', import.meta.url))
const KEYS = { token: 'QDG6eK', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C', receiver: 'ww1234567890' }
const APP = { corpId: KEYS.receiver, agentId: '1000002', secret: 'app-secret-0123456789' }

/** WeCom's id of a person; in capitals here and there, since they do not count. */
export const accountOf = (person: string): string => person.replace('.', '').replace(/^./, (one) => one.toUpperCase())

/** The house open on the town, and where the town calls it. */
export interface Opened {
  readonly house: House
  readonly url: string
  readonly target: CallbackTarget
}

export interface WecomPlot {
  readonly town: Town
  readonly people: readonly string[]
  readonly wecomUrl: string
  readonly folder: string
  /** Added to the machine's time, for the house and the town alike. */
  readonly time: { ahead: number }
  open(options?: HouseOptions): Promise<Opened>
  clear(): Promise<void>
}

/** Starts a town and plots a house for it. `env` adds settings. */
export async function plotWecom(env: Readonly<Record<string, string>> = {}): Promise<WecomPlot> {
  const time = { ahead: 0 }
  const wall = (): number => Date.now() + time.ahead
  const town = makeTown({ ...APP, now: wall })
  const wecom: LocalWecom = await startWecom(town)
  const { people, policy } = onWecom(readFileSync(POLICY, 'utf8'), town)
  const file = join(mkdtempSync(join(tmpdir(), 'redress-wecom-')), 'policy.yaml')
  writeFileSync(file, policy)
  const plot = makePlot('zh', {
    POLICY_FILE: file,
    WECOM_CORP_ID: APP.corpId,
    WECOM_AGENT_ID: APP.agentId,
    WECOM_SECRET: APP.secret,
    WECOM_TOKEN: KEYS.token,
    WECOM_ENCODING_AES_KEY: KEYS.aesKey,
    WECOM_API_URL: wecom.url,
    WECOM_OAUTH_URL: wecom.url,
    ...env,
  })
  return {
    town,
    people,
    time,
    wecomUrl: wecom.url,
    folder: plot.folder,
    async open(options) {
      const { house, url } = await plot.open({ wall, ...options })
      return { house, url, target: { town, keys: KEYS, url: `${url}/wecom/callback`, ahead: () => time.ahead } }
    },
    async clear() {
      await wecom.stop()
      plot.clear()
      rmSync(dirname(file), { recursive: true, force: true })
    },
  }
}

/** The shipped policy with everybody's account and every channel moved to the town. */
function onWecom(policy: string, town: Town): { readonly people: readonly string[]; readonly policy: string } {
  const people: string[] = []
  const moved = policy
    .replace(/accounts: \{playground: ([\w.]+)\}/g, (_whole, id: string) => {
      people.push(id)
      addMember(town, accountOf(id))
      return `accounts: {wecom: ${accountOf(id)}}`
    })
    .replace(/playground: "#(\w+)"/g, (_whole, channel: string) => {
      town.chats.set(`chat-${channel}`, { name: channel, ours: true })
      return `wecom: {appchat: chat-${channel}}`
    })
  if (people.length < 20 || town.chats.size < 5) throw new Error('the shipped policy writes its accounts elsewhere now')
  return { people, policy: moved }
}
