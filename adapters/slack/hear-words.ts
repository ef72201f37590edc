/** Slash commands and shortcuts: words and messages become a call of the reception. */
import type { Caller, Reply } from '../../src/ports.ts'
import type { FileRef } from '../../src/rules/nouns.ts'
import { isRefusal } from '../../src/rules/nouns.ts'
import { acknowledgeSoon } from './acknowledge.ts'
import type { Front } from './front.ts'
import type { Handle, Payload } from './listen.ts'
import type { Waiting } from './modals.ts'
import { accountOf, at, commandKey, originOf, shortcutKey, text } from './payload.ts'
import type { SlackFile } from './read-form.ts'
import { WIRE } from './settings.ts'
import { word } from './words.ts'

/** `/complaint`, `/投诉`, `/客诉`. */
export function onCommand(front: Front): Handle {
  return async (payload, ack) => {
    const caller = front.caller(accountOf(payload))
    const words = text(payload, 'text')
    const reply = front.parts.reception.hear(caller, words, commandKey(payload))
    await both(acknowledgeSoon(reply, ack), front.modals.follow(waitingOf(payload, caller, words), reply))
  }
}

/** "File complaint from this message", and the same from anywhere. */
export function onShortcut(front: Front): Handle {
  return async (payload, ack) => {
    const caller = front.caller(accountOf(payload))
    const fromMessage = text(payload, 'callback_id') === WIRE.fileFromMessage
    if (!fromMessage && text(payload, 'callback_id') !== WIRE.fileAnywhere) return ack()
    const reply = fromMessage
      ? fromMessageOf(front, payload, caller)
      : front.parts.reception.hear(caller, '', shortcutKey(payload))
    await both(ack(), front.modals.follow(waitingOf(payload, caller, ''), reply))
  }
}

function waitingOf(payload: Payload, caller: Caller, again: string): Waiting {
  const { user } = accountOf(payload)
  return { user, lang: caller.lang, trigger: text(payload, 'trigger_id'), origin: originOf(payload), again }
}

/** The intake form with the message's text, the way back to it, and its files. */
async function fromMessageOf(front: Front, payload: Payload, caller: Caller): Promise<Reply> {
  const [link, files] = await Promise.all([permalinkOf(front, payload), filesOf(front, payload)])
  const quoted = text(payload, 'message', 'text')
  const source = link === undefined ? '' : `\n\n${word('from_message', caller.lang)}${link}`
  const reply = await front.parts.reception.hear(caller, '', shortcutKey(payload), {
    text: `${quoted}${source}`.trim(),
  })
  if (reply.is !== 'form' || files.length === 0) return reply
  // Which field takes files is the policy's business: the first that the form has.
  const [first] = reply.form.fields.filter(({ kind }) => kind.input === 'files')
  const fields = reply.form.fields.map((field) =>
    field === first && field.kind.input === 'files' ? { ...field, value: files.slice(0, field.kind.max) } : field,
  )
  return { is: 'form', form: { ...reply.form, fields } }
}

async function permalinkOf({ call }: Front, payload: Payload): Promise<string | undefined> {
  const message = { channel: text(payload, 'channel', 'id'), message_ts: text(payload, 'message', 'ts') }
  const found = await call<{ permalink?: string }>('chat.getPermalink', message).catch(() => undefined)
  return found?.permalink
}

/** The message's files that could be had; the message itself stays where it is with all of them. */
async function filesOf(front: Front, payload: Payload): Promise<readonly FileRef[]> {
  const files = at(payload, 'message', 'files')
  const given = Array.isArray(files) ? (files as readonly SlackFile[]).slice(0, 10) : []
  const found = await Promise.all(given.map((file) => front.fetchFile(file)))
  return found.filter((file): file is FileRef => file !== undefined && !isRefusal(file))
}

async function both(...work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.all(work)
}
