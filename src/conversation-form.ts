/** A form in words as it stands: its questions, what an answer comes to, and the summary from which anything can be changed. */
import { say } from '../cards/catalogue.ts'
import { drawQuestion, drawSummary, MOST_LISTED, MOST_PEOPLE } from '../cards/dialogue.ts'
import type { Choice, Form, FormField } from '../cards/model.ts'
import type { Hearing } from './conversation-answers.ts'
import { branchOf, leavesOf, readAnswer } from './conversation-answers.ts'
import type { ConversationParts, Ground } from './conversation-ground.ts'
import { checked, dayIn, groundOf, noWords, tell, valueWords } from './conversation-ground.ts'
import type { HalfForm } from './conversation-memory.ts'
import type { Caller, Reply } from './ports.ts'
import { refuse } from './reception-answers.ts'
import type { Refusal } from './rules/nouns.ts'
import { isCaseless, isRefusal } from './rules/nouns.ts'

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
  if (isCaseless(verb)) return undefined
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

/** True for what counts as not filled in. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Required fields without a value, those left to the review too. */
export function missingIn(standing: Standing): readonly FormField[] {
  return standing.form.fields.filter((field) => {
    const value = valueIn(standing, field)
    return field.required && (isEmpty(value) || value === false)
  })
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

/** Pieces of one message. */
export function joined(...pieces: readonly (string | undefined)[]): string {
  return pieces.filter((piece) => piece !== undefined && piece !== '').join('\n\n')
}
