/** What the adapter is told from outside, and the times it keeps. */
import type { Abilities } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'

/** Name of the platform: in lanes, inbox keys, accounts of the directory and metrics. */
export const NAME = 'dingtalk'

export interface DingtalkSettings {
  /** AppKey of the internal app. */
  readonly clientId: string
  readonly clientSecret: string
  readonly corpId: string
  readonly robotCode: string
  /** Id of the published card template; without it cards are texts and forms are questions. */
  readonly cardTemplateId?: string
  /** Id of a group template: rooms for one case then have the robot in them. */
  readonly groupTemplateId?: string
  readonly apiUrl: string
  readonly oapiUrl: string
}

/** Times in milliseconds and bounds. Tests shorten some of them. */
export interface Tuning {
  /** First and longest wait between attempts to connect; the real wait is a random part of it. */
  readonly backoff: { readonly first: Millis; readonly most: Millis }
  /** A socket that was silent so long is pinged; silent twice as long it is cut. */
  readonly idle: Millis
  /** How long a connection lives on after the server's notice that it will close. */
  readonly retire: Millis
  /** A click is answered within this, whatever happens (the platform allows 2 s). */
  readonly clickGuard: Millis
  /** How long the answer to a click waits for the new drawing of its card. */
  readonly rideWait: Millis
  /** A message is acknowledged when its work is kept, or when that takes longer than this. */
  readonly ackGuard: Millis
  /** Nags to one person within this window become one message. */
  readonly digestWindow: Millis
  /** How long a nag waits for others with the same words, so that one call carries up to 20. */
  readonly gather: Millis
  /** How long one HTTP call may take: a token and a call have to fit into what delivery waits (10 s). */
  readonly callLimit: Millis
  /** How long asking for a ticket, and then connecting, may take. */
  readonly connectLimit: Millis
  /** Calls per second and API. */
  readonly perSecond: number
  /** What the organisation's edition allows in a month, all its apps together. */
  readonly month: { readonly calls: number; readonly pushes: number }
}

/** As the platform's document advises; the month is that of the standard edition. */
export const USUAL: Tuning = {
  backoff: { first: 500, most: 30_000 },
  idle: 30_000,
  retire: 12_000,
  clickGuard: 1_500,
  rideWait: 700,
  ackGuard: 10_000,
  digestWindow: 15 * 60_000,
  gather: 300,
  callLimit: 4_500,
  connectLimit: 10_000,
  perSecond: 15,
  month: { calls: 5_000, pushes: 3_000 },
}

/** With a template cards change and forms are asked on them; without one cards are texts and forms are conversations. */
export function abilitiesOf(settings: Pick<DingtalkSettings, 'cardTemplateId'>): Abilities {
  const template = settings.cardTemplateId !== undefined
  return {
    updates: template ? 'anytime' : 'never',
    // Cards carry our key; messages are remembered by our own ledger.
    recognisesKeys: true,
    reachesCustomers: false,
    perLaneSecond: 5,
  }
}
