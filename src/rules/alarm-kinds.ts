/** What a policy says about alarming words. */
import type { Lang, Text } from './nouns.ts'
import type { Who } from './policy.ts'

/** What may stand near alarming words so that they mean nothing: they are denied, only feared, only asked about. */
export const EXCUSES = ['denied', 'feared', 'asked'] as const
export type Excuse = (typeof EXCUSES)[number]

/** Phrases in each language, as `phrases.ts` reads them. */
export type Phrases = Readonly<Record<Lang, readonly string[]>>

/** One kind of alarm: which words raise it, and who is told at once. */
export interface AlarmKind {
  readonly id: string
  readonly name: Text
  readonly to: Who
  readonly words: Phrases
  /** A threat that is only considered is a threat; a fire that is only feared is none. */
  readonly heeds: readonly Excuse[]
}

/** Words in a complaint of which executives hear at once (F064), and what only looks like them. */
export interface Alarms extends Readonly<Record<Excuse, Phrases>> {
  readonly kinds: readonly AlarmKind[]
  /** What only sounds alike. */
  readonly harmless: Phrases
  /** Words that end a clause as a comma does. */
  readonly breaks: Phrases
}
