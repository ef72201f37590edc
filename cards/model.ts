/**
 * What people see, platform-neutral: cards and forms. Each adapter's `render` turns these into its platform's payload.
 * All strings are already in the reader's language and are plain text: a renderer escapes them.
 */
import type { FileRef, FormVerb, Lang, Millis, PersonId, Value, Verb } from '../src/rules/nouns.ts'

/** A line of `label: value`. */
export interface Row {
  readonly label: string
  readonly value: string
}

/** A drawn stage strip: which stages are behind, now, ahead. */
export interface Strip {
  readonly steps: readonly { readonly label: string; readonly state: 'done' | 'now' | 'next' }[]
}

export type Block =
  | { readonly block: 'text'; readonly text: string; readonly tone?: 'plain' | 'quote' | 'quiet' | 'warn' | 'good' }
  | { readonly block: 'fields'; readonly rows: readonly Row[] }
  | { readonly block: 'strip'; readonly strip: Strip }
  | { readonly block: 'image'; readonly file: FileRef; readonly alt: string }
  | { readonly block: 'files'; readonly files: readonly FileRef[] }
  | { readonly block: 'divider' }

/** A question asked before a button acts. */
export interface Confirm {
  readonly title: string
  readonly text: string
  readonly yes: string
  readonly no: string
}

/** A button. Its wire form is action id `redress.<verb>` and value `<number>:<revision>`. */
export interface Action {
  readonly verb: Verb
  readonly label: string
  readonly style: 'primary' | 'danger' | 'plain'
  readonly number: string
  readonly revision: number
  /** Opens a form instead of acting at once. */
  readonly opens: boolean
  readonly confirm?: Confirm
  /** May be drawn in an overflow menu; decision buttons never are, and are never dropped. */
  readonly minor: boolean
}

export interface Card {
  /** As in CardSpec. */
  readonly key: string
  readonly number: string
  readonly revision: number
  readonly lang: Lang
  readonly state: 'open' | 'done'
  readonly header: string
  /** Colour of the header: what kind of attention it wants. */
  readonly tone: 'neutral' | 'ask' | 'good' | 'bad' | 'late'
  readonly blocks: readonly Block[]
  readonly actions: readonly Action[]
  /** One line that says it all, for notifications and screen readers. */
  readonly fallback: string
  /** On an open task's card where others read along: the people it asks, so that only they need see its buttons. */
  readonly asked?: readonly PersonId[]
  /** Where others read along: the moments it names, as written in it, so that a platform may tell each reader their own time. */
  readonly moments?: readonly { readonly words: string; readonly at: Millis }[]
}

/** A plain message: an answer, a nag, a word to the customer. */
export interface Message {
  readonly text: string
  readonly lang: Lang
  readonly tone?: 'plain' | 'warn' | 'good'
  /** For the eyes of whoever asked: never said where others read along, never kept. */
  readonly own?: true
  /** Mail subject and the like. */
  readonly subject?: string
  /** The case it is about; it goes into the case's thread where a platform has threads. */
  readonly number?: string
  /** About a case of level 1: never put off, not even to a quieter minute. */
  readonly urgent?: boolean
  /** A reminder in a few words, for its line among others. */
  readonly brief?: Brief
  readonly actions?: readonly Action[]
}

/** What a reminder is about. */
export interface Brief {
  readonly what: string
  /** Who is responsible, where that is not the reader. */
  readonly who?: string
  readonly due?: Millis
  readonly level: 1 | 2 | 3
}

export type Input =
  | { readonly input: 'text'; readonly long: boolean; readonly maxLength: number; readonly format?: 'phone' | 'email' }
  | { readonly input: 'number'; readonly min?: number; readonly max?: number }
  /** `max` is in minor units; `digits` is how many stand after the point. */
  | { readonly input: 'money'; readonly currency: string; readonly digits: number; readonly max?: number }
  | { readonly input: 'select'; readonly options: readonly Choice[]; readonly many: boolean; readonly max?: number }
  | { readonly input: 'tree'; readonly nodes: readonly TreeChoice[] }
  | { readonly input: 'date' }
  | { readonly input: 'time' }
  | { readonly input: 'files'; readonly accept: readonly ('image' | 'video' | 'document')[]; readonly max: number }
  | { readonly input: 'person'; readonly options: readonly Choice[] }
  | { readonly input: 'checkbox' }

export interface Choice {
  readonly id: string
  readonly label: string
}

/** `id` is the path (ids joined by `.`); only leaves may be picked. */
export interface TreeChoice extends Choice {
  readonly children: readonly TreeChoice[]
}

export interface FormField {
  /** Field id of the policy, or `reason`, `to` … of a verb's form. Wire form: block id `f.<field>`. */
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly required: boolean
  /** Changing it changes which fields are shown: the adapter asks for the form again with the values so far. */
  readonly redraws: boolean
  readonly value?: Value
  readonly kind: Input
}

/** A form to be filled in. Its wire form is callback id `redress.form.<id>`. */
export interface Form {
  /** Form id of the policy or, for a reason, the verb. */
  readonly id: string
  readonly verb: FormVerb
  readonly lang: Lang
  readonly title: string
  readonly intro: readonly Block[]
  readonly fields: readonly FormField[]
  readonly submit: string
  readonly cancel: string
  /** Absent when filing. */
  readonly number?: string
  readonly position?: string
  readonly revision?: number
}

/** What a renderer gives back: the platform's payload, and what it had to leave out or draw plainer. */
export interface Rendered<P> {
  readonly payload: P
  readonly degraded: readonly string[]
}
