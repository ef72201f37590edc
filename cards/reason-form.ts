/** Small forms that verbs open: a reason, where to, files. */
import type { Verb } from '../src/rules/nouns.ts'
import { BOUNDS } from '../src/rules/policy.ts'
import { say } from './catalogue.ts'
import type { Block, Choice, Form, FormField } from './model.ts'
import { verbName } from './names.ts'
import type { Reader } from './reader.ts'

/** The verbs that ask for a reason and no more than that. */
export const REASON_VERBS = [
  'reject',
  'return',
  'transfer',
  'withdraw',
  'note',
  'pause',
  'fail',
  'unmask',
  'room',
] as const satisfies readonly Verb[]
export type ReasonVerb = (typeof REASON_VERBS)[number]

/** True for a verb whose form is a reason form. */
export function asksForReason(verb: Verb | 'file'): verb is ReasonVerb {
  return (REASON_VERBS as readonly string[]).includes(verb)
}

/** What a reason form is drawn from. `targets`: stages to return to, people to transfer to, or what is waited for. */
export interface ReasonDrawing extends Pick<Reader, 'lang'> {
  readonly verb: ReasonVerb
  readonly number: string
  readonly position?: string
  readonly revision?: number
  readonly targets?: readonly Choice[]
  readonly intro?: readonly Block[]
  /** What was typed before, when the form is drawn again. */
  readonly reason?: string
  readonly to?: string
}

/** Draws the form of a verb: `to` where there is something to choose, `reason`, and `files` for a note. */
export function drawReasonForm(drawing: ReasonDrawing): Form {
  const { verb, lang, number, position, revision } = drawing
  return {
    id: verb,
    verb,
    lang,
    title: say(lang, 'form.verb_title', { verb: verbName(verb, lang), number }),
    intro: [...introOf(drawing), ...(drawing.intro ?? [])],
    fields: [...toFields(drawing), reasonField(drawing), ...(verb === 'note' ? [filesField(lang)] : [])],
    submit: verbName(verb, lang),
    cancel: say(lang, 'term.cancel'),
    number,
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  }
}

function introOf({ verb, lang }: ReasonDrawing): readonly Block[] {
  if (verb !== 'unmask' && verb !== 'withdraw') return []
  return [{ block: 'text', tone: 'warn', text: say(lang, `form.intro.${verb}`) }]
}

function toFields({ verb, lang, targets = [], to }: ReasonDrawing): readonly FormField[] {
  if (targets.length === 0) return []
  const chosen = to ?? (targets.length === 1 ? targets[0]?.id : undefined)
  const label = verb === 'return' || verb === 'transfer' || verb === 'pause' ? `form.to.${verb}` : 'form.to'
  return [
    {
      id: 'to',
      label: say(lang, label as 'form.to'),
      required: true,
      redraws: false,
      ...(chosen === undefined ? {} : { value: chosen }),
      kind:
        verb === 'transfer'
          ? { input: 'person', options: targets }
          : { input: 'select', options: targets, many: false },
    },
  ]
}

function reasonField({ verb, lang, reason }: ReasonDrawing): FormField {
  const note = verb === 'note'
  return {
    id: 'reason',
    label: say(lang, note ? 'form.note' : 'form.reason'),
    ...(note ? {} : { hint: say(lang, 'form.reason_hint') }),
    // A note may also consist of files alone.
    required: !note,
    redraws: false,
    ...(reason === undefined ? {} : { value: reason }),
    kind: { input: 'text', long: true, maxLength: note ? BOUNDS.note : BOUNDS.reason },
  }
}

function filesField(lang: ReasonDrawing['lang']): FormField {
  return {
    id: 'files',
    label: say(lang, 'form.files'),
    required: false,
    redraws: false,
    kind: { input: 'files', accept: ['image', 'video', 'document'], max: 9 },
  }
}
