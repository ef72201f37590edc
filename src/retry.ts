/** What follows from a send that did not clearly work: when to try again, and when to stop. */
import type { SendOutcome, Settlement } from './ports.ts'
import type { Millis } from './rules/nouns.ts'

/** After so many tries a send is given up of which nobody knows why it fails. */
export const MOST_ATTEMPTS = 8
/** What a platform has not taken for certain (an outage, a limit, a month's quota) may wait so long. */
export const LONGEST_WAIT: Millis = 35 * 24 * 3_600_000
const FIRST_DELAY: Millis = 10_000
const LONGEST_DELAY: Millis = 30 * 60_000

/**
 * How long to wait after the `attempts`-th try failed (1 the first time): anything up to a bound that doubles each time
 * (10 s at first, half an hour at most), so that senders who failed together do not come back together. `random` gives
 * numbers from 0 to 1.
 */
export function backoff(attempts: number, random: () => number): Millis {
  const bound = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.max(0, attempts - 1))
  return Math.ceil(bound * random())
}

/** What decides about a send that failed. `before` counts earlier tries; `repeatable`: sending it again is harmless. */
export interface Failed {
  readonly outcome: Exclude<SendOutcome, { readonly is: 'sent' }>
  readonly before: number
  readonly repeatable: boolean
  readonly now: Millis
  /** Since when it was wanted; given where the platform itself said that it took nothing. */
  readonly queued?: Millis
}

/**
 * The settlement of a failed send. An unknown outcome is only tried again when that is harmless. `why` of a retry ends
 * with the delay, e.g. `rate_limited (+12 s)`.
 */
export function settleFailure({ outcome, before, repeatable, now, queued }: Failed, random: () => number): Settlement {
  if (outcome.is === 'never' || outcome.is === 'gone' || outcome.is === 'closed')
    return { is: 'given_up', why: outcome.why }
  if (outcome.is === 'unknown' && !repeatable) return { is: 'given_up', why: `unknown: ${outcome.why}` }
  const attempts = before + 1
  const mayWait = outcome.is === 'retry' && queued !== undefined && now - queued < LONGEST_WAIT
  if (attempts >= MOST_ATTEMPTS && !mayWait) return { is: 'given_up', why: `${outcome.why} (${attempts} tries)` }
  const asked = outcome.is === 'retry' ? outcome.after : 0
  const delay = Math.max(asked, backoff(attempts, random))
  return { is: 'retry', at: now + delay, why: `${outcome.why} (+${Math.ceil(delay / 1000)} s)` }
}

/** The outcome of a platform's call; a throw or no answer within `limit` is unknown: it may have arrived. */
export async function outcomeOf(call: () => Promise<SendOutcome>, limit: Millis): Promise<SendOutcome> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<SendOutcome>((resolve) => {
    timer = setTimeout(() => resolve({ is: 'unknown', why: 'timeout' }), limit)
  })
  try {
    return await Promise.race([call(), late])
  } catch (error) {
    return { is: 'unknown', why: error instanceof Error ? error.name : 'error' }
  } finally {
    clearTimeout(timer)
  }
}
