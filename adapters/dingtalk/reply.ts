/** Answers into a chat: words by the conversation's own webhook, forms as a card, as a page, or as questions. */
import type { Form } from '../../cards/model.ts'
import type { Caller, PlatformParts, Reply } from '../../src/ports.ts'
import { type CardCalls, formTrackOf } from './card-calls.ts'
import type { Failure } from './errors.ts'
import type { FormSessions } from './form-session.ts'
import { clampBytes, plainText } from './plain-text.ts'
import { cardAsText, type Markdown, messageAsText, type Params, pageLink, renderCard } from './render.ts'
import { unaskable } from './render-form.ts'
import type { RobotMessages } from './robot-messages.ts'
import { NAME } from './settings.ts'
import type { Webhooks } from './webhooks.ts'
import { WORDS } from './words.ts'

/** Where somebody spoke, and who. */
export interface Where {
  /** Address of the conversation's webhook: `group/…` or `user/…`. */
  readonly address: string
  readonly account: string
  /** In a direct chat; in a group others read along. */
  readonly direct: boolean
  /** False for people of other companies: the robot cannot write to them by itself. */
  readonly staff: boolean
}

export interface ReplyParts {
  readonly parts: PlatformParts
  readonly cards: CardCalls | undefined
  readonly sessions: FormSessions
  readonly robot: RobotMessages
  readonly webhooks: Webhooks
}

export interface Replies {
  /** Forms open as a card or a page here, rather than as questions. */
  readonly opensForms: boolean
  /** Says or opens what the house answered. `key` names the message it answers. */
  give(where: Where, caller: Caller, reply: Reply, key: string): Promise<void>
  /** Plain words. */
  words(where: Where, words: Markdown): Promise<void>
  /** Opens a form for somebody: a card in their direct chat, a page, or questions. */
  openForm(where: Where, caller: Caller, form: Form, key: string): Promise<void>
}

/** The answering half. */
export function makeReplies({ parts, cards, sessions, robot, webhooks }: ReplyParts): Replies {
  async function words(where: Where, said: Markdown): Promise<void> {
    const at = where.direct || !where.staff ? [] : [where.account]
    let failure: Failure | undefined = { is: 'never', why: 'no_webhook' }
    if (webhooks.knows(where.address)) failure = await webhooks.say(where.address, said, at)
    // An answer of unknown outcome is not said twice.
    if (failure !== undefined && failure.is !== 'unknown' && where.staff)
      failure = (await robot.toPeople([where.account], said)).get(where.account)
    if (failure !== undefined) parts.log.warn({ why: failure.why }, 'an answer did not arrive')
  }

  /** What is for one person's eyes goes to their direct chat, wherever they asked. */
  async function alone(where: Where, said: Markdown): Promise<void> {
    if (where.direct) return words(where, said)
    const failure = (await robot.toPeople([where.account], said)).get(where.account)
    if (failure !== undefined) parts.log.warn({ why: failure.why }, 'an answer did not arrive')
  }

  async function openForm(where: Where, caller: Caller, form: Form, key: string): Promise<void> {
    if (where.staff && (await formCard(where, form, key))) {
      if (!where.direct) await words(where, plain(WORDS.formSent[caller.lang]))
      return
    }
    const page = pageOf(form)
    if (page !== undefined) return words(where, { title: form.title, text: pageLink(form.title, page) })
    await give(where, caller, await parts.conversation.ask(caller, form, key), key)
  }

  function pageOf({ verb, number, position, revision }: Form): string | undefined {
    return parts.links?.form(NAME, {
      verb,
      ...(number === undefined ? {} : { number }),
      ...(position === undefined ? {} : { position }),
      ...(revision === undefined ? {} : { revision }),
    })
  }

  /** False when there is no template, the card failed, or a card cannot ask what the form asks. */
  async function formCard(where: Where, form: Form, key: string): Promise<boolean> {
    if (cards === undefined || onlyUnaskable(form)) return false
    const track = formTrackOf(key)
    const page = await sessions.begin(track, key, form)
    if (page === undefined) return false
    const open: Params = { ...frameOf(form, pageOf(form) ?? ''), ...page }
    const to = { in: 'user', id: where.account } as const
    const failure = await cards.create({ track, to, open, mine: {}, summary: clampBytes(plainText(form.title), 200) })
    // Of unknown outcome: it may well stand there, and a second form would be one too many.
    return failure === undefined || failure.is === 'unknown'
  }

  async function give(where: Where, caller: Caller, reply: Reply, key: string): Promise<void> {
    switch (reply.is) {
      case 'form':
        return openForm(where, caller, reply.form, key)
      case 'say':
      case 'done':
      case 'refused':
        return (reply.message.own ? alone : words)(where, messageAsText(reply.message))
      case 'card':
        return words(where, cardAsText(reply.card))
      case 'errors':
        return words(where, plain(reply.errors.map(({ text }) => text).join('\n')))
    }
  }

  return { opensForms: cards !== undefined || parts.links !== undefined, give, words, openForm }
}

/** Words of ours as a message. */
export function plain(text: string): Markdown {
  return messageAsText({ text, lang: 'zh' })
}

/** True when what is required cannot be asked on a card at all. */
function onlyUnaskable(form: Form): boolean {
  const hard = unaskable(form)
  return form.fields.length > 0 && form.fields.every((field) => hard.includes(field))
}

/** The card around a form: no case, no buttons but the form's own. */
function frameOf(form: Form, url: string): Params {
  const { payload } = renderCard(
    {
      key: 'form',
      number: form.number ?? '',
      revision: form.revision ?? 0,
      lang: form.lang,
      state: 'open',
      header: form.title,
      tone: 'ask',
      blocks: form.intro,
      actions: [],
      fallback: form.title,
    },
    url,
  )
  return payload.open
}
