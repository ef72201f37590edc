/** Several reminders of one person (or channel) in one message: how many, the most urgent first, the rest by number. */
import type { Lang, Millis } from '../src/rules/nouns.ts'
import { say } from './catalogue.ts'
import { moment } from './format.ts'
import type { Brief, Message } from './model.ts'
import { oneLine, quote } from './text.ts'

/** A reminder that was to be sent by itself. */
export interface Reminder {
  readonly number: string
  readonly message: Message
}

/** Whoever reads it, and when it leaves: what is past then counts as late. */
export interface RoundupReader {
  readonly lang: Lang
  readonly tz: string
  readonly now: Millis
}

/** So many are named; the others are counted. */
export const MOST_NAMED = 10

/** One message for all of them, which come oldest first. What was reminded of twice is named once. */
export function drawRoundup(reminders: readonly Reminder[], { lang, tz, now }: RoundupReader): Message {
  const byMatter = new Map(reminders.map((one) => [`${one.number}|${briefOf(one).what}`, one]))
  const sorted = [...byMatter.values()].sort((a, b) => urgency(a) - urgency(b) || dueOf(a) - dueOf(b))
  // Reminded of one thing several times: the last word says it all.
  if (sorted.length === 1 && sorted[0]) return sorted[0].message
  const late = sorted.filter((one) => dueOf(one) <= now).length
  const head = say(lang, 'roundup.head', { n: sorted.length, late: late === 0 ? '' : late })
  const lines = sorted.slice(0, MOST_NAMED).map((one) => lineOf(one, lang, tz, now))
  const more = sorted.length - lines.length
  const tail = more > 0 ? [say(lang, 'roundup.more', { n: more })] : []
  return { text: quote([head, ...lines, ...tail].join('\n'), 2000), lang, tone: 'warn' }
}

/** What was queued before reminders had a short form is named by its beginning. */
const briefOf = ({ number, message }: Reminder): Brief =>
  message.brief ?? { what: oneLine(message.text.replaceAll(number, ''), 60), level: 3 }

const urgency = (one: Reminder): number => briefOf(one).level
const dueOf = (one: Reminder): Millis => briefOf(one).due ?? Number.POSITIVE_INFINITY

function lineOf(one: Reminder, lang: Lang, tz: string, now: Millis): string {
  const { what, who = '', due } = briefOf(one)
  const about = { number: one.number, what, who }
  if (due === undefined) return say(lang, 'roundup.line', about)
  return say(lang, due <= now ? 'roundup.late' : 'roundup.soon', { ...about, due: moment(due, lang, tz, now) })
}
