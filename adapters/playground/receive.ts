/** The receiving half: what somebody typed, clicked or filled in becomes a call of the reception. */
import { randomUUID } from 'node:crypto'
import { PAGE_WORDS } from '../../cards/page.ts'
import { refusalText } from '../../cards/refusals.ts'
import type { Caller, FormAnswer } from '../../src/ports.ts'
import { isRefusal, type Lang, type Refusal, VERBS, type Verb } from '../../src/rules/nouns.ts'
import { NAME, type PlaygroundOptions } from './options.ts'
import { sees, type Viewer, viewerOf } from './places.ts'
import { FORM_PREFIX, renderForm } from './render-form.ts'
import { replyOf, type WireReply } from './reply.ts'
import type { Act } from './requests.ts'

type Of<D extends Act['do']> = Extract<Act, { do: D }>

/** Words with which a complaint is filed; what follows them goes to the reception. */
const COMMANDS = /^\/(?:complaint|投诉|客诉)(?=\s|$)/i

/** Does what was asked, as the person it was asked as. Unknown people are strangers, never refused here. */
export async function receive(options: PlaygroundOptions, act: Act): Promise<WireReply> {
  const viewer = viewerOf(act.as, options.directory())
  const lang = act.lang ?? viewer.person?.lang ?? options.lang()
  const caller: Caller = { actor: viewer.actor, via: NAME, lang }
  // A key belongs to whoever used it: nobody can spoil or read another's answer with it.
  const key = `${NAME}/${act.as}/${('key' in act ? act.key : undefined) ?? randomUUID()}`
  switch (act.do) {
    case 'command':
      return command(options, act, viewer, caller, key)
    case 'click':
      return click(options, act, viewer, caller, key)
    case 'submit':
      return submit(options, act, caller, key)
    case 'redraw':
      return redraw(options, act, caller)
  }
}

async function command(
  options: PlaygroundOptions,
  act: Of<'command'>,
  viewer: Viewer,
  caller: Caller,
  key: string,
): Promise<WireReply> {
  const text = act.text.trim()
  const slash = COMMANDS.exec(text)
  if (slash !== null) return replyOf(await options.reception.hear(caller, text.slice(slash[0].length).trim(), key))
  if (text.startsWith('/')) return refusal({ refused: 'bad_request' }, caller.lang, PAGE_WORDS.slash[caller.lang])
  if (act.under !== undefined) return writeUnder(options, { ...act, under: act.under, text }, viewer, caller, key)
  const to = act.to ?? home(viewer)
  const known = to !== undefined && isWritable(options, viewer, to)
  if (!known) return refusal({ refused: 'bad_request', field: 'to' }, caller.lang, PAGE_WORDS.nowhere[caller.lang])
  const by = viewer.person?.id ?? act.as
  return {
    is: 'posted',
    post: await options.chat.post({ key, to, body: { type: 'said', by, text } }, options.clock.now()),
  }
}

/** Words in a case's thread: a note on the case, and a post below its card for everybody who reads along. */
async function writeUnder(
  options: PlaygroundOptions,
  { as, text, under }: { readonly as: string; readonly text: string; readonly under: number },
  viewer: Viewer,
  caller: Caller,
  key: string,
): Promise<WireReply> {
  const root = await options.chat.get(under)
  const number = root?.number
  if (root === undefined || number === undefined || !sees(viewer, root.to)) {
    return refusal({ refused: 'not_found', field: 'under' }, caller.lang)
  }
  if (!isWritable(options, viewer, root.to)) {
    return refusal({ refused: 'bad_request', field: 'under' }, caller.lang, PAGE_WORDS.nowhere[caller.lang])
  }
  const reply = await options.reception.hear(caller, `note ${number} ${text}`, key)
  if (reply.is !== 'done') return replyOf(reply)
  const body = { type: 'said', by: viewer.person?.id ?? as, text }
  await options.chat.post({ key, to: root.to, number, body }, options.clock.now())
  return replyOf(reply)
}

function home(viewer: Viewer): string | undefined {
  return viewer.person === undefined ? undefined : `person/${viewer.person.id}`
}

function isWritable({ directory }: PlaygroundOptions, viewer: Viewer, to: string): boolean {
  if (!sees(viewer, to) || to.startsWith('customer/')) return false
  if (!to.startsWith('channel/')) return true
  return directory().channels[to.slice('channel/'.length)]?.addresses[NAME] !== undefined
}

async function click(
  options: PlaygroundOptions,
  act: Of<'click'>,
  viewer: Viewer,
  caller: Caller,
  key: string,
): Promise<WireReply> {
  const verb = verbOf(act.action)
  if (verb === undefined) return refusal({ refused: 'unknown_verb', field: 'action' }, caller.lang)
  const [number = '', revision = ''] = act.value.split(':')
  let position: string | undefined
  if (act.post !== undefined) {
    const post = await options.chat.get(act.post)
    if (post === undefined || !sees(viewer, post.to) || post.number !== number) {
      return refusal({ refused: 'not_found', field: 'post' }, caller.lang)
    }
    position = positionOf(post.body)
  }
  const pressed = { verb, number, revision: Number(revision), ...(position === undefined ? {} : { position }) }
  return replyOf(await options.reception.click(caller, pressed, key))
}

function verbOf(action: string): Verb | undefined {
  return VERBS.find((verb) => action === `redress.${verb}`)
}

/** A task card's key is `task/<position>` or `task/<position>/<step>`. */
function positionOf(body: unknown): string | undefined {
  const key = typeof body === 'object' && body !== null && 'key' in body ? String(body.key) : ''
  return /^task\/([^/]+)/.exec(key)?.[1]
}

async function submit(options: PlaygroundOptions, act: Of<'submit'>, caller: Caller, key: string): Promise<WireReply> {
  return replyOf(await options.reception.submit(caller, answerOf(act), key))
}

async function redraw(options: PlaygroundOptions, act: Of<'redraw'>, caller: Caller): Promise<WireReply> {
  const drawn = await options.reception.redraw(caller, answerOf(act))
  return isRefusal(drawn) ? refusal(drawn, caller.lang) : { is: 'form', form: renderForm(drawn).payload }
}

/** The values may be named by field or by block id. */
function answerOf(act: Of<'submit'> | Of<'redraw'>): FormAnswer {
  const { number, position, revision } = act
  const values = Object.entries(act.values).map(([name, value]) => [name.replace(/^f\./, ''), value])
  return {
    id: act.form.slice(FORM_PREFIX.length),
    values: Object.fromEntries(values),
    ...(number === undefined ? {} : { number }),
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  }
}

function refusal(refused: Refusal, lang: Lang, text?: string): WireReply {
  const { message, fix } = refusalText(refused, lang)
  const sentence = text ?? `${message}\n${fix}`
  return {
    is: 'refused',
    code: refused.refused,
    message: { type: 'message', text: sentence, lang, tone: 'warn', actions: [] },
  }
}
