/** What is said in a chat without forms: a form's question in words, the summary before it is submitted. */
import type { Lang } from '../src/rules/nouns.ts'
import { say } from './catalogue.ts'
import { decimal } from './format.ts'
import type { Choice, Form, FormField } from './model.ts'
import { oneLine, quote } from './text.ts'

/** Options that are listed with numbers; a longer list is asked by name. */
export const MOST_LISTED = 30
/** People are named rather than listed when there are more. */
export const MOST_PEOPLE = 12

/** A question as it stands. */
export interface Question {
  readonly form: Form
  readonly field: FormField
  /** Which of how many required fields it is; absent for optional ones. */
  readonly n?: number
  readonly of?: number
  /** What can be chosen by number now; empty when nothing is listed. */
  readonly options: readonly Choice[]
  /** What stands there already, in words. */
  readonly now?: string
  readonly today: string
  /** The first question of a form also tells the ways out. */
  readonly first: boolean
  readonly lenient: boolean
}

/** The question, with its options and how to answer. */
export function drawQuestion(question: Question): string {
  const { form, field, n, of, options, now, first, lenient } = question
  const { lang } = form
  const label = field.required ? field.label : say(lang, 'talk.optional', { label: field.label })
  const lines = [
    say(lang, 'talk.title', { title: form.title, n, of: n === undefined ? undefined : of }),
    label,
    field.hint,
    now === undefined ? undefined : say(lang, 'talk.now', { value: now }),
    ...options.map((option, at) => say(lang, 'talk.option', { n: at + 1, label: option.label })),
    howTo(question),
    field.required ? undefined : say(lang, 'talk.skip'),
    lenient ? say(lang, 'talk.lenient') : undefined,
    first ? say(lang, 'talk.ways') : undefined,
  ]
  return lines.filter((line) => line !== undefined && line !== '').join('\n')
}

function howTo({ field: { kind }, form: { lang }, today }: Question): string | undefined {
  switch (kind.input) {
    case 'text':
      return undefined
    case 'number':
      return say(lang, 'talk.how.number')
    case 'money':
      return say(lang, 'talk.how.money', { currency: kind.currency, example: decimal(80_000, kind.digits) })
    case 'select':
      return say(lang, kind.many ? 'talk.how.choose_many' : 'talk.how.choose')
    case 'tree':
      return say(lang, 'talk.how.tree')
    case 'person':
      return say(lang, 'talk.how.person')
    case 'date':
      return say(lang, 'talk.how.date', { example: today })
    case 'time':
      return say(lang, 'talk.how.time')
    case 'files':
      return say(lang, 'talk.how.files', { max: kind.max })
    case 'checkbox':
      return say(lang, 'talk.how.yes_no')
  }
}

/** What a summary lists: filled fields with their values, then what is missing, then what may be added. */
export interface Summary {
  readonly form: Form
  /** What the task is about, e.g. kind, amount and payee. */
  readonly about?: string
  readonly filled: readonly { readonly label: string; readonly value: string }[]
  readonly more: readonly string[]
  readonly missing: readonly string[]
}

/** The summary: everything is numbered, so that any item can be changed or added. */
export function drawSummary({ form, about, filled, more, missing }: Summary): string {
  const { lang } = form
  const after = filled.length + 1
  const lines = [
    say(lang, 'talk.check', { title: form.title }),
    about,
    ...form.intro.flatMap((block) => (block.block === 'text' ? [block.text] : [])),
    ...filled.map(({ label, value }, at) =>
      say(lang, 'talk.option', { n: at + 1, label: say(lang, 'term.pair', { label, value: quote(value, 200) }) }),
    ),
    missing.length === 0 ? undefined : say(lang, 'talk.missing', { list: numbered(missing, after, lang) }),
    more.length === 0 ? undefined : say(lang, 'talk.more', { list: numbered(more, after + missing.length, lang) }),
    say(lang, 'talk.how.check'),
  ]
  return lines.filter((line) => line !== undefined).join('\n')
}

function numbered(labels: readonly string[], from: number, lang: Lang): string {
  return labels
    .map((label, at) => say(lang, 'talk.more_item', { n: from + at, label: oneLine(label, 40) }))
    .join(say(lang, 'term.comma'))
}
