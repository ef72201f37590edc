/**
 * What every error of the platform means for us: one table, one action per code (platform document, section 9). Both
 * spellings are known: words of the new API (`Forbidden.AccessDenied…`, `param.…`) and numbers of the old one.
 */
import type { SendOutcome } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'

/** What to do about a call that did not work. */
export type Failure =
  /** Refused before anything happened: try again after so many milliseconds. */
  | { readonly is: 'retry'; readonly after: Millis; readonly why: string }
  /** The organisation's month is used up. */
  | { readonly is: 'quota'; readonly why: string }
  /** Our address is shut out for a while: no call at all until then. */
  | { readonly is: 'banned'; readonly after: Millis; readonly why: string }
  /** The token is dead: get a new one and try once more. */
  | { readonly is: 'token'; readonly why: string }
  /** It may have been carried out. */
  | { readonly is: 'unknown'; readonly why: string }
  | { readonly is: 'gone'; readonly why: string }
  | { readonly is: 'closed'; readonly why: string }
  /** The platform's content check refused the words. */
  | { readonly is: 'unsafe'; readonly why: string }
  /** Somebody has to change the app's settings. */
  | { readonly is: 'setup'; readonly why: string }
  | { readonly is: 'never'; readonly why: string }

interface Row {
  readonly code: RegExp
  readonly means: (now: Millis) => Failure
}

const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 3_600_000

const plain = (failure: Failure) => () => failure

/** First match counts. `why` is a word of ours: it may be shown and logged. */
const TABLE: readonly Row[] = [
  { code: /QpsLimitForAppkeyAndApi|^90018$/, means: plain({ is: 'retry', after: SECOND, why: 'rate_limited' }) },
  {
    code: /QpmLimitForAppkeyAndApi|^90006$/,
    means: (now) => ({ is: 'retry', after: MINUTE - (now % MINUTE), why: 'rate_limited' }),
  },
  {
    code: /QpsLimitForApi|^90002$/,
    means: (now) => ({ is: 'retry', after: awayFromTheHour(now), why: 'rate_limited' }),
  },
  { code: /ApiCountLimitForOrg|^90020$/, means: plain({ is: 'quota', why: 'month_quota' }) },
  { code: /AccessTokenPermissionDenied|^60011$|^88$/, means: plain({ is: 'setup', why: 'permission' }) },
  { code: /IpNotInWhiteList|^60020$/, means: plain({ is: 'setup', why: 'ip_list' }) },
  { code: /invalidClientIdOrSecret|^40089$/i, means: plain({ is: 'setup', why: 'credentials' }) },
  { code: /InvalidAuthentication|^40014$|^42001$|^40001$/, means: plain({ is: 'token', why: 'token' }) },
  { code: /param\.cardNotExist/, means: plain({ is: 'gone', why: 'card_gone' }) },
  { code: /contentUnsafe/, means: plain({ is: 'unsafe', why: 'content_unsafe' }) },
  {
    code: /userIdNotExist|staffId\.notExist|^60121$|^33012$/,
    means: plain({ is: 'closed', why: 'no_such_account' }),
  },
  {
    code: /chatbot not exist|openConversationId|conversation\w*\.notExist|robot\.notInGroup/i,
    means: plain({ is: 'closed', why: 'not_in_group' }),
  },
  { code: /system\.busy|ServiceUnavailable|^-1$|^5\d\d$/, means: plain({ is: 'unknown', why: 'busy' }) },
  { code: /^429$/, means: plain({ is: 'retry', after: SECOND, why: 'rate_limited' }) },
]

/** At most four seconds, but past the first minute of an hour, when everybody calls. */
function awayFromTheHour(now: Millis): Millis {
  const into = now % HOUR
  return into < 30 * SECOND ? 30 * SECOND - into : 2 * SECOND
}

/** The page and the JSON that stand for "your address called too often". */
export function isBan(text: string): boolean {
  return /^\s*<(?:!doctype|html)/i.test(text) || /"status"\s*:\s*1111\b/.test(text)
}

export const BAN: Failure = { is: 'banned', after: 5 * MINUTE, why: 'ip_ban' }

/**
 * What an error code means. `status` is the HTTP status it came with; a code we do not know counts as a mistake of ours
 * (4xx) or as unknown (5xx).
 */
export function failureOf(code: string, status: number, now: Millis): Failure {
  const row = TABLE.find((one) => one.code.test(code)) ?? TABLE.find((one) => one.code.test(String(status)))
  if (row) return row.means(now)
  if (status >= 500) return { is: 'unknown', why: 'busy' }
  return { is: 'never', why: /^[\w.]{1,60}$/.test(code) ? `refused_${code}` : 'refused' }
}

/** The same in the words of the house. `untilMonth`: milliseconds until the month begins anew. */
export function outcomeOf(failure: Failure, untilMonth: Millis): Exclude<SendOutcome, { readonly is: 'sent' }> {
  switch (failure.is) {
    case 'retry':
    case 'banned':
      return { is: 'retry', after: failure.after, why: failure.why }
    case 'quota':
      return { is: 'retry', after: quotaWait(untilMonth), why: failure.why }
    case 'token':
      return { is: 'retry', after: MINUTE, why: failure.why }
    case 'unsafe':
    case 'setup':
    case 'never':
      return { is: 'never', why: failure.why }
    case 'unknown':
    case 'gone':
    case 'closed':
      return failure
  }
}

/**
 * A month that is used up may be extended any day, so what waits is tried once a day, and when the month is over; spread
 * over ten minutes, so that not everything comes at once.
 */
function quotaWait(untilMonth: Millis): Millis {
  return Math.min(untilMonth, 24 * HOUR) + Math.floor(Math.random() * 10 * MINUTE)
}
