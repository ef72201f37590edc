/** The one table of WeCom's error codes: what each means, and what a send or an update comes to (platforms/wecom.md, 7). */
import type { SendOutcome } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'

/** What an error code means. */
export type Cause =
  | 'busy'
  | 'token'
  | 'frequency'
  | 'concurrency'
  | 'configuration'
  | 'recipient'
  | 'payload'
  | 'group'
  | 'login'
  | 'other'

const CODES: Readonly<Record<Exclude<Cause, 'other'>, readonly number[]>> = {
  busy: [-1],
  token: [40014, 42001, 41001],
  frequency: [45009],
  concurrency: [45033],
  configuration: [40001, 40013, 40056, 48002, 60020, 301002, 50001],
  recipient: [81013, 82001, 60111, 60011, 40003],
  payload: [40008, 40058, 41016, 45002, 44004],
  group: [40050, 86001, 86003, 86008, 93000],
  login: [40029],
}

const CAUSES: ReadonlyMap<number, Cause> = new Map(
  Object.entries(CODES).flatMap(([cause, codes]) => codes.map((code) => [code, cause as Cause] as const)),
)

/** What a non-zero error code means. */
export function causeOf(errcode: number): Cause {
  return CAUSES.get(errcode) ?? 'other'
}

/** How long an API that was called too often is left alone, and one whose configuration is wrong. */
export const REST = { frequency: 60_000, configuration: 5 * 60_000 } as const

/** A call that brought no success: an error code, a rest that is still on, or nothing we can rely on. */
export type Failure =
  | { readonly failed: 'code'; readonly errcode: number; readonly cause: Cause }
  /** Not sent: this API rests for so long, because of the cause. */
  | { readonly failed: 'resting'; readonly after: Millis; readonly cause: Cause }
  /** The connection broke, timed out, or something that is not WeCom's answered: it may have been carried out. */
  | { readonly failed: 'unknown'; readonly why: string }
  /** No connection came about: it was not carried out. */
  | { readonly failed: 'unreached'; readonly why: string }

/** What a failed send comes to. A configuration that is wrong is alarmed about and retried slowly, never lost. */
export function sendFailure(failure: Failure): Exclude<SendOutcome, { is: 'sent' }> {
  if (failure.failed === 'unknown') return { is: 'unknown', why: failure.why }
  if (failure.failed === 'unreached') return { is: 'retry', after: 5_000, why: failure.why }
  if (failure.failed === 'resting') return { is: 'retry', after: failure.after, why: `resting ${failure.cause}` }
  const why = `${failure.cause} ${failure.errcode}`
  switch (failure.cause) {
    case 'busy':
    case 'token':
      return { is: 'retry', after: 2_000, why }
    case 'concurrency':
      return { is: 'retry', after: 5_000, why }
    case 'frequency':
      return { is: 'retry', after: REST.frequency, why }
    case 'configuration':
      return { is: 'retry', after: REST.configuration, why }
    case 'recipient':
    case 'group':
      return { is: 'closed', why }
    default:
      return { is: 'never', why }
  }
}

/**
 * What a failed update comes to. The code for a used or expired response code is not documented, so whatever cannot be
 * retried means that the card may not be changed any more: a fresh one is sent.
 */
export function updateFailure(failure: Failure): Exclude<SendOutcome, { is: 'sent' }> {
  const outcome = sendFailure(failure)
  return outcome.is === 'never' || outcome.is === 'closed' ? { is: 'gone', why: outcome.why } : outcome
}
