/** What happens in the workspace and concerns us: somebody opens our home, writes to us, shares a link, or leaves. */
import type { Caller, Reply } from '../../src/ports.ts'
import type { Front } from './front.ts'
import type { Handle, Payload } from './listen.ts'
import { offer } from './modals.ts'
import { makeOnce } from './once.ts'
import { at, eventKey, text } from './payload.ts'
import { word } from './words.ts'

export interface EventParts {
  readonly front: Front
  /** Somebody opened our home tab. */
  homeOpened(account: string): Promise<void>
  /** Links of ours were shared. */
  shared(payload: Payload): Promise<void>
  /** Something about an account or a group changed. */
  changed(id: string): void
}

const MENTION = /<@[A-Z0-9]+(?:\|[^>]*)?>/g
/** Words with which a complaint is begun where there is no slash command. */
const COMMANDS = /^\/?(?:complaint|投诉|客诉)(?=\s|$)/i

/** An event is acknowledged by bolt at once; Slack delivers it again when it thinks that was lost. */
export function onEvent(parts: EventParts): Handle {
  const once = makeOnce()
  return async (payload, ack) => {
    await ack()
    if (!once(text(payload, 'event_id'))) return
    switch (text(payload, 'event', 'type')) {
      case 'app_home_opened':
        if (text(payload, 'event', 'tab') === 'home') await parts.homeOpened(text(payload, 'event', 'user'))
        return
      case 'link_shared':
        return parts.shared(payload)
      case 'app_mention':
        return spoken(parts.front, payload)
      case 'message':
        if (isSpoken(payload)) await spoken(parts.front, payload)
        return
      case 'user_change':
        return parts.changed(text(payload, 'event', 'user', 'id'))
      case 'subteam_updated':
        return parts.changed(text(payload, 'event', 'subteam', 'id'))
      case 'subteam_members_changed':
        return parts.changed(text(payload, 'event', 'subteam_id'))
    }
  }
}

/** Somebody wrote to us alone; not an edit, not a bot, not ourselves. */
function isSpoken(payload: Payload): boolean {
  const event = at(payload, 'event')
  return text(event, 'channel_type') === 'im' && text(event, 'subtype') === '' && text(event, 'bot_id') === ''
}

/** Words without a trigger cannot open a modal: a button does. */
async function spoken(front: Front, payload: Payload): Promise<void> {
  const event = at(payload, 'event')
  const user = text(event, 'user')
  const caller = front.caller({ user, team: text(event, 'user_team') || undefined })
  const plain = text(event, 'text').replace(MENTION, ' ').trim()
  const words = unescaped(plain.replace(COMMANDS, '').trim())
  const reply = await front.parts.reception.hear(caller, words, eventKey(payload))
  // Where nobody else reads along an answer may stay.
  const alone = text(event, 'channel_type') === 'im'
  const origin = alone ? {} : { channel: text(event, 'channel'), thread: text(event, 'thread_ts') || undefined }
  if (reply.is !== 'form') return front.answers.tell(user, origin, reply)
  await front.answers.show(user, origin, invitation(reply, words, caller))
}

function invitation(reply: Extract<Reply, { is: 'form' }>, words: string, { lang }: Caller) {
  const { title } = reply.form
  return { text: title, blocks: offer(title, word('open_form', lang), words) }
}

/** Slack escapes these three in what people write. */
function unescaped(written: string): string {
  return written.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
