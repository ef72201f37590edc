/** Opens the chat platforms that are on, each with what it finds in the house. An adapter is only loaded when it is on. */
import { randomUUID } from 'node:crypto'
import type { EmailSettings } from '../adapters/email/index.ts'
import type { Mount } from '../adapters/web/server.ts'
import { operatorWord } from '../cards/operator.ts'
import type { Company } from './company.ts'
import { type Config, environment } from './config.ts'
import { laneOf } from './lanes.ts'
import type { Log } from './log.ts'
import type { Chat } from './platform-settings.ts'
import type { ChatAdapter, Clock, Holds, Message, PlatformParts, PlatformProfile, Store } from './ports.ts'
import { customerMail } from './rules/customer-mail.ts'
import { makeSole } from './sole.ts'

/** What the platforms share, and what is made for each. */
export interface ChatParts extends Pick<PlatformParts, 'reception' | 'conversation' | 'files' | 'meter' | 'links'> {
  readonly store: Store
  readonly company: Company
  readonly clock: Clock
  readonly wall: () => number
  readonly log: Log
  readonly holds: Holds
  readonly shared: boolean
  /** Loads a policy version that open cases still live under. */
  loadPolicy(version: string): Promise<void>
  /** Sends a word to the operators; `key` names it for ever. */
  tellOperators(message: Message, key: string): Promise<void>
}

type Open = (parts: PlatformParts) => Promise<ChatAdapter<Mount['app']>>

/** How each platform that is on is opened, in the order of the settings. */
function openers(
  { slack, dingtalk, wecom, email }: Chat,
  mailing: Pick<EmailSettings, 'customerOf' | 'hasPages'>,
): readonly (readonly [string, Open])[] {
  const all: (readonly [string, Open] | undefined)[] = [
    slack && ['slack', async (parts) => (await import('../adapters/slack/index.ts')).makeSlack(slack, parts)],
    dingtalk && [
      'dingtalk',
      async (parts) => (await import('../adapters/dingtalk/index.ts')).makeDingtalk(dingtalk, parts),
    ],
    wecom && [
      'wecom',
      async (parts) => (await import('../adapters/wecom/index.ts')).makeWecom({ ...wecom, secretOf }, parts),
    ],
    email && [
      'email',
      async (parts) => (await import('../adapters/email/index.ts')).makeEmail({ ...email, ...mailing }, parts),
    ],
  ]
  return all.filter((one) => one !== undefined)
}

/** How each platform treats what it is given, whether it is on or not; for rehearsals. Mail only where it is on. */
export async function chatProfiles({ chat }: Pick<Config, 'chat'>): Promise<readonly PlatformProfile[]> {
  const [slack, dingtalk, wecom, email] = await Promise.all([
    import('../adapters/slack/profile.ts'),
    import('../adapters/dingtalk/profile.ts'),
    import('../adapters/wecom/profile.ts'),
    import('../adapters/email/profile.ts'),
  ])
  // Without settings of its own the platform is taken as it is best set up: with cards.
  const chats = [slack.profile, dingtalk.profile(chat.dingtalk ?? { cardTemplateId: 'rehearsed' }), wecom.profile]
  return chat.email ? [...chats, email.profile(chat.email)] : chats
}

/** The value of a variable that the directory names, such as the key of a group's robot. */
function secretOf(name: string): string | undefined {
  return /^[A-Z][A-Z0-9_]{2,}$/.test(name) ? environment()[name] || undefined : undefined
}

/** All platforms that are on. Nothing is sent or listened to before their `start`. */
export async function openChat(
  { chat }: Pick<Config, 'chat'>,
  parts: ChatParts,
): Promise<readonly ChatAdapter<Mount['app']>[]> {
  const { store, company, loadPolicy } = parts
  async function customerOf(number: string): Promise<string | undefined> {
    const state = await store.case(number)
    if (state === undefined) return undefined
    await loadPolicy(state.policy)
    return customerMail(state, company.under(state.policy).policy)
  }
  const opened: ChatAdapter<Mount['app']>[] = []
  const mailing = { customerOf, hasPages: () => opened.some(({ signIn }) => signIn !== undefined) }
  const opening = openers(chat, mailing).map(([name, open]) => open(partsOf(name, parts)))
  opened.push(...(await Promise.all(opening)))
  return opened
}

/** Small things a platform remembers over a restart. */
export function memoryOf(
  name: string,
  store: Pick<Store, 'setting' | 'settings' | 'setSetting'>,
): PlatformParts['memory'] {
  return {
    get: (key) => store.setting(`${name}/${key}`),
    set: (key, value) => store.setSetting(`${name}/${key}`, value),
    async all(prefix) {
      const kept = await store.settings(`${name}/${prefix}`)
      return new Map([...kept].map(([key, value]) => [key.slice(name.length + 1), value]))
    },
  }
}

const DAY = 86_400_000
/** This process among its replicas. */
const REPLICA = randomUUID().slice(0, 13)

function partsOf(name: string, parts: ChatParts): PlatformParts {
  const { store, company, clock, log, reception, conversation, files, meter, links, wall } = parts
  const told = new Set<string>()
  return {
    ...{ reception, conversation, files, meter, links, wall },
    log: log.child({ platform: name }),
    now: () => clock.now(),
    directory: () => company.live.directory,
    company: () => company.current.company,
    async root(to, number) {
      const standing = await store.card(laneOf(name, to), number, 'case')
      // A card that another lane took roots nothing here.
      return standing === undefined || standing.handle.startsWith('@') ? undefined : standing.handle
    },
    memory: memoryOf(name, store),
    replica: parts.shared ? REPLICA : '',
    sole: (duty, how) => makeSole({ holds: parts.holds, wall, log }, duty, how),
    tellOperator(key, text) {
      const word = `${name}/${key}/${Math.floor(wall() / DAY)}`
      if (told.has(word)) return
      if (told.size > 1000) told.clear()
      told.add(word)
      log.warn({ platform: name, code: key }, 'the operators are told')
      const message = operatorWord(text, company.current.company.lang)
      parts.tellOperators(message, `word/${word}`).catch((err: unknown) => log.error({ err }, 'nobody could be told'))
    },
  }
}
