/**
 * Events between WeCom and the reception. An event is kept durably before it is acknowledged, worked afterwards, one by
 * one for each member, and forgotten when it is done; what a crash leaves is worked at the next start. The same event
 * again (a redelivery, a replay) is acknowledged and not worked: this list knows it for ten minutes, and the house's own
 * inbox keeps it from ever acting twice.
 */
import type { AdapterLog } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import type { WecomEvent } from './events.ts'
import { makeJournal, type Slots } from './journal.ts'
import { LIMITS } from './settings.ts'

export interface Inbox {
  /** Keeps an event. False: there is no room, or it was not kept in time; it has to come again. */
  take(event: WecomEvent): Promise<boolean>
  /** Works what an earlier run left. */
  start(): Promise<void>
  /** Takes over an event that another replica had kept and not worked; resolves when it is kept here. */
  adopt(event: WecomEvent): Promise<void>
  /** Waits for what is being worked; the rest stays kept. */
  stop(): Promise<void>
  /** How many wait or are being worked. */
  size(): number
}

export interface InboxParts {
  readonly memory: Slots
  /** The name of its list; `inbox` when absent. */
  readonly list?: string
  readonly wall: () => Millis
  readonly log: AdapterLog
  /** May throw: then it is tried again. */
  work(event: WecomEvent): Promise<void>
  /** Told when an event was tried as often as we do and never worked. */
  gaveUp(event: WecomEvent): Promise<void>
  readonly sleep?: (ms: Millis) => Promise<void>
  /** How long keeping an event may take; what WeCom's deadline allows when absent. */
  readonly patience?: Millis
}

/** Events that may wait at once. */
const ROOM = 2000
const REMEMBERED: Millis = 2 * LIMITS.window
const PAUSES: readonly Millis[] = [500, 2_000, 10_000]

const pause = (ms: Millis): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** An inbox that has not started yet. */
export function makeInbox({
  memory,
  list = 'inbox',
  wall,
  log,
  work,
  gaveUp,
  sleep = pause,
  patience = LIMITS.keep,
}: InboxParts): Inbox {
  const journal = makeJournal<WecomEvent>(memory, list, ROOM)
  const known = new Map<string, { readonly at: Millis; readonly kept: Promise<boolean> }>()
  const turns = new Map<string, Promise<void>>()
  const ending = Promise.withResolvers<void>()
  let stopping = false
  let waiting = 0

  function forget(): void {
    for (const [key, { at }] of known) {
      if (at > wall() - REMEMBERED) return
      known.delete(key)
    }
  }

  /** Each member's events one after the other: an answer in words belongs to the question before it. */
  function queue(event: WecomEvent): void {
    waiting += 1
    const turn = (turns.get(event.from) ?? Promise.resolve())
      .then(() => (stopping ? undefined : carry(event)))
      .finally(() => {
        waiting -= 1
        if (turns.get(event.from) === turn) turns.delete(event.from)
      })
    turns.set(event.from, turn)
  }

  async function carry(event: WecomEvent): Promise<void> {
    for (const wait of [...PAUSES, undefined]) {
      try {
        await work(event)
        return journal.drop(event.key)
      } catch (err) {
        log.error({ err, kind: event.is }, 'an event could not be worked')
        if (wait !== undefined) await Promise.race([sleep(wait), ending.promise])
        if (stopping) return
      }
    }
    await gaveUp(event).catch(() => {})
    journal.drop(event.key)
  }

  async function keep(event: WecomEvent): Promise<boolean> {
    const kept = await journal.add(event.key, event)
    if (kept) queue(event)
    return kept
  }

  return {
    async take(event) {
      forget()
      const before = known.get(event.key)
      const kept = before?.kept ?? keep(event)
      if (before === undefined) known.set(event.key, { at: wall(), kept })
      const late = sleepUnref(patience)
      try {
        const inTime = await Promise.race([kept, late.over])
        if (!inTime && (await settled(kept)) === false) known.delete(event.key)
        return inTime
      } catch (err) {
        log.error({ err }, 'an event could not be kept')
        known.delete(event.key)
        return false
      } finally {
        late.clear()
      }
    },
    async start() {
      for (const [key, event] of await journal.left()) {
        known.set(key, { at: wall(), kept: Promise.resolve(true) })
        queue(event)
      }
    },
    async adopt(event) {
      const before = known.get(event.key)
      const kept = before?.kept ?? keep(event)
      if (before === undefined) known.set(event.key, { at: wall(), kept })
      try {
        if (!(await kept)) throw new Error('there is no room for what another replica left')
      } catch (error) {
        // Not ours: it stays where it is, and whoever tries again must not take it for kept.
        known.delete(event.key)
        throw error
      }
    },
    async stop() {
      stopping = true
      ending.resolve()
      await Promise.all(turns.values())
      await journal.flush()
    },
    size: () => waiting,
  }
}

/** The value of a promise that has one already; undefined while it has none. */
async function settled(promise: Promise<boolean>): Promise<boolean | undefined> {
  return Promise.race([promise, Promise.resolve(undefined)])
}

function sleepUnref(ms: Millis): { readonly over: Promise<false>; clear(): void } {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
    timer.unref()
  })
  return { over, clear: () => clearTimeout(timer) }
}
