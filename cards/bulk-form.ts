/** Deciding several approvals at once: the form that lists them, and the line that says what became of each (D20). */
import type { Task } from '../src/rules/views.ts'
import { SENTENCES, say } from './catalogue.ts'
import type { Choice, Form, FormField, Message } from './model.ts'
import { verbName } from './names.ts'
import type { Reader } from './reader.ts'
import { oneLine } from './text.ts'

/** The id of the form. */
export const BULK_FORM = 'bulk'

/** What can be decided so; everything else wants a look at the case itself. */
export const BULK_VERBS = ['approve', 'reject'] as const
export type BulkVerb = (typeof BULK_VERBS)[number]

/** The most that are listed: few enough to be read, and for every platform's form. */
export const MOST_AT_ONCE = 20

/** Labels of its fields, for refusals about them. */
export const BULK_LABELS = {
  cases: SENTENCES['form.bulk_cases'],
  verb: SENTENCES['form.bulk_verb'],
  reason: SENTENCES['form.reason'],
} as const

/** One approval that waits, and what it is about in a few words. */
export interface Waiting {
  readonly task: Pick<Task, 'position' | 'revision'>
  readonly number: string
  readonly plan: string
}

/** Names an approval exactly as it was listed: its case, place and revision. */
export function bulkId({ task, number }: Pick<Waiting, 'task' | 'number'>): string {
  return `${number}|${task.position}|${task.revision}`
}

/** Reads such a name; undefined for anything else. */
export function readBulkId(
  id: string,
): { readonly number: string; readonly position: string; readonly revision: number } | undefined {
  const [number = '', position = '', revision = '', ...rest] = id.split('|')
  const known = rest.length === 0 && number !== '' && position !== '' && /^\d{1,9}$/.test(revision)
  return known ? { number, position, revision: Number(revision) } : undefined
}

/** Draws it. `more`: how many others wait that are not listed. */
export function drawBulk(waiting: readonly Waiting[], more: number, { lang }: Pick<Reader, 'lang'>): Form {
  const cases: readonly Choice[] = waiting.map((one) => ({
    id: bulkId(one),
    label: oneLine(say(lang, 'form.bulk_line', { number: one.number, plan: one.plan }), 75),
  }))
  const verbs: readonly Choice[] = BULK_VERBS.map((id) => ({ id, label: verbName(id, lang) }))
  const field = (id: keyof typeof BULK_LABELS, required: boolean, kind: FormField['kind']): FormField => ({
    id,
    label: BULK_LABELS[id][lang],
    ...(id === 'reason' ? { hint: say(lang, 'form.bulk_reason_hint') } : {}),
    required,
    redraws: false,
    kind,
  })
  return {
    id: BULK_FORM,
    verb: 'bulk',
    lang,
    title: say(lang, 'form.bulk'),
    intro: [
      { block: 'text', tone: 'warn', text: say(lang, 'form.bulk_intro') },
      ...(more > 0
        ? [{ block: 'text' as const, tone: 'quiet' as const, text: say(lang, 'home.more', { n: more }) }]
        : []),
    ],
    fields: [
      field('cases', true, { input: 'select', options: cases, many: true, max: cases.length }),
      field('verb', true, { input: 'select', options: verbs, many: false }),
      field('reason', false, { input: 'text', long: true, maxLength: 2000 }),
    ],
    submit: say(lang, 'button.send'),
    cancel: say(lang, 'term.cancel'),
  }
}

/** What became of one of them. */
export interface BulkOutcome {
  readonly number: string
  readonly done: boolean
  readonly words: string
}

/** The answer: each with its own outcome, what failed first. */
export function bulkMessage(outcomes: readonly BulkOutcome[], { lang }: Pick<Reader, 'lang'>): Message {
  const done = outcomes.filter((one) => one.done).length
  const sorted = [...outcomes].sort((a, b) => Number(a.done) - Number(b.done))
  const lines = sorted.map(({ number, done: well, words }) =>
    say(lang, well ? 'answer.bulk_done' : 'answer.bulk_not', { number, words: oneLine(words, 200) }),
  )
  const title = say(lang, 'answer.bulk', { done, all: outcomes.length })
  return { text: [title, ...lines].join('\n'), lang, tone: done === outcomes.length ? 'good' : 'warn' }
}
