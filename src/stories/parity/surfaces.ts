/** What somebody sees of a card, a message and a form on each platform, read back out of what its renderer makes. */
import type { Action, Card, Form, Message } from '../../../cards/model.ts'
import type { SeenCard } from './recording.ts'

/** A card as it stands there. */
export interface CardLook {
  /** Everything that can be read: on the card, and one tap or word away from it. */
  readonly text: string
  /** Verbs that can be reached from it: a button, a menu, its page, or words. */
  readonly verbs: readonly string[]
  /** What the platform would refuse or cut. */
  readonly problems: readonly string[]
  /** The payloads as they are sent. */
  readonly raw: string
}

export interface TextLook {
  readonly text: string
  readonly problems: readonly string[]
  readonly raw: string
}

export interface FormLook {
  /** Fields that are asked, and how they come back. */
  readonly fields: readonly string[]
  readonly problems: readonly string[]
  /** What was read back of what was drawn: where the form belongs, and the ids of its values. */
  readonly back: FormBack
}

export interface FormBack {
  readonly id: string
  readonly number?: string | undefined
  readonly position?: string | undefined
  readonly revision?: number | undefined
  readonly values: readonly string[]
}

export interface Surface {
  readonly name: string
  /** Matches what words of people must never become there. */
  readonly evil: RegExp
  card(seen: SeenCard): CardLook | Promise<CardLook>
  message(message: Message): TextLook
  /** Absent where forms are asked question by question. */
  form?(form: Form): FormLook | Promise<FormLook>
}

/** The facts on a card: everything that it says. */
export function factsOf(card: Card): readonly string[] {
  // A header is made of parts, which stand elsewhere on a page; where one was cut already its end is not known.
  const header = card.header.split(/[·（）()]/).map((part) => part.replace(/…\s*$/, ''))
  return [...header, ...card.blocks.flatMap(wordsIn)].filter((words) => plain(words) !== '')
}

/** The label of a row that says where to find what had no room: a way, no fact. */
const POINTER = '…'

function wordsIn(block: Card['blocks'][number]): readonly string[] {
  switch (block.block) {
    case 'text':
      return block.text.split('\n')
    case 'fields':
      return block.rows.flatMap(({ label, value }) => (label === POINTER ? [] : [label, value]))
    case 'strip':
      return block.strip.steps.map(({ label }) => label)
    case 'image':
      return [block.file.name]
    case 'files':
      return block.files.map(({ name }) => name)
    case 'divider':
      return []
  }
}

/** The verbs a card offers. */
export const verbsOf = (actions: readonly Action[]): readonly string[] => actions.map(({ verb }) => verb)

/** Words without what platforms add and change in them: blanks, marks, full-width twins. */
export function plain(text: string): string {
  return text.normalize('NFKC').replace(/[\s*>#+✓●【】✅⛔•-]|📎|🖼|⏰|⚠|\u{fe0f}/gu, '')
}

/** All strings within a payload, in order. */
export function stringsIn(payload: unknown): readonly string[] {
  if (typeof payload === 'string') return [payload]
  if (typeof payload !== 'object' || payload === null) return []
  return Object.values(payload).flatMap(stringsIn)
}
