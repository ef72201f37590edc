/**
 * The sending half. A member gets button cards, a group gets notices that lead to a page. A send whose answer was lost is
 * repeated with the very same body, which WeCom's duplicate check recognises; in a group it is never repeated.
 */
import type { Card, Message } from '../../cards/model.ts'
import type { Platform, PlatformParts, SendOutcome } from '../../src/ports.ts'
import { splitAddress } from './address.ts'
import type { Attempt, Attempts } from './attempts.ts'
import type { Clicks } from './clicks.ts'
import { updateFailure } from './errors.ts'
import { readHandle, writeHandle } from './handle.ts'
import { memberBody, type Posted, type PostParts, postToGroup, postToMember, recognised } from './post.ts'
import {
  type Content,
  positionOf,
  renderButtons,
  renderClosed,
  renderForChat,
  renderMessage,
  renderNotice,
  renderText,
} from './render.ts'
import { LIMITS } from './settings.ts'
import type { TaskIds } from './task-ids.ts'
import { WORDS } from './words.ts'

export interface SendParts extends PostParts {
  readonly attempts: Attempts
  readonly tasks: TaskIds
  readonly clicks: Clicks
  readonly links: PlatformParts['links']
  readonly wall: PlatformParts['wall']
}

type Sends = Pick<Platform, 'sendCard' | 'updateCard' | 'sendMessage'>

/** A body that was tried is repeated as it was only while WeCom still recognises it, with a tenth to spare. */
function isRecognised({ at, body }: Attempt, now: number): boolean {
  const tried = body === undefined ? undefined : (JSON.parse(body) as { readonly msgtype: string })
  return tried !== undefined && now - at < recognised(tried.msgtype) * 900
}

/** The sends of a platform. */
export function makeSends(parts: SendParts): Sends {
  return {
    sendCard: (to, card, key) =>
      splitAddress(to).kind === 'user'
        ? cardToMember(parts, to, card, key)
        : toGroup(parts, to, forGroup(parts, to, card), key),
    updateCard: (to, handle, card, key) => update(parts, to, handle, card, key),
    sendMessage: (to, message, key) => sendMessage(parts, to, message, key),
  }
}

function forGroup({ links }: SendParts, to: string, card: Card): Content {
  const drawing = { links, position: positionOf(card) }
  return (splitAddress(to).kind === 'chat' ? renderForChat(card, drawing) : renderNotice(card, drawing)).payload
}

// ───────────────────────────────────────────────────────────────────────────── members

function sendMessage(parts: SendParts, to: string, message: Message, key: string): Promise<SendOutcome> {
  const content = renderMessage(message, { links: parts.links, position: undefined }).payload
  if (splitAddress(to).kind !== 'user') return toGroup(parts, to, content, key)
  return once(parts, to, key, async () => ({ content, task: undefined }))
}

function cardToMember(parts: SendParts, to: string, card: Card, key: string): Promise<SendOutcome> {
  return once(parts, to, key, async () => {
    const position = positionOf(card)
    const drawing = { links: parts.links, position }
    if (card.actions.length === 0 && parts.links === undefined)
      return { content: renderText(card, drawing).payload, task: undefined }
    const task = await parts.tasks.next(card.number, card.actions[0]?.revision ?? card.revision, position)
    if (card.actions.length === 0) return { content: renderNotice(card, drawing, task).payload, task: undefined }
    return { content: { msgtype: 'template_card', content: renderButtons(card, task, drawing).payload }, task }
  })
}

type Make = () => Promise<{ readonly content: Content; readonly task: string | undefined }>

/**
 * Sends what `make` makes, or once more the very same body that was tried under this key before. One that WeCom would not
 * recognise any more is made anew: a card's second copy can be decided on as well, but only once.
 */
async function once(parts: SendParts, to: string, key: string, make: Make): Promise<SendOutcome> {
  const { attempts, settings, wall } = parts
  const before = await attempts.find(key)
  if (before?.handle !== undefined) return { is: 'sent', handle: before.handle }
  const body = before !== undefined && isRecognised(before, wall()) ? before.body : undefined
  const made = body === undefined ? await make() : undefined
  const attempt: Attempt =
    made === undefined && before !== undefined
      ? before
      : {
          key,
          at: wall(),
          body: JSON.stringify(memberBody(splitAddress(to).id, made?.content ?? EMPTY, settings.agentId, true)),
          ...(made?.task === undefined ? {} : { task: made.task }),
        }
  if (attempt !== before) await attempts.keep(attempt)
  return settle(
    parts,
    attempt,
    attempt === before,
    await postToMember(parts, JSON.parse(attempt.body ?? '{}'), to, 'queued'),
  )
}

const EMPTY: Content = { msgtype: 'text', content: { content: '' } }

/** `again`: an earlier try of this body may have arrived. */
async function settle(
  { attempts, wall }: SendParts,
  attempt: Attempt,
  again: boolean,
  posted: Posted,
): Promise<SendOutcome> {
  if ('not' in posted) {
    // What was certainly never sent may be made anew; what may have arrived has to be repeated as it was.
    if (posted.not.is !== 'unknown' && !again) await attempts.drop(attempt.key)
    return posted.not
  }
  const { msgid, response_code: code } = posted.ok
  const handle = writeHandle(
    attempt.task === undefined
      ? { is: 'fixed', ...(typeof msgid === 'string' ? { id: msgid } : {}) }
      : { is: 'card', task: attempt.task, at: wall(), ...(typeof code === 'string' ? { code } : {}) },
  )
  await attempts.keep({ key: attempt.key, at: attempt.at, handle })
  return { is: 'sent', handle }
}

// ───────────────────────────────────────────────────────────────────────────── groups

/** A group is told once: when the answer is lost nobody can say whether it arrived, and it is not said again. */
async function toGroup(parts: SendParts, to: string, content: Content, key: string): Promise<SendOutcome> {
  const { attempts, wall } = parts
  const before = await attempts.find(key)
  if (before?.handle !== undefined) return { is: 'sent', handle: before.handle }
  if (before !== undefined) return { is: 'never', why: 'unconfirmed in a group' }
  await attempts.keep({ key, at: wall() })
  const posted = await postToGroup(parts, content, to)
  if ('not' in posted) {
    if (posted.not.is === 'unknown') return { is: 'never', why: 'unconfirmed in a group' }
    await attempts.drop(key)
    return posted.not
  }
  const handle = writeHandle({ is: 'fixed' })
  await attempts.keep({ key, at: wall(), handle })
  return { is: 'sent', handle }
}

// ───────────────────────────────────────────────────────────────────────────── updates

/**
 * Closes a card with the code that came with its sending: every copy changes, once. Where that code is used, older than 72
 * hours or was never learnt, the code of its reader's own click serves, and else a fresh notice says what became of it. What stands in a group cannot be changed: only the
 * case's end is said there anew.
 */
async function update(parts: SendParts, to: string, standing: string, card: Card, key: string): Promise<SendOutcome> {
  if (splitAddress(to).kind !== 'user') {
    const ended = card.key === 'case' && card.state === 'done'
    return ended ? toGroup(parts, to, forGroup(parts, to, card), key) : { is: 'sent', handle: standing }
  }
  const handle = readHandle(standing)
  if (card.state !== 'done') return { is: 'gone', why: 'a card is changed only once, to close it' }
  if (handle.is !== 'card') return { is: 'sent', handle: standing }
  const live = handle.code !== undefined && parts.wall() - handle.at < LIMITS.code
  const closed = await closeWith(parts, to, live ? handle.code : undefined, { card, task: handle.task })
  if (closed.is === 'unknown') await parts.attempts.keep({ key, at: parts.wall() })
  if (closed.is !== 'gone') return closed
  // Refused after a try whose answer was lost: that try used the code up, so the card is changed.
  if ((await parts.attempts.find(key)) !== undefined) return CHANGED
  const clicked = parts.clicks.take(splitAddress(to).id, handle.task)
  const own = await closeWith(parts, to, clicked, { card, task: handle.task })
  return own.is === 'sent' ? own : fresh(parts, to, card, key)
}

const CHANGED: SendOutcome = { is: 'sent', handle: writeHandle({ is: 'fixed' }) }

/** Changes the copies that this code is for; gone when there is no code or it does not work. */
async function closeWith(
  { settings, api, links }: SendParts,
  to: string,
  code: string | undefined,
  { card, task }: { readonly card: Card; readonly task: string },
): Promise<SendOutcome> {
  if (code === undefined) return { is: 'gone', why: 'no code' }
  const answered = await api.call({
    path: '/cgi-bin/message/update_template_card',
    body: {
      userids: [splitAddress(to).id],
      agentid: Number(settings.agentId),
      response_code: code,
      template_card: renderClosed(card, task, { links, position: positionOf(card) }).payload,
    },
    repeatable: false,
  })
  return 'ok' in answered ? CHANGED : updateFailure(answered)
}

/** A notice of what became of a card that can no longer be changed, with a task id of its own. */
function fresh(parts: SendParts, to: string, card: Card, key: string): Promise<SendOutcome> {
  const { links } = parts
  const said: Card = {
    ...card,
    blocks: [{ block: 'text', text: WORDS.stale[card.lang], tone: 'quiet' }, ...card.blocks],
  }
  return once(parts, to, `${key}|fresh`, async () => {
    const drawing = { links, position: undefined }
    if (links === undefined) return { content: renderText(said, drawing).payload, task: undefined }
    const task = await parts.tasks.next(card.number, card.revision, undefined)
    return { content: renderNotice(card, drawing, task).payload, task: undefined }
  })
}
