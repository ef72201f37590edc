/** App Home: what waits for me, what I filed, and two buttons that are always there. Drawn when opened and when it changed. */
import type { types } from '@slack/bolt'
import type { Home, HomeLine } from '../../cards/home.ts'
import { refusalText } from '../../cards/refusals.ts'
import type { Caller, PlatformParts } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { isRefusal } from '../../src/rules/nouns.ts'
import type { SlackApi } from './api.ts'
import { LIMITS } from './clamp.ts'
import { troubleOf } from './errors.ts'
import { plainText } from './plain-text.ts'
import type { SlackBlock } from './render.ts'
import { WIRE } from './settings.ts'
import { makeTurns } from './turns.ts'

/** Changes that come together are drawn together, after this long. */
const GATHER: Millis = 1_500
/** Whoever looked at their home within this time gets it drawn anew when something changes. */
const LOOKED: Millis = 12 * 3_600_000
const REMEMBERED = 5_000

export interface HomeParts extends Pick<PlatformParts, 'reception' | 'log' | 'wall'> {
  readonly api: SlackApi
  caller(account: string): Caller
}

export interface Homes {
  /** Somebody opened it. */
  opened(account: string): Promise<void>
  /** What it shows may have changed; drawn only for those who looked lately. */
  changed(account: string): void
  stop(): void
}

/** Makes it. */
export function makeHomes(parts: HomeParts): Homes {
  const looked = new Map<string, Millis>()
  const waiting = new Map<string, NodeJS.Timeout>()
  const turns = makeTurns()
  const publish = (account: string, door: 'interactive' | 'outbox') =>
    turns(account, async () => {
      const view = await viewOf(parts, account)
      await parts.api[door]('views.publish', { user_id: account, view }).catch((error: unknown) => {
        const trouble = troubleOf(error)
        parts.log.warn({ code: 'code' in trouble ? trouble.code : trouble.is }, 'a home could not be drawn')
      })
    })
  return {
    async opened(account) {
      if (looked.size >= REMEMBERED) looked.clear()
      looked.set(account, parts.wall())
      await publish(account, 'interactive')
    },
    changed(account) {
      const last = looked.get(account)
      if (last === undefined || parts.wall() - last > LOOKED || waiting.has(account)) return
      const timer = setTimeout(() => {
        waiting.delete(account)
        void publish(account, 'outbox')
      }, GATHER)
      waiting.set(account, timer)
    },
    stop() {
      for (const timer of waiting.values()) clearTimeout(timer)
    },
  }
}

async function viewOf({ reception, caller }: HomeParts, account: string): Promise<object> {
  const who = caller(account)
  const home = await reception.home(who)
  if (!isRefusal(home)) return { type: 'home', blocks: renderHome(home) }
  const { message, fix } = refusalText(home, who.lang)
  return { type: 'home', blocks: [section(`${message} ${fix}`)] }
}

/** A home as blocks: at most 100, which its model keeps to by far. */
export function renderHome({ sections, file, settings }: Home): SlackBlock[] {
  const always: types.Button[] = [
    { ...button(file, WIRE.say), style: 'primary' },
    // The reception hears this word in both languages.
    button(settings, `${WIRE.say}.settings`, 'settings'),
  ]
  const drawn = sections.flatMap(({ title, lines, foot }, i): SlackBlock[] => [
    { type: 'header', text: plainText(title, LIMITS.header) },
    ...lines.map((line, k) => lineBlock(line, `home|${i}.${k}`)),
    ...(foot === undefined ? [] : [{ type: 'context' as const, elements: [plainText(foot, LIMITS.field)] }]),
  ])
  const first: SlackBlock = { type: 'actions', block_id: 'home|always', elements: always }
  return [first, ...drawn].slice(0, LIMITS.viewBlocks)
}

function lineBlock({ number, text, late, action }: HomeLine, id: string): SlackBlock {
  const line = section(late ? `⏰ ${text}` : text)
  if (action === undefined) return { ...line, block_id: id }
  const { verb, label, revision } = action
  return { ...line, block_id: id, accessory: button(label, `${WIRE.action}${verb}`, `${number}:${revision}`) }
}

function section(text: string): types.SectionBlock {
  return { type: 'section', text: plainText(text, LIMITS.section) }
}

function button(label: string, id: string, value?: string): types.Button {
  const button: types.Button = { type: 'button', action_id: id, text: plainText(label, LIMITS.button) }
  return value === undefined ? button : { ...button, value }
}
