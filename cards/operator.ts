/** What the people who run Redress are told. */
import type { Lang, Text } from '../src/rules/nouns.ts'
import { say, sayAny } from './catalogue.ts'
import type { Message } from './model.ts'
import { oneLine } from './text.ts'

/** Something will not be sent any more, and why. */
export function operatorMessage({
  number,
  why,
  lang,
}: {
  readonly number: string
  readonly why: string
  readonly lang: Lang
}): Message {
  const reason = sayAny(lang, `undelivered.${why}`, {}) ?? oneLine(why, 120)
  return { text: say(lang, 'operator.given_up', { number, why: reason }), lang, number, tone: 'warn' }
}

/** A word about the set-up, as an adapter or the delivery words it. */
export function operatorWord(text: Text, lang: Lang): Message {
  return { text: text[lang], lang, tone: 'warn' }
}

/** A place cannot be reached any more, and another one took what was meant for it. */
export function closedMessage(number: string, why: string, lang: Lang): Message {
  const reason = sayAny(lang, `undelivered.${why}`, {}) ?? oneLine(why, 120)
  return { text: say(lang, 'operator.closed', { number, why: reason }), lang, number, tone: 'warn' }
}
