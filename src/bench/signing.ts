/** How the requests of the bench are signed: a secret, the time and the whole body, as chat platforms do it. */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Of no use anywhere else: it is made up for each run. */
export type Secret = string

/** Headers, in small letters as Node gives them. */
export const SIGNATURE = 'x-bench-signature'
export const MOMENT = 'x-bench-moment'

/** Seconds a signature is good for. */
const FRESH = 300

/** The signature of a body sent at a moment, in seconds. */
export function sign(secret: Secret, moment: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${moment}:`).update(body).digest('hex')}`
}

/** True when this very body was signed with the secret a short while ago. */
export function isSigned(secret: Secret, moment: unknown, signature: unknown, body: string): boolean {
  if (typeof moment !== 'string' || typeof signature !== 'string') return false
  if (!(Math.abs(Date.now() / 1000 - Number(moment)) < FRESH)) return false
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(secret, moment, body))]
  return given.length === right.length && timingSafeEqual(given, right)
}
