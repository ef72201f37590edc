/** A form that was asked in words is submitted: one command, named by the draft. */
import { say } from '../cards/catalogue.ts'
import type { Message } from '../cards/model.ts'
import { oneLine } from '../cards/text.ts'
import type { Standing, Step } from './conversation-form.ts'
import { askFor, itemsOf, joined, missingIn, summaryOf, valueIn } from './conversation-form.ts'
import type { ConversationParts } from './conversation-ground.ts'
import { isPolicys, tell, valueWords } from './conversation-ground.ts'
import type { Reply } from './ports.ts'
import { refuse, wordFiling } from './reception-answers.ts'
import type { Said } from './reception-forms.ts'
import { filled, readAnswer } from './reception-forms.ts'
import { languageOf } from './rules/language.ts'
import type { Refusal, RefusalCode } from './rules/nouns.ts'

/** Refusals after which the same form may be sent again; after any other it is over. */
const PASSING: readonly RefusalCode[] = ['throttled', 'unexpected', 'key_reused']

/** Submits: one command, named by the draft, so that it acts once however often it is asked for. */
export async function submit(parts: ConversationParts, standing: Standing): Promise<Step> {
  const { caller, half, form, ground } = standing
  const missing = missingIn(standing)
  const [first] = missing
  if (first && (!half.lenient || missing.some(({ id }) => id === 'text')))
    return askFor(parts, standing, first.id, say(form.lang, 'talk.must'))
  const given = form.fields.flatMap((field) => {
    const own = Object.hasOwn(half.values, field.id) || !isPolicys(ground, half)
    const value = valueIn(standing, field)
    return own && value !== undefined ? [[field.id, value] as const] : []
  })
  const values = Object.fromEntries(given)
  const { form: id, number, position, revision } = half
  const answer = {
    id,
    values,
    ...(number === undefined ? {} : { number }),
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  }
  const reply = first
    ? await fileAsItIs(parts, standing, values)
    : await parts.reception.submit(caller, answer, half.id)
  return afterSubmit(parts, standing, reply)
}

async function afterSubmit(parts: ConversationParts, standing: Standing, reply: Reply): Promise<Step> {
  const { half, form, caller } = standing
  if (reply.is === 'errors') {
    const wrong = reply.errors.find(({ field }) => form.fields.some(({ id }) => id === field))
    if (wrong?.field !== undefined) return askFor(parts, standing, wrong.field, wrong.text)
    const said = reply.errors.map(({ text }) => text).join('\n')
    return { half, reply: tell(caller, joined(said, summaryOf(standing)), 'warn') }
  }
  if (reply.is === 'done' && half.lenient) return { reply: { ...reply, message: readBack(standing, reply.message) } }
  return reply.is === 'refused' && PASSING.some((code) => code === reply.code) ? { half, reply } : { reply }
}

/** Whoever filed in a line sees how it was read: nothing was confirmed before. */
function readBack(standing: Standing, message: Message): Message {
  const { lang } = standing.form
  const list = itemsOf(standing).filled.map((field) => {
    const value = oneLine(valueWords(standing.ground, standing.half, field, valueIn(standing, field)), 60)
    return say(lang, 'term.pair', { label: field.label, value })
  })
  const text = say(lang, 'talk.read_as', { list: list.join(say(lang, 'term.semicolon')) })
  return { ...message, text: joined(message.text, text) }
}

/** Files what a line said although intake would ask for more: the review asks for the rest. */
async function fileAsItIs(
  parts: ConversationParts,
  { caller, ground, half }: Standing,
  raw: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const said = await readAnswer(ground.timely, parts.files, raw)
  if (isWrong(said)) return refuse(ground.reader, said[0] ?? { refused: 'bad_request' })
  const values = filled(said.values)
  const { actor, via, lang } = caller
  const filing = {
    do: 'file',
    id: half.id,
    actor,
    via,
    values,
    lang: languageOf(values.text, lang),
    strict: false,
  } as const
  return wordFiling(ground.reader, parts.store, await parts.desk.submit(filing))
}

function isWrong(said: Said | readonly Refusal[]): said is readonly Refusal[] {
  return Array.isArray(said)
}
