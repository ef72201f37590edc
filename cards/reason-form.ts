/** Small forms that verbs open: a reason, where to, files. */
import type { Verb } from '../src/rules/nouns.ts'
import { BOUNDS } from '../src/rules/policy.ts'
import { PUT_OFF } from '../src/rules/putting-off.ts'
import { say } from './catalogue.ts'
import type { Block, Choice, Form, FormField } from './model.ts'
import { verbName } from './names.ts'
import { promiseFields, timeFields } from './promise-form.ts'
import type { Reader } from './reader.ts'

/** The verbs that ask for a reason and no more than that, or how long. */
export const REASON_VERBS = [
  'reject',
  'return',
  'transfer',
  'withdraw',
  'note',
  'pause',
  'fail',
  'bounce',
  'unflag',
  'unmask',
  'room',
  'clear',
  'add',
  'ask',
  'answer',
  'recall',
  'rescue',
  'merge',
  'contact',
  'keep',
  'renew',
  'acknowledge',
  'snooze',
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
  /** Where an added approver is heard, or which way a return comes back. */
  readonly ways?: readonly Choice[]
  readonly intro?: readonly Block[]
  /** What was typed before, when the form is drawn again. */
  readonly reason?: string
  readonly to?: string
  readonly how?: string
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
    fields: [
      ...toFields(drawing),
      ...howFields(drawing),
      ...(verb === 'renew' ? timeFields(lang, true) : []),
      ...(PUT_OFF.includes(verb) ? [] : [reasonField(drawing)]),
      ...(verb === 'contact' ? promiseFields(lang) : []),
      ...(WITH_FILES.includes(verb) ? [filesField(lang)] : []),
    ],
    submit: verbName(verb, lang),
    cancel: say(lang, 'term.cancel'),
    number,
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  }
}

const INTRODUCED = ['unmask', 'withdraw', 'rescue', 'recall', 'unflag', 'acknowledge', 'snooze', 'merge'] as const

function introOf({ verb, lang }: ReasonDrawing): readonly Block[] {
  const about = INTRODUCED.find((one) => one === verb)
  if (about === undefined) return []
  return [{ block: 'text', tone: PUT_OFF.includes(verb) ? 'quiet' : 'warn', text: say(lang, `form.intro.${about}`) }]
}

/** The other case is typed: any open one may be it, and the likeliest stands there already. */
function otherField({ lang, targets = [], to }: ReasonDrawing): FormField {
  const value = to ?? targets[0]?.id
  return {
    id: 'to',
    label: say(lang, 'form.to.merge'),
    required: true,
    redraws: false,
    ...(value === undefined ? {} : { value }),
    kind: { input: 'text', long: false, maxLength: 40 },
  }
}

function toFields(drawing: ReasonDrawing): readonly FormField[] {
  const { verb, lang, targets = [], to } = drawing
  if (verb === 'merge') return [otherField(drawing)]
  if (targets.length === 0) return []
  const chosen = to ?? (targets.length === 1 ? targets[0]?.id : undefined)
  const label = isLabelled(verb) ? `form.to.${verb}` : 'form.to'
  return [
    {
      id: 'to',
      label: say(lang, label as 'form.to'),
      required: true,
      redraws: false,
      ...(chosen === undefined ? {} : { value: chosen }),
      kind:
        verb === 'transfer' || verb === 'add'
          ? { input: 'person', options: targets }
          : { input: 'select', options: targets, many: false },
    },
  ]
}

const LABELLED = [
  'return',
  'transfer',
  'pause',
  'add',
  'ask',
  'bounce',
  'clear',
  'unflag',
  'acknowledge',
  'snooze',
  'keep',
  'renew',
] as const

function isLabelled(verb: ReasonVerb): verb is (typeof LABELLED)[number] {
  return (LABELLED as readonly string[]).includes(verb)
}

/** The first way is what happens when nobody chooses. */
function howFields({ verb, lang, ways = [], how }: ReasonDrawing): readonly FormField[] {
  const [usual] = ways
  if (!usual) return []
  return [
    {
      id: 'how',
      label: say(lang, verb === 'add' || verb === 'return' ? `form.how.${verb}` : 'form.how'),
      required: true,
      redraws: false,
      value: how ?? usual.id,
      kind: { input: 'select', options: ways, many: false },
    },
  ]
}

/** Verbs whose words are a report rather than a reason, and may have files. */
const WITH_FILES: readonly ReasonVerb[] = ['note', 'answer', 'contact', 'keep']

/** What the words are called: a reason, a note, a question or its answer, what was said or done. */
function wordsLabel(
  verb: ReasonVerb,
): 'form.reason' | 'form.note' | 'form.question' | 'form.answer' | 'form.contact' | 'form.keep' {
  if (verb === 'contact' || verb === 'keep') return `form.${verb}`
  if (verb === 'ask') return 'form.question'
  if (verb === 'answer') return 'form.answer'
  return verb === 'note' ? 'form.note' : 'form.reason'
}

function reasonField({ verb, lang, reason }: ReasonDrawing): FormField {
  const note = verb === 'note'
  const long = WITH_FILES.includes(verb)
  return {
    id: 'reason',
    label: say(lang, wordsLabel(verb)),
    ...(long ? {} : { hint: say(lang, 'form.reason_hint') }),
    // A note may also consist of files alone.
    required: !note,
    redraws: false,
    ...(reason === undefined ? {} : { value: reason }),
    kind: { input: 'text', long: true, maxLength: long ? BOUNDS.note : BOUNDS.reason },
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
