/** The sending half: cards and messages into channels, threads and direct messages, changed in place, looked up when lost. */
import { createHash } from 'node:crypto'
import type { Card, Message } from '../../cards/model.ts'
import type { Found, Platform, PlatformParts, SendOutcome } from '../../src/ports.ts'
import type { Call } from './api.ts'
import { isMalformed, outcomeOf, troubleOf } from './errors.ts'
import { handleOf, standingOf } from './handle.ts'
import { isAccount } from './people.ts'
import { type AccountOf, renderBare, renderCard, renderMessage, type SlackMessage } from './render.ts'
import { NAME, WIRE } from './settings.ts'

export interface SendParts extends Pick<PlatformParts, 'root' | 'log' | 'wall' | 'meter'> {
  readonly call: Call
  readonly accountOf: AccountOf
  /** Something new stands at an address, with so many buttons that somebody should press. */
  posted(to: string, buttons: number): void
}

type Sends = Required<Pick<Platform, 'sendCard' | 'updateCard' | 'sendMessage' | 'lookup'>>

/** Pages of a channel that are looked through for a lost message, and messages on each. */
const SEARCH = { pages: 5, size: 200 } as const

/** Makes the sends. */
export function makeSends(parts: SendParts): Sends {
  const updates = makeGate(parts.wall)
  return {
    async sendCard(to, card, key) {
      // The living card stands in the channel; whatever else a case has there belongs into its thread.
      const thread = card.key === 'case' ? undefined : await threadOf(parts, to, card.number)
      const outcome = await posting(parts, { to, thread, key, number: card.number }, drawings(parts, card))
      if (outcome.is === 'sent') parts.posted(to, card.actions.length)
      return outcome
    },
    async sendMessage(to, message, key) {
      const { number } = message
      const thread = number === undefined ? undefined : await threadOf(parts, to, number)
      return posting(parts, { to, thread, key, number }, messageDrawings(message))
    },
    async updateCard(to, handle, card) {
      const outcome = await updates(() => updating(parts, handle, card))
      if (outcome.is === 'sent') parts.posted(to, 0)
      return outcome
    },
    lookup: (to, key, number) => looking(parts, to, key, number),
  }
}

async function threadOf({ root }: SendParts, to: string, number: string): Promise<string | undefined> {
  if (isAccount(to)) return undefined
  const handle = await root(to, number)
  return handle === undefined ? undefined : standingOf(handle)?.ts
}

/** The whole card, then the least of it: a card that Slack refuses must not take its buttons with it. */
function drawings({ log, meter, accountOf }: SendParts, card: Card): readonly SlackMessage[] {
  const { payload, degraded } = renderCard(card, accountOf)
  for (const what of degraded) {
    log.warn({ number: card.number, key: card.key, why: what }, 'a card was drawn plainer')
    meter.count(NAME, 'degraded_cards')
  }
  return [payload, renderBare(card)]
}

function messageDrawings(message: Message): readonly SlackMessage[] {
  const { payload } = renderMessage(message)
  return [payload, { text: payload.text, blocks: [] }]
}

interface Target {
  readonly to: string
  readonly thread: string | undefined
  readonly key: string
  readonly number: string | undefined
}

async function posting(parts: SendParts, target: Target, drawn: readonly SlackMessage[]): Promise<SendOutcome> {
  const { to, thread, key, number } = target
  const place = thread === undefined ? { channel: to } : { channel: to, thread_ts: thread }
  const metadata = { event_type: WIRE.event, event_payload: { key: shortKey(key), number: number ?? '' } }
  return plainer(parts, drawn, 'post', async (message) => {
    const fixed = { ...place, metadata, unfurl_links: false, unfurl_media: false }
    const answer = await parts.call<{ channel?: string; ts?: string }>('chat.postMessage', { ...fixed, ...message })
    return handleOf({ channel: answer.channel ?? to, ts: answer.ts ?? '' })
  })
}

async function updating(parts: SendParts, handle: string, card: Card): Promise<SendOutcome> {
  const standing = standingOf(handle)
  if (standing === undefined) return { is: 'gone', why: 'no_such_handle' }
  return plainer(parts, drawings(parts, card), 'update', async (message) => {
    await parts.call('chat.update', { ...standing, ...message })
    return handle
  })
}

/** Sends the first drawing that Slack does not refuse as malformed. */
async function plainer(
  { log }: SendParts,
  drawn: readonly SlackMessage[],
  what: 'post' | 'update',
  send: (message: SlackMessage) => Promise<string>,
): Promise<SendOutcome> {
  let outcome: SendOutcome = { is: 'never', why: 'nothing_to_send' }
  for (const message of drawn) {
    try {
      return { is: 'sent', handle: await send(message) }
    } catch (error) {
      const trouble = troubleOf(error)
      outcome = outcomeOf(trouble, what)
      if (!isMalformed(trouble)) return outcome
      log.error({ code: 'code' in trouble ? trouble.code : trouble.is }, 'Slack refused a drawing of ours')
    }
  }
  return outcome
}

/** What names a send in its metadata: no personal data, and short. */
export function shortKey(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32)
}

/**
 * Slack counts updates per workspace, not per channel: when it says wait, nothing is updated anywhere until then. A gate
 * of its own, so that posts go on.
 */
function makeGate(wall: () => number): (send: () => Promise<SendOutcome>) => Promise<SendOutcome> {
  let until = 0
  return async (send) => {
    const wait = until - wall()
    if (wait > 0) return { is: 'retry', after: wait, why: 'rate_limited' }
    const outcome = await send()
    if (outcome.is === 'retry' && outcome.why === 'rate_limited') until = wall() + outcome.after
    return outcome
  }
}

interface HistoryPage {
  readonly messages?: readonly {
    readonly ts?: string
    readonly metadata?: { readonly event_payload?: { key?: unknown } }
  }[]
  readonly response_metadata?: { readonly next_cursor?: string }
}

/** Looks for a message of ours by its metadata, in the case's thread and in the channel, newest first. */
async function looking(parts: SendParts, to: string, key: string, number: string): Promise<Found> {
  try {
    const channel = isAccount(to) ? await directMessages(parts.call, to) : to
    const thread = await threadOf(parts, to, number)
    const ts =
      (await search(parts.call, 'conversations.history', { channel }, key)) ??
      (thread && (await search(parts.call, 'conversations.replies', { channel, ts: thread }, key)))
    return ts === undefined ? { is: 'absent' } : { is: 'sent', handle: handleOf({ channel, ts }) }
  } catch (error) {
    const trouble = troubleOf(error)
    // A place that is out of reach holds nothing of ours that could be found; the post itself says so again.
    if (outcomeOf(trouble, 'post').is === 'closed') return { is: 'absent' }
    return { is: 'unknown', why: 'code' in trouble ? trouble.code : 'rate_limited' }
  }
}

async function directMessages(call: Call, account: string): Promise<string> {
  const { channel } = await call<{ channel?: { id?: string } }>('conversations.open', { users: account })
  return channel?.id ?? account
}

async function search(
  call: Call,
  method: string,
  where: Readonly<Record<string, string>>,
  key: string,
): Promise<string | undefined> {
  const wanted = shortKey(key)
  let cursor: string | undefined
  for (let page = 0; page < SEARCH.pages; page++) {
    const asked = { ...where, limit: SEARCH.size, include_all_metadata: true, ...(cursor ? { cursor } : {}) }
    const { messages = [], response_metadata } = await call<HistoryPage>(method, asked)
    const found = messages.find(({ metadata }) => metadata?.event_payload?.key === wanted)
    if (found !== undefined) return found.ts
    cursor = response_metadata?.next_cursor
    if (!cursor) return undefined
  }
  throw new Error('searched_enough')
}
