/**
 * Reminders, as few messages as possible (platform document, section 9): the same words to several people leave with one
 * call for up to 20; whoever was reminded a moment ago gets the next ones together. What waits survives a restart.
 */
import type { PlatformParts, SendOutcome } from '../../src/ports.ts'
import type { Lang, Millis } from '../../src/rules/nouns.ts'
import { type Failure, outcomeOf } from './errors.ts'
import { clampBytes } from './plain-text.ts'
import type { Quota } from './quota.ts'
import type { Markdown } from './render.ts'
import { BATCH, type RobotMessages } from './robot-messages.ts'
import { NAME, type Tuning } from './settings.ts'
import { fillWord, WORDS } from './words.ts'

export interface Nag {
  readonly words: Markdown
  readonly lang: Lang
  readonly key: string
}

export interface Nags {
  open(): Promise<void>
  /** Sends it now with its twins, or takes it into the person's next digest (handle `digest`). */
  send(user: string, nag: Nag): Promise<SendOutcome>
  close(): void
}

export interface NagParts extends Pick<PlatformParts, 'memory' | 'log' | 'meter' | 'wall' | 'replica'> {
  readonly robot: RobotMessages
  readonly quota: Pick<Quota, 'untilMonth'>
  readonly tuning: Pick<Tuning, 'digestWindow' | 'gather'>
}

interface Held {
  readonly title: string
  readonly text: string
  readonly lang: Lang
  readonly key: string
}

const KEY = 'digests'
const MOST_HELD = 50
const LINE_BYTES = 300
const AGAIN: Millis = 60_000

/** Reminders of one robot. */
export function makeNags(parts: NagParts): Nags {
  const { robot, quota, tuning, memory, log, meter, wall, replica } = parts
  // What another replica holds it sends itself.
  const kept = replica === '' ? KEY : `${KEY}@${replica}`
  const last = new Map<string, Millis>()
  const held = new Map<string, readonly Held[]>()
  const batches = new Map<string, Batch>()
  let timer: NodeJS.Timeout | undefined
  let flushing: Promise<void> = Promise.resolve()

  interface Batch {
    readonly words: Markdown
    readonly waiting: Map<string, ((outcome: SendOutcome) => void)[]>
  }

  function gather(user: string, words: Markdown): Promise<SendOutcome> {
    const name = `${words.title}\n${words.text}`
    const batch: Batch = batches.get(name) ?? begin(name, words)
    return new Promise((resolve) => batch.waiting.set(user, [...(batch.waiting.get(user) ?? []), resolve]))
  }

  function begin(name: string, words: Markdown): Batch {
    const batch: Batch = { words, waiting: new Map() }
    batches.set(name, batch)
    setTimeout(() => {
      batches.delete(name)
      void leave(batch)
    }, tuning.gather)
    return batch
  }

  async function leave({ words, waiting }: Batch): Promise<void> {
    for (const users of chunks([...waiting.keys()])) {
      const missed = await robot.toPeople(users, words)
      for (const user of users) {
        const failure = missed.get(user)
        const outcome: SendOutcome =
          failure === undefined ? { is: 'sent', handle: 'text|direct' } : outcomeOf(failure, quota.untilMonth())
        for (const resolve of waiting.get(user) ?? []) resolve(outcome)
      }
    }
  }

  async function hold(user: string, { words, lang, key }: Nag): Promise<void> {
    const list = held.get(user) ?? []
    if (list.some((one) => one.key === key)) return
    held.set(user, [...list, { ...words, text: clampBytes(words.text, LINE_BYTES), lang, key }].slice(-MOST_HELD))
    await write()
    schedule()
  }

  const write = (): Promise<void> => memory.set(kept, JSON.stringify(Object.fromEntries(held)))

  /** Rings when the first person's window is over. */
  function schedule(atLeast: Millis = 0): void {
    clearTimeout(timer)
    timer = undefined
    if (held.size === 0) return
    const ends = [...held.keys()].map((user) => (last.get(user) ?? 0) + tuning.digestWindow - wall())
    timer = setTimeout(() => void flush(), Math.max(atLeast, Math.min(...ends), 0))
    timer.unref()
  }

  function flush(): Promise<void> {
    flushing = flushing.then(digest).catch((err: unknown) => log.error({ err }, 'a digest was not sent'))
    return flushing
  }

  async function digest(): Promise<void> {
    const now = wall()
    const due = [...held].filter(([user]) => (last.get(user) ?? 0) + tuning.digestWindow <= now)
    const groups = Map.groupBy(due, ([, list]) => JSON.stringify(digestOf(list)))
    let again: Millis = 0
    for (const [words, people] of groups) {
      for (const users of chunks(people.map(([user]) => user))) {
        const missed = await robot.toPeople(users, JSON.parse(words) as Markdown)
        meter.count(NAME, 'digests', {}, users.length - missed.size)
        for (const user of users) again = Math.max(again, settle(user, due, missed.get(user)))
      }
    }
    await write()
    schedule(again)
  }

  /** Milliseconds until it is worth trying again; 0 when it is settled. What may have arrived is not said again. */
  function settle(user: string, due: readonly (readonly [string, readonly Held[]])[], failure?: Failure): Millis {
    if (failure?.is === 'retry' || failure?.is === 'quota' || failure?.is === 'banned' || failure?.is === 'token') {
      return failure.is === 'retry' || failure.is === 'banned' ? failure.after : AGAIN * 30
    }
    if (failure !== undefined) log.warn({ why: failure.why }, 'a digest was not sent')
    const sent = new Set((due.find(([one]) => one === user)?.[1] ?? []).map(({ key }) => key))
    const left = (held.get(user) ?? []).filter(({ key }) => !sent.has(key))
    if (left.length === 0) held.delete(user)
    else held.set(user, left)
    last.set(user, wall())
    return 0
  }

  return {
    async open() {
      try {
        const left = JSON.parse((await memory.get(kept)) ?? '{}') as Readonly<Record<string, readonly Held[]>>
        for (const [user, list] of Object.entries(left)) held.set(user, list)
      } catch (err) {
        log.error({ err }, 'reminders that wait could not be read')
      }
      schedule()
    },
    async send(user, nag) {
      const now = wall()
      if (now - (last.get(user) ?? 0) < tuning.digestWindow) {
        await hold(user, nag)
        return { is: 'sent', handle: 'digest' }
      }
      // Before the call: whatever comes meanwhile waits for the digest.
      const before = last.get(user)
      last.set(user, now)
      const outcome = await gather(user, nag.words)
      if (outcome.is === 'retry') {
        if (before === undefined) last.delete(user)
        else last.set(user, before)
      }
      return outcome
    },
    close: () => clearTimeout(timer),
  }
}

/** One message out of several. */
function digestOf(list: readonly Held[]): Markdown {
  const [first] = list
  if (first === undefined) return { title: '', text: '' }
  if (list.length === 1) return { title: first.title, text: first.text }
  const title = fillWord(WORDS.digest[first.lang], { n: list.length })
  return { title, text: [`**${title}**`, ...list.map(({ text }) => `- ${text.replaceAll('\n', ' ')}`)].join('\n') }
}

function chunks(users: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(users.length / BATCH) }, (_, i) => users.slice(i * BATCH, (i + 1) * BATCH))
}
