/**
 * Modals. A trigger lives three seconds (bolt-js#1662), so a modal opens at once: with the form when it is there within a
 * moment, else empty, to be filled as soon as it is.
 */
import type { AdapterLog, Reply } from '../../src/ports.ts'
import type { Lang, Millis } from '../../src/rules/nouns.ts'
import { within } from './acknowledge.ts'
import { type Answers, drawTold, said } from './answer.ts'
import type { Call } from './api.ts'
import { cut, LIMITS } from './clamp.ts'
import { isExpired, troubleOf } from './errors.ts'
import type { Origin } from './form-meta.ts'
import type { SlackBlock } from './render.ts'
import { type Modal, renderForm, renderNote } from './render-form.ts'
import { WIRE } from './settings.ts'
import { makeTurns } from './turns.ts'
import { word } from './words.ts'

/** How long a form may take before an empty modal opens in its place. */
const MOMENT: Millis = 60

/** Somebody who waits for a modal. */
export interface Waiting {
  readonly user: string
  readonly lang: Lang
  readonly trigger: string
  readonly origin: Origin
  /** The words that bring it back when the trigger has expired. */
  readonly again?: string
}

export interface ModalParts {
  readonly call: Call
  readonly answers: Answers
  readonly log: AdapterLog
}

export interface Modals {
  /** Opens the form of a reply, or says the reply. Never throws. */
  follow(waiting: Waiting, reply: Promise<Reply>): Promise<void>
  /** Changes an open modal. Two changes of one modal never overtake each other: the last one asked for stands. */
  change(viewId: string, view: () => Promise<Modal | undefined>): Promise<void>
}

/** Makes the modals. */
export function makeModals(parts: ModalParts): Modals {
  const turns = makeTurns()
  return {
    follow: (waiting, reply) => follow(parts, waiting, reply),
    change: (viewId, view) =>
      turns(viewId, async () => {
        const drawn = await view()
        if (drawn !== undefined) await update(parts, viewId, drawn)
      }),
  }
}

/** The empty modal that stands in for a form. */
export function skeleton(lang: Lang, what: 'opening' | 'saving' = 'opening'): Modal {
  return renderNote(word('redress', lang), word(what, lang), word('close', lang))
}

/** A modal that shows an answer instead of a form. */
export function answerModal(reply: Exclude<Reply, { is: 'form' }>, lang: Lang): Modal {
  const title = reply.is === 'refused' || reply.is === 'errors' ? word('not_saved', lang) : word('redress', lang)
  const blocks = drawTold(reply).blocks.filter((block) => block.type !== 'actions')
  return { ...renderNote(title, ' ', word('close', lang)), blocks: blocks as SlackBlock[] }
}

async function follow(parts: ModalParts, waiting: Waiting, promised: Promise<Reply>): Promise<void> {
  const reply = promised.catch((err: unknown): Reply => {
    parts.log.error({ err }, 'a request from Slack failed')
    return said(word('failed', waiting.lang), waiting.lang, 'warn')
  })
  const first = await within(reply, MOMENT)
  if (first === undefined) return fillLater(parts, waiting, reply)
  if (first.is !== 'form') return parts.answers.tell(waiting.user, waiting.origin, first)
  await open(parts, waiting, renderForm(first.form, waiting.origin).payload)
}

async function fillLater(parts: ModalParts, waiting: Waiting, reply: Promise<Reply>): Promise<void> {
  const id = await open(parts, waiting, skeleton(waiting.lang))
  const late = await reply
  if (late.is === 'form') {
    const view = renderForm(late.form, waiting.origin).payload
    if (id !== undefined) await update(parts, id, view)
    return
  }
  if (id !== undefined) await update(parts, id, answerModal(late, waiting.lang))
  else await parts.answers.tell(waiting.user, waiting.origin, late)
}

/** Gives the view's id; undefined when it did not open, which the person has been told then. */
async function open(parts: ModalParts, waiting: Waiting, view: Modal): Promise<string | undefined> {
  try {
    const answer = await parts.call<{ view?: { id?: string } }>('views.open', { trigger_id: waiting.trigger, view })
    return answer.view?.id
  } catch (error) {
    const trouble = troubleOf(error)
    parts.log.warn({ code: 'code' in trouble ? trouble.code : trouble.is }, 'a modal did not open')
    const { lang, again } = waiting
    if (trouble.is === 'limited') await parts.answers.tell(waiting.user, waiting.origin, said(word('busy', lang), lang))
    else if (isExpired(trouble) && again !== undefined) await offerAgain(parts, waiting, again)
    else if (isExpired(trouble))
      await parts.answers.tell(waiting.user, waiting.origin, said(word('expired', lang), lang, 'warn'))
    else await parts.answers.tell(waiting.user, waiting.origin, said(word('failed', lang), lang, 'warn'))
    return undefined
  }
}

async function offerAgain(parts: ModalParts, { user, lang, origin }: Waiting, again: string): Promise<void> {
  const text = word('expired', lang)
  await parts.answers.show(user, origin, { text, blocks: offer(text, word('open_again', lang), again) })
}

/** A sentence with a button that opens what `words` ask for. */
export function offer(text: string, label: string, words: string): SlackBlock[] {
  const button = {
    type: 'button' as const,
    action_id: WIRE.say,
    text: { type: 'plain_text' as const, text: label },
    // An empty value is not allowed on the wire.
    ...(words === '' ? {} : { value: cut(words, LIMITS.buttonValue) }),
    style: 'primary' as const,
  }
  return [
    { type: 'section', text: { type: 'plain_text', text, emoji: false } },
    { type: 'actions', elements: [button] },
  ]
}

async function update({ call, log }: ModalParts, viewId: string, view: Modal): Promise<void> {
  try {
    await call('views.update', { view_id: viewId, view })
  } catch (error) {
    // Closed by its owner meanwhile, most of the time.
    const trouble = troubleOf(error)
    log.warn({ code: 'code' in trouble ? trouble.code : trouble.is }, 'a modal could not be changed')
  }
}
