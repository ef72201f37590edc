/** Why a message waits, or came later than it was wanted, and for how long (D12, F174). */
import { say } from './catalogue.ts'
import { duration, moment } from './format.ts'
import type { Reader } from './reader.ts'
import type { SentMessage } from './story-messages.ts'
import { oneLine } from './text.ts'

/** What is late by less is not late. */
const NOTICEABLE = 60_000

/** In words; undefined for what came at once. What was given up says why, as its platform said it. */
export function delayWords(line: SentMessage, { lang, tz }: Pick<Reader, 'lang' | 'tz'>): string | undefined {
  const { why, state, queued, notBefore, settled = queued } = line
  if (state === 'given_up') return why === undefined ? undefined : oneLine(why)
  if (state === 'sent')
    return settled - queued < NOTICEABLE
      ? undefined
      : say(lang, 'waited.sent', { cause: causeOf(why, lang), length: duration(settled - queued, lang) })
  if (notBefore === undefined) return undefined
  return say(lang, 'waited.waits', { cause: causeOf(why, lang), at: moment(notBefore, lang, tz) })
}

function causeOf(why: string | undefined, lang: Reader['lang']): string {
  switch (why) {
    case 'quiet':
      return say(lang, 'waited.quiet')
    case 'snoozed':
      return say(lang, 'waited.snoozed')
    case 'budget':
      return say(lang, 'waited.budget')
    case 'roundup':
      return say(lang, 'waited.roundup')
    case undefined:
      return say(lang, 'waited.queue')
  }
  // A platform's own word, with how long it asked for: `rate_limited (+240 s)`.
  return say(lang, LIMITS.test(why) ? 'waited.limit' : 'waited.outage')
}

const LIMITS = /limit|quota|frequency|too_many|resting|pace|minute/i
