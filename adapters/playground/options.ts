/** What the playground needs of the house. */

import type { Card } from '../../cards/model.ts'
import type { ChatLog, Files, Peers, PlatformParts, Reception, SentLine } from '../../src/ports.ts'
import type { Directory, Lang, Millis, PersonId, Text } from '../../src/rules/nouns.ts'
import type { Spot } from '../../src/rules/views.ts'
import type { StoryOptions } from './story-options.ts'

/** The movable clock. Moving it also lets everything happen that came due on the way. */
export interface MovableClock {
  now(): Millis
  /** Sees where another replica moved it to; absent where there is only one. */
  sync?(): Promise<void>
  /** Moves forward to `to` and resolves when the timers due until then have been worked off. */
  moveTo(to: Millis): Promise<void>
  /** The next waiting timer after now. */
  nextTimer(): Promise<Millis | undefined>
  /** When the next working day after now begins, by the company's calendar. */
  nextWorkday(): Millis
}

export interface PlaygroundOptions {
  readonly story: StoryOptions
  readonly chat: ChatLog
  readonly memory: PlatformParts['memory']
  /** Other replicas that show the same playground; absent where there are none. */
  readonly peers?: Peers
  readonly files: Files
  readonly reception: Reception
  readonly clock: MovableClock
  directory(): Directory
  /** Those who usually take complaints in: a newcomer begins as one of them. */
  frontline(): readonly PersonId[]
  /** What roles are called; those without a name are not shown. */
  roles(): Readonly<Record<string, Text>>
  /** The language of whoever is in no directory. */
  lang(): Lang
  /** A card that stands somewhere, drawn now in another language. */
  draw(
    send: { readonly number: string; readonly key: string; readonly place: Spot },
    lang: Lang,
  ): Promise<Card | undefined>
  /** What was sent about a case, oldest first. */
  messages(number: string): Promise<readonly SentLine[]>
  /** How many tasks each person has open, and how many of them are late. */
  waiting(): Promise<Readonly<Record<PersonId, { readonly open: number; readonly late: number }>>>
}

export const NAME = 'playground'
