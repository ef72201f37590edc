/**
 * How much one member, chat or robot may still be sent. WeCom drops what is over the limit without a word, so nothing may
 * come near it: answers to people may use a little more than what waits in the outbox.
 */
import type { Millis } from '../../src/rules/nouns.ts'

interface Allowance {
  readonly span: Millis
  readonly most: number
}

/** A member gets at most 30 a minute and 1000 an hour, a robot 20 a minute; we stay below. */
const ALLOWANCES: Readonly<Record<'user' | 'chat' | 'robot', readonly Allowance[]>> = {
  user: [
    { span: 60_000, most: 27 },
    { span: 3_600_000, most: 950 },
  ],
  chat: [{ span: 60_000, most: 100 }],
  robot: [{ span: 60_000, most: 18 }],
}

/** Kept for answers: somebody who acts hears back even when much is queued for them. */
const FOR_ANSWERS = 4

export interface Quota {
  /** Takes one send to an address (`user/…`, `chat/…`, `robot/…`): undefined, or how long to wait first. */
  take(to: string, what: 'queued' | 'answer'): Millis | undefined
}

/** Counts sends since the start; `wall` is real time. */
export function makeQuota(wall: () => Millis): Quota {
  const sent = new Map<string, Millis[]>()
  return {
    take(to, what) {
      const now = wall()
      if (sent.size > 5000) for (const [key, times] of sent) if ((times.at(-1) ?? 0) < now - 3_600_000) sent.delete(key)
      const kind = to.startsWith('user/') ? 'user' : to.startsWith('chat/') ? 'chat' : 'robot'
      const times = (sent.get(to) ?? []).filter((at) => at > now - 3_600_000)
      for (const { span, most } of ALLOWANCES[kind]) {
        const free = what === 'queued' && kind === 'user' ? most - FOR_ANSWERS : most
        const within = times.filter((at) => at > now - span)
        const blocking = within.at(-free)
        if (blocking !== undefined) return blocking + span - now + 1
      }
      sent.set(to, [...times, now])
      return undefined
    },
  }
}
