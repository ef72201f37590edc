/** What WeCom's half of the house is set up with, what it can do, and the name it goes by. */
import type { Abilities } from '../../src/ports.ts'

export const NAME = 'wecom'

export interface WecomSettings {
  readonly corpId: string
  readonly agentId: string
  /** The app's secret. Sessions of our pages are signed with a key made from it, so a new secret ends them all. */
  readonly secret: string
  readonly token: string
  /** Exactly 43 characters. */
  readonly encodingAesKey: string
  /** `https://qyapi.weixin.qq.com`, or a local stand-in. */
  readonly apiUrl: string
  /** `https://open.weixin.qq.com`, or a local stand-in. */
  readonly oauthUrl: string
  /** The robot of groups (智能机器人): on when all three are set. */
  readonly botId?: string
  readonly botSecret?: string
  readonly wsUrl?: string
  /** The key of a group robot, by the name the directory gives it (`webhook_env`). */
  readonly secretOf?: (name: string) => string | undefined
}

/** Bytes, characters and milliseconds that WeCom sets (platforms/wecom.md, 1, 4, 6), and ours within them. */
export const LIMITS = {
  /** Most bytes of a callback; the largest documented event is far below. */
  callback: 256 * 1024,
  /** How far a callback's timestamp may be from now. Redeliveries come within 20 seconds. */
  window: 5 * 60_000,
  /** A callback has to be answered within 5 s; what is not kept by then is answered 503 and comes again. */
  keep: 3_500,
  call: 3_500,
  media: 20 * 1024 * 1024,
  mediaTime: 15_000,
  text: 2048,
  /** A response code works for 72 hours; we stop half an hour early. */
  code: 71.5 * 3_600_000,
  /**
   * How long WeCom recognises the very same body, in seconds. A card is like no other, by its task id, so as long as can
   * be; the same reminder may rightly come again after a while.
   */
  duplicates: { card: 14_400, text: 600 },
} as const

/** A card can be changed once: that once is kept for closing. */
export const ABILITIES: Abilities = {
  updates: 'once',
  recognisesKeys: true,
  reachesCustomers: false,
  // The quota per member and group is kept where answers count as well: see quota.ts.
  perLaneSecond: 20,
}
