/** What a war room is called, and what it is about. */
import type { Case } from '../src/rules/case.ts'
import type { Lang } from '../src/rules/nouns.ts'
import { say } from './catalogue.ts'
import { oneLine } from './text.ts'

/** Name and topic. The name holds the number only, since names of rooms are seen by many; the topic says why. */
export function roomWords({ number }: Pick<Case, 'number'>, reason: string, lang: Lang) {
  return {
    name: say(lang, 'room.name', { number }),
    topic: say(lang, 'room.topic', { number, reason: oneLine(reason, 120) }),
  }
}
