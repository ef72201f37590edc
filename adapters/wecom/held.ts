/**
 * Reminders never go out at :00 or :30, when all of WeCom's apps send (platforms/wecom.md, 6). One that comes up in such a
 * minute is kept durably and sent a minute or two later, so that nothing behind it has to wait: cards, answers and words
 * about urgent cases always go at once.
 */
import type { Message } from '../../cards/model.ts'
import type { AdapterLog, PlatformParts, SendOutcome } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { makeJournal } from './journal.ts'

interface Kept {
  readonly to: string
  readonly message: Message
  readonly due: Millis
}

export interface Held {
  /** Takes a reminder that has to wait. False: it need not, or there is no room; it goes out now. */
  take(to: string, message: Message, key: string): Promise<boolean>
  start(): Promise<void>
  /** Takes over one that another replica held; resolves when it is kept here. */
  adopt(key: string, kept: unknown): Promise<void>
  stop(): Promise<void>
}

export interface HeldParts {
  readonly memory: PlatformParts['memory']
  /** The name of its list; `held` when absent. */
  readonly list?: string
  readonly wall: () => Millis
  readonly log: AdapterLog
  send(to: string, message: Message, key: string): Promise<SendOutcome>
  /** Told about one that will not be sent any more. */
  lost(message: Message): void
}

const MINUTE: Millis = 60_000
const ROOM = 500
/** How often one is tried again after WeCom asked to wait. */
const TRIES = 20

/** How long a reminder has to wait at this moment: not at all, or into the second minute after :00 or :30. */
export function waitOf(message: Message, wall: Millis): Millis {
  const reminder = message.tone === 'warn' && message.urgent !== true
  const within = wall % (30 * MINUTE)
  return reminder && within < MINUTE ? MINUTE - within + spread(message) : 0
}

/** Up to 50 s, the same for the same words, so that reminders do not all go out together. */
function spread(message: Message): Millis {
  let sum = 0
  for (const character of message.text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 50
  return sum * 1000
}

/** Holds reminders; those an earlier run held go out after `start`. */
export function makeHeld({ memory, list = 'held', wall, log, send, lost }: HeldParts): Held {
  const journal = makeJournal<Kept>(memory, list, ROOM)
  const timers = new Map<string, NodeJS.Timeout>()
  const under = new Set<Promise<void>>()
  let stopping = false

  function arm(key: string, kept: Kept, tries: number, after: Millis): void {
    if (stopping) return
    const timer = setTimeout(() => {
      timers.delete(key)
      const run: Promise<void> = release(key, kept, tries)
        .catch((err: unknown) => log.error({ err }, 'a held reminder failed'))
        .finally(() => under.delete(run))
      under.add(run)
    }, after)
    timer.unref()
    timers.set(key, timer)
  }

  async function release(key: string, kept: Kept, tries: number): Promise<void> {
    const outcome = await send(kept.to, kept.message, key)
    const again = outcome.is === 'retry' || outcome.is === 'unknown'
    if (again && tries < TRIES)
      return arm(key, kept, tries + 1, outcome.is === 'retry' ? Math.max(1_000, outcome.after) : 10_000)
    if (outcome.is !== 'sent') {
      log.error({ why: outcome.why }, 'a held reminder was given up')
      lost(kept.message)
    }
    journal.drop(key)
    await journal.flush()
  }

  return {
    async take(to, message, key) {
      const wait = waitOf(message, wall())
      if (wait === 0 || stopping) return false
      const kept = { to, message, due: wall() + wait }
      if (timers.has(key)) return true
      if (!(await journal.add(key, kept))) return false
      arm(key, kept, 1, wait)
      return true
    },
    async start() {
      for (const [key, kept] of await journal.left()) arm(key, kept, 1, Math.max(0, kept.due - wall()))
    },
    async adopt(key, left) {
      const kept = left as Kept
      if (timers.has(key)) return
      if (!(await journal.add(key, kept))) throw new Error('there is no room for what another replica held')
      arm(key, kept, 1, Math.max(0, kept.due - wall()))
    },
    async stop() {
      stopping = true
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      await Promise.all(under)
    },
  }
}
