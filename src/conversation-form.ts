/** A form asked question by question: what is required first, then a summary from which anything can be changed or added. */
import { say } from '../cards/catalogue.ts'
import { drawQuestion, drawSummary, MOST_LISTED, MOST_PEOPLE } from '../cards/dialogue.ts'
import type { Choice, Form, FormField, Message } from '../cards/model.ts'
import { oneLine } from '../cards/text.ts'
import type { Hearing } from './conversation-answers.ts'
import { branchOf, leavesOf, readAnswer } from './conversation-answers.ts'
import type { ConversationParts, Ground } from './conversation-ground.ts'
import { checked, dayIn, groundOf, isOwn, isPolicys, noWords, tell, valueWords } from './conversation-ground.ts'
import type { HalfForm } from './conversation-memory.ts'
import type { Caller, Reply } from './ports.ts'
import { refuse, wordAnswer } from './reception-answers.ts'
import type { Said } from './reception-forms.ts'
import { readAnswer as readForm, filled as withoutEmpty } from './reception-forms.ts'
import { languageOf } from './rules/language.ts'
import type { Refusal, RefusalCode } from './rules/nouns.ts'
import { isRefusal } from './rules/nouns.ts'

/** What a form came to: it goes on, or it is over. */
export interface Step {
  readonly half?: HalfForm
  readonly reply: Reply
}

/** A form as it stands: drawn with the values so far. */
export interface Standing {
  readonly caller: Caller
  readonly ground: Ground
  readonly half: HalfForm
  readonly form: Form
}

/** Refusals after which the same form may be sent again; after any other it is over. */
const PASSING: readonly RefusalCode[] = ['throttled', 'unexpected', 'key_reused']
/** Rounds in which named words find their fields: each may make further fields appear. */
const ROUNDS = 5

/** Draws the form with what was given so far; or the refusal that ends it. */
export async function stand(parts: ConversationParts, caller: Caller, half: HalfForm): Promise<Standing | Step> {
  const ground = await groundOf(parts, caller, half.number)
  if (isRefusal(ground)) return over(caller, parts, ground)
  const { form: id, number, position, revision, values } = half
  const form = await parts.reception.redraw(caller, {
    id,
    values,
    ...(number === undefined ? {} : { number }),
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  })
  if (!isRefusal(form)) return { caller, ground, half, form }
  return { reply: (await closedMeanwhile(parts, caller, half, form)) ?? refuse(ground.reader, form) }
}

/**
 * A form whose place closed while it was being filled in: the desk says who was faster. It cannot act, for the place that
 * is named is not open any more; where it is, the form opens and the first refusal stands.
 */
async function closedMeanwhile(
  parts: ConversationParts,
  caller: Caller,
  { id, verb, number, revision = 0, position }: HalfForm,
  { refused }: Refusal,
): Promise<Reply | undefined> {
  if (refused !== 'not_offered' || number === undefined || position === undefined) return undefined
  if (verb === 'file' || verb === 'preferences') return undefined
  const reply = await parts.reception.click(caller, { verb, number, revision, position }, `${id}/closed`)
  return reply.is === 'refused' ? reply : undefined
}

function over(caller: Caller, parts: ConversationParts, refusal: Parameters<typeof refuse>[1]): Step {
  const { policy, directory } = parts.company.under(parts.company.current.version)
  return { reply: refuse({ lang: caller.lang, tz: policy.company.tz, policy, directory }, refusal) }
}

export const isStep = (x: Standing | Step): x is Step => 'reply' in x

/** What stands in a field: given in this form, else what the case holds. */
export function valueIn({ half }: Pick<Standing, 'half'>, field: FormField): unknown {
  return Object.hasOwn(half.values, field.id) ? half.values[field.id] : field.value
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Required fields without a value, those left to the review too. */
export function missingIn(standing: Standing): readonly FormField[] {
  return standing.form.fields.filter((field) => {
    const value = valueIn(standing, field)
    return field.required && (isEmpty(value) || value === false)
  })
}

/** Goes on: named words find their fields, then the next required question, the summary, or the submit itself. */
export async function advance(parts: ConversationParts, caller: Caller, from: HalfForm, before = ''): Promise<Step> {
  const { asking: _answered, listed: _listed, ...rest } = from
  const placed = await placeWords(parts, caller, { ...rest, branch: '' })
  if ('reply' in placed) return placed
  const { standing, wrong } = placed
  if (wrong) return askFor(parts, standing, wrong.field, joined(before, wrong.text))
  const [next] = missingIn(standing).filter(({ id }) => !standing.half.left.includes(id))
  if (next) return askFor(parts, standing, next.id, before)
  const { half, form } = standing
  if (isOwn(half)) {
    const [first] = form.fields
    if (Object.keys(half.values).length === 0 && first) return askFor(parts, standing, first.id, before)
    if (form.intro.length === 0) return submit(parts, standing)
  }
  if (half.lenient && half.trail.length === 0) {
    const filed = await submit(parts, standing)
    return { ...filed, reply: withBefore(filed.reply, before) }
  }
  return { half, reply: tell(caller, joined(before, summaryOf(standing))) }
}

function withBefore(reply: Reply, before: string): Reply {
  if (reply.is !== 'done' && reply.is !== 'say') return reply
  return { ...reply, message: { ...reply.message, text: joined(reply.message.text, before) } }
}

/** Puts words that were named into the fields they name, as these appear. */
async function placeWords(
  parts: ConversationParts,
  caller: Caller,
  from: HalfForm,
): Promise<Step | { readonly standing: Standing; readonly wrong?: { readonly field: string; readonly text: string } }> {
  let half = from
  for (let round = 0; ; round += 1) {
    const standing = await stand(parts, caller, half)
    if (isStep(standing)) return standing
    const named = standing.form.fields.filter(({ id }) => Object.hasOwn(half.words, id))
    if (named.length === 0 || round === ROUNDS) return { standing }
    for (const field of named) {
      const { [field.id]: words = '', ...others } = half.words
      half = { ...half, words: others }
      const { value, problem = '', half: asked } = heard(parts, { ...standing, half }, field, words, [])
      if (value === undefined)
        return { standing: { ...standing, half: asked ?? half }, wrong: { field: field.id, text: problem } }
      half = { ...half, values: { ...half.values, [field.id]: value } }
    }
  }
}

/** Reads words for a field: a value that will do, or what to say about them. */
export function heard(
  parts: ConversationParts,
  standing: Standing,
  field: FormField,
  words: string,
  people: readonly string[],
): { readonly value?: unknown; readonly problem?: string; readonly half?: HalfForm } {
  const { half, ground, form } = standing
  const { lang } = form
  const asked = half.asking === field.id
  const hearing: Hearing = {
    today: dayIn(ground.reader.tz, parts.clock.now()),
    branch: asked ? half.branch : '',
    people,
    ...(asked && half.listed ? { listed: half.listed } : {}),
  }
  const read = readAnswer(field, words, hearing)
  const said = words.slice(0, 40)
  switch (read.is) {
    case 'value': {
      const value = isEmpty(read.value) ? undefined : checked(ground, half, field, read.value)
      if (value === undefined) return { problem: say(lang, 'talk.not_understood') }
      return isRefusal(value) ? { problem: noWords(ground, value) } : { value }
    }
    case 'branch': {
      const { listed: _listed, ...rest } = half
      return { half: { ...rest, asking: field.id, branch: read.branch } }
    }
    case 'several':
      return {
        problem: say(lang, 'talk.several', { words: said }),
        half: { ...half, asking: field.id, listed: read.options.map(({ id }) => id) },
      }
    case 'wrong':
      return { problem: noWords(ground, read.refusal) }
    case 'not_offered':
      return { problem: say(lang, 'talk.not_offered', { words: said }) }
    case 'unclear':
      return { problem: say(lang, 'talk.not_understood') }
  }
}

/** Asks this field. */
export async function askFor(parts: ConversationParts, standing: Standing, id: string, before = ''): Promise<Step> {
  const { caller, half } = standing
  const first = half.trail.length === 0 && half.asking === undefined
  const trail = half.trail.at(-1) === id ? half.trail : [...half.trail, id].slice(-60)
  const asking: HalfForm = { ...half, asking: id, trail }
  const question = questionOf(parts, { ...standing, half: asking }, first)
  const about = first && half.about !== undefined ? half.about : ''
  return { half: asking, reply: tell(caller, joined(before, about, question)) }
}

/** The question that is open, or the summary. */
export function questionOf(parts: ConversationParts, standing: Standing, first = false): string {
  const { form, half, ground } = standing
  const field = form.fields.find(({ id }) => id === half.asking)
  if (!field) return summaryOf(standing)
  const required = form.fields.filter((one) => one.required)
  const at = required.indexOf(field)
  const value = valueIn(standing, field)
  return drawQuestion({
    form,
    field,
    options: optionsOf(field, half),
    today: dayIn(ground.reader.tz, parts.clock.now()),
    first,
    lenient: half.lenient && !isEmpty(half.values.text),
    ...(at < 0 ? {} : { n: at + 1, of: required.length }),
    ...(isEmpty(value) ? {} : { now: valueWords(ground, half, field, value).slice(0, 200) }),
  })
}

function optionsOf({ kind }: FormField, { branch, listed }: HalfForm): readonly Choice[] {
  switch (kind.input) {
    case 'tree': {
      const below = branchOf(kind.nodes, branch)
      return listed ? leavesOf(kind.nodes).filter(({ id }) => listed.includes(id)) : below.slice(0, MOST_LISTED)
    }
    case 'select':
    case 'person': {
      const most = kind.input === 'person' ? MOST_PEOPLE : MOST_LISTED
      if (listed) return kind.options.filter(({ id }) => listed.includes(id))
      return kind.options.length > most ? [] : kind.options
    }
    default:
      return []
  }
}

// ───────────────────────────────────────────────────────────────────────────── summary and submit

/** What the summary numbers, in its order: filled fields, missing ones, and what may be added. */
export function itemsOf(standing: Standing): Readonly<Record<'filled' | 'missing' | 'more', readonly FormField[]>> {
  const missing = missingIn(standing)
  const others = standing.form.fields.filter((field) => !missing.includes(field))
  const filled = others.filter((field) => !isEmpty(valueIn(standing, field)))
  return { filled, missing, more: others.filter((field) => !filled.includes(field)) }
}

/** The summary in words. */
export function summaryOf(standing: Standing): string {
  const { form, half, ground } = standing
  const { filled, missing, more } = itemsOf(standing)
  return drawSummary({
    form,
    filled: filled.map((field) => ({
      label: field.label,
      value: valueWords(ground, half, field, valueIn(standing, field)),
    })),
    missing: missing.map(({ label }) => label),
    more: more.map(({ label }) => label),
    ...(half.about === undefined ? {} : { about: half.about }),
  })
}

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
  const said = await readForm(ground.timely, parts.files, raw, false)
  if (isWrong(said)) return refuse(ground.reader, said[0] ?? { refused: 'bad_request' })
  const values = withoutEmpty(said.values)
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
  return wordAnswer(ground.reader, 'file', await parts.desk.submit(filing))
}

function isWrong(said: Said | readonly Refusal[]): said is readonly Refusal[] {
  return Array.isArray(said)
}

/** Pieces of one message. */
export function joined(...pieces: readonly (string | undefined)[]): string {
  return pieces.filter((piece) => piece !== undefined && piece !== '').join('\n\n')
}
