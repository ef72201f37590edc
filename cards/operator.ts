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

/** Open cases that lack something, told together; the first of them are named. */
export function unattendedMessage(lack: 'nobody' | 'clock', numbers: readonly string[], lang: Lang): Message {
  const more = numbers.length - NAMED
  const list = numbers.slice(0, NAMED).join(say(lang, 'term.comma'))
  const params = { list, more: more > 0 ? more : undefined }
  return {
    text: say(lang, lack === 'nobody' ? 'operator.unattended_nobody' : 'operator.unattended_clock', params),
    lang,
    tone: 'warn',
  }
}

const NAMED = 20

/** The day was sealed. Whoever keeps this message can prove later what stood in the database then. */
export function sealedMessage(
  seal: { readonly day: string; readonly cases: number; readonly root: string; readonly odd: number },
  lang: Lang,
): Message {
  const { day, cases, root, odd } = seal
  const params = { day, cases, root, short: root.slice(0, 16), odd: odd === 0 ? undefined : odd }
  return { text: say(lang, 'operator.sealed', params), lang, tone: odd === 0 ? 'good' : 'warn' }
}

/** The day could not be sealed, and why: `stop` names the seal that stands in the way. */
export function notSealedMessage(
  day: string,
  stop: { readonly code: string; readonly day: string; readonly mark: string },
  lang: Lang,
): Message {
  const why = sayAny(lang, `unsealed.${stop.code}`, { day: stop.day, mark: stop.mark }) ?? stop.code
  return { text: say(lang, 'operator.not_sealed', { day, why }), lang, tone: 'warn' }
}

/** The public holidays of a year are not known on a calendar, so the plain week will count there. */
export function holidaysMessage(
  { calendar, year }: { readonly calendar: string; readonly year: number },
  lang: Lang,
): Message {
  return { text: say(lang, 'operator.holidays', { calendar, year: String(year) }), lang, tone: 'warn' }
}
