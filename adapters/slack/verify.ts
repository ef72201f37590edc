/** Proves that a request comes from Slack: platforms/slack.md section 2, with both ends of the time window closed. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Millis } from '../../src/rules/nouns.ts'

/** Seconds a request may be old, and how far its clock may be ahead of ours. */
export const WINDOW = { past: 300, future: 60 } as const

export interface SignedRequest {
  /** The bytes as they came; a parsed and rewritten body has another signature. */
  readonly body: Uint8Array
  readonly timestamp: string | null
  readonly signature: string | null
}

/** Why a request is not believed; undefined when it is genuine. Compares in constant time. */
export function disbelief(
  secret: string,
  { body, timestamp, signature }: SignedRequest,
  now: Millis,
): 'unsigned' | 'too_old' | 'from_the_future' | 'wrong_signature' | undefined {
  if (timestamp === null || signature === null || !/^\d{1,12}$/.test(timestamp)) return 'unsigned'
  const age = now / 1000 - Number(timestamp)
  if (age > WINDOW.past) return 'too_old'
  if (age < -WINDOW.future) return 'from_the_future'
  const wanted = Buffer.from(signatureOf(secret, timestamp, body))
  const given = Buffer.from(signature)
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? undefined : 'wrong_signature'
}

/** The header `x-slack-signature` for a body at a moment (seconds since 1970). */
export function signatureOf(secret: string, timestamp: string, body: Uint8Array | string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`
}
