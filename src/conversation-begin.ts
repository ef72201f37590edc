/** How a form begins in words: empty, with a line of `客户=…`, or with the words after a verb. */
import { TEXT_NAMES } from '../cards/catalogue/conversation-sentences.ts'
import { say } from '../cards/catalogue.ts'
import type { Form, FormField } from '../cards/model.ts'
import type { Step } from './conversation-form.ts'
import { joined } from './conversation-form.ts'
import type { ConversationParts } from './conversation-ground.ts'
import { groundOf, isOwn, namesOf } from './conversation-ground.ts'
import { plainName, readLine } from './conversation-line.ts'
import type { HalfForm } from './conversation-memory.ts'
import { advance } from './conversation-walk.ts'
import type { Caller, Utterance } from './ports.ts'
import { isRefusal } from './rules/nouns.ts'

export interface Beginning {
  /** The delivery that began it; names the submit. */
  readonly key: string
  readonly said: Utterance
  /** Words behind the verb. */
  readonly rest: string
  readonly about?: string
}

/** Files a complaint: asks for the form, and reads the line if there is one. */
export async function beginFiling(
  parts: ConversationParts,
  caller: Caller,
  { rest, said, key }: Beginning,
): Promise<Step> {
  const reply = await parts.reception.hear(caller, '', key)
  return reply.is === 'form' ? beginForm(parts, caller, reply.form, { rest, said, key }) : { reply }
}

/** Begins any form with what was said along with it. */
export async function beginForm(
  parts: ConversationParts,
  caller: Caller,
  form: Form,
  beginning: Beginning,
): Promise<Step> {
  const { said, key, about } = beginning
  const { words, left } = await wordsOf(parts, caller, form, beginning)
  const files = form.fields.find(({ kind }) => kind.input === 'files')
  const given = said.files ?? []
  const half: HalfForm = {
    is: 'form',
    id: `draft/${key}`,
    form: form.id,
    verb: form.verb,
    lenient: form.verb === 'file' && beginning.rest !== '',
    values: {
      ...standing(form),
      ...(files?.kind.input === 'files' && given.length > 0 ? { [files.id]: given.slice(0, files.kind.max) } : {}),
    },
    words,
    trail: [],
    left: [],
    branch: '',
    ...(form.number === undefined ? {} : { number: form.number }),
    ...(form.position === undefined ? {} : { position: form.position }),
    ...(form.revision === undefined ? {} : { revision: form.revision }),
    ...(about === undefined ? {} : { about }),
  }
  const noFiles = given.length > 0 && !files ? say(caller.lang, 'talk.no_files') : ''
  return advance(parts, caller, half, joined(noFiles, left))
}

/** What already stands in a form that is not about a case: nobody else would remember it. */
function standing(form: Form): Readonly<Record<string, unknown>> {
  if (form.number !== undefined) return {}
  return Object.fromEntries(form.fields.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value] as const])))
}

interface Read {
  readonly words: Readonly<Record<string, string>>
  /** What to say about words that found no field. */
  readonly left: string
}

async function wordsOf(parts: ConversationParts, caller: Caller, form: Form, beginning: Beginning): Promise<Read> {
  const rest = beginning.rest.trim()
  if (isOwn({ form: form.id, verb: form.verb })) return reasonWords(form, rest, beginning.said.people ?? [])
  if (rest === '') return { words: {}, left: '' }
  const ground = await groundOf(parts, caller, form.number)
  if (isRefusal(ground)) return { words: {}, left: '' }
  const { policy } = ground.reader
  const ids = [...new Set([...(policy.forms[form.id]?.fields ?? []), ...form.fields.map(({ id }) => id)])]
  const line = readLine(rest, namesOf(ground, ids, { text: TEXT_NAMES }))
  if (line.rest === '') return { words: line.words, left: '' }
  if (form.verb === 'file') {
    const text = [line.words.text, line.rest].filter((part) => part !== undefined).join('\n')
    return { words: { ...line.words, text }, left: unread(line.rest, caller) }
  }
  const long = form.fields.find(({ required, kind }) => required && kind.input === 'text' && kind.long)
  return long
    ? { words: { ...line.words, [long.id]: line.rest }, left: '' }
    : { words: line.words, left: say(caller.lang, 'talk.not_understood') }
}

/** Names before an equals sign that no field has: they stay in the text, and that is said. */
function unread(text: string, { lang }: Caller): string {
  const names = [...text.slice(0, 500).matchAll(/([\p{L}\p{N}_]{1,16})\s*[=＝]/gu)].map(([, name = '']) => name)
  return names.length === 0 ? '' : say(lang, 'talk.unread', { list: names.join(say(lang, 'term.comma')) })
}

/** `@吴建国 请看一下`: where to, then why. */
function reasonWords(form: Form, rest: string, people: readonly string[]): Read {
  const to = form.fields.find(({ id }) => id === 'to')
  const target = to === undefined ? undefined : targetIn(to, rest, people)
  const reason = (target?.rest ?? rest).trim()
  return {
    words: { ...(target ? { to: target.id } : {}), ...(reason === '' ? {} : { reason }) },
    left: '',
  }
}

function targetIn(
  { kind }: FormField,
  rest: string,
  people: readonly string[],
): { readonly id: string; readonly rest: string } | undefined {
  if (kind.input !== 'person' && kind.input !== 'select') return undefined
  const mentioned = kind.options.find(({ id }) => people.includes(id))
  if (mentioned) return { id: mentioned.id, rest: rest.replace(/[@＠]\S*\s*/g, '') }
  const first = rest.trim().replace(/^[@＠]/, '')
  const named = kind.options
    .filter(({ id, label }) => [id, label].some((name) => plainName(first).startsWith(plainName(name))))
    .sort((a, b) => b.label.length - a.label.length)[0]
  if (!named) return undefined
  const used = plainName(first).startsWith(plainName(named.label)) ? named.label : named.id
  return { id: named.id, rest: first.slice(used.length).replace(/^[\s,，:：;；]+/, '') }
}
