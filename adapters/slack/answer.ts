/** Answers that only the person who acted sees: where they pressed, else beside it, else in a direct message. */
import type { AdapterLog, Reply } from '../../src/ports.ts'
import type { Lang } from '../../src/rules/nouns.ts'
import { isSlacks } from './addresses.ts'
import type { Call } from './api.ts'
import type { Origin } from './form-meta.ts'
import { postJson } from './post-json.ts'
import { renderCard, renderMessage, type SlackMessage } from './render.ts'
import { PATIENCE } from './settings.ts'

/** Slack takes a response_url for 30 minutes. */
export interface AnswerParts {
  readonly call: Call
  readonly apiUrl: string
  readonly log: AdapterLog
}

export interface Answers {
  /** Says a reply to one person. Never throws: what cannot be said is logged. */
  tell(user: string, origin: Origin, reply: Told): Promise<void>
  /** The same with a message drawn already. */
  show(user: string, origin: Origin, message: SlackMessage): Promise<void>
}

/** Every reply but a form, which needs a modal. */
export type Told = Exclude<Reply, { readonly is: 'form' }>

/** Makes the answers. */
export function makeAnswers(parts: AnswerParts): Answers {
  const show = async (user: string, origin: Origin, message: SlackMessage, keep = true): Promise<void> => {
    const ways = [() => byResponseUrl(parts, origin, message), () => beside(parts, user, origin, message)]
    for (const way of ways) if (await succeeds(way)) return
    if (!keep || !(await succeeds(() => direct(parts, user, message))))
      parts.log.warn({ platform: 'slack' }, 'an answer could not be said')
  }
  // What is for somebody's own eyes is never said where it is kept.
  return { show, tell: (user, origin, reply) => show(user, origin, drawTold(reply), !isOwn(reply)) }
}

/** True for what is never kept anywhere (contact data that was asked for). */
export function isOwn(reply: Told): boolean {
  return 'message' in reply && reply.message.own === true
}

/** The first block's id says what kind of answer it is, for whoever follows the wire. */
export function drawTold(reply: Told): SlackMessage {
  switch (reply.is) {
    case 'say':
      return renderMessage(reply.message, 'redress.say').payload
    case 'card':
      return renderCard(reply.card).payload
    case 'done':
      return renderMessage(reply.message, `redress.done|${reply.number}|${reply.revision}`).payload
    case 'refused':
      return renderMessage(reply.message, `redress.refused|${reply.code}`).payload
    case 'errors': {
      const text = reply.errors.map((error) => error.text).join('\n')
      return renderMessage({ text, lang: 'en', tone: 'warn' }, `redress.refused|${reply.code}`).payload
    }
  }
}

/** A plain sentence of ours as an answer. */
export function said(text: string, lang: Lang, tone: 'plain' | 'warn' = 'plain'): Told {
  return { is: 'say', message: { text, lang, tone } }
}

async function succeeds(way: () => Promise<boolean>): Promise<boolean> {
  try {
    return await way()
  } catch {
    return false
  }
}

/** Works wherever somebody pressed, also where we are no member; at most five times within half an hour. */
async function byResponseUrl({ apiUrl }: AnswerParts, origin: Origin, message: SlackMessage): Promise<boolean> {
  const url = origin.responseUrl === undefined ? null : URL.parse(origin.responseUrl)
  if (url === null || !isSlacks(url, apiUrl)) return false
  const thread = origin.thread === undefined ? {} : { thread_ts: origin.thread }
  const answer = { response_type: 'ephemeral', replace_original: false, ...thread, ...message }
  const status = await postJson(url, answer, PATIENCE.interactive)
  return status >= 200 && status < 300
}

async function beside({ call }: AnswerParts, user: string, origin: Origin, message: SlackMessage): Promise<boolean> {
  const { channel, thread } = origin
  if (channel === undefined) return false
  const place = thread === undefined ? { channel, user } : { channel, user, thread_ts: thread }
  await call('chat.postEphemeral', { ...place, ...message })
  return true
}

async function direct({ call }: AnswerParts, user: string, message: SlackMessage): Promise<boolean> {
  await call('chat.postMessage', { channel: user, unfurl_links: false, ...message })
  return true
}
