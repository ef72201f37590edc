/**
 * Plays complaints to their end: files them, then goes round the people, each of whom answers the cards they see; when
 * nobody has anything to do now, the clock is moved to whatever comes next.
 */

import type { Counter, Filed } from './filing.ts'
import { checkRows, fileRow } from './filing.ts'
import type { Client, Person, Post, Seen } from './port.ts'
import type { Row } from './rows.ts'
import type { Ask, StandIns } from './stand-in.ts'
import { makeStandIns } from './stand-in.ts'

export interface PlayOptions {
  readonly client: Client
  readonly rows: readonly Row[]
  readonly seed: number
  /** Complaints filed at once; 1 when absent: then numbers follow the rows, so that a play can be repeated exactly. */
  readonly counters?: number
  /** Called whenever another case has ended. */
  progress?(ended: number): void
}

/** What became of a play. `stuck` maps numbers to what they wait for though nothing will ever come of it. */
export interface Played {
  readonly filed: readonly Filed[]
  /** Numbers of what had not ended. */
  readonly open: ReadonlySet<string>
  readonly stuck: ReadonlyMap<string, string>
}

interface Open {
  readonly filed: Filed
  /** Cards waiting for their person's time to come. */
  readonly asks: Map<string, Waiting>
  /** Who gave up on which card, and why. */
  readonly givenUp: Set<string>
  ended: boolean
}

interface Waiting {
  ask: Ask
  since: number
  until: number
}

/** Cases worked on at once, so that their commits are shared. */
const AT_ONCE = 16

/** Counting takes at most one part in so many of the time where many complaints are played at once. */
const COUNT_SHARE = 20

/** People who look at once. */
const LOOKS = 8

/** While a complaint waits for a timer, the clock moves no further than this at once: somebody may be asked on the way. */
const STRIDE = 4 * 3_600_000

/** Moments are rounded up to this, so that what comes about the same time is one round. */
const GRAIN = 15 * 60_000

/** A card that this often led to nothing is left to others. */
const MOST_ATTEMPTS = 6

/** Looks at the clock and at whom something waits for; nothing is posted to them. */
const OBSERVER = 'observer'

/** Clocks may ring for ever: after so long in which nobody did anything, a play is over. */
const PATIENCE = 60 * 24 * 3_600_000

/** Rounds in which nothing at all happened before a play is called stuck. */
const IDLE_ROUNDS = 3

/** Plays all rows. Throws WrongRow before anything is filed when one of them does not fit the company's form. */
export async function play(options: PlayOptions): Promise<Played> {
  const table = new Table(options)
  await table.check()
  await table.fileAll()
  for (let idle = 0; idle < IDLE_ROUNDS; ) {
    await options.client.settle()
    await table.lookRound()
    const acted = await table.actRound()
    if (acted > 0) {
      idle = 0
      continue
    }
    const moved = await table.moveOn()
    if (table.done()) break
    idle = moved ? 0 : idle + 1
  }
  return table.result()
}

/** Everything a play keeps in mind. */
class Table {
  readonly #options: PlayOptions
  readonly #standIns: StandIns
  readonly #open = new Map<string, Open>()
  readonly #seen = new Map<string, number>()
  readonly #attempts = new Map<string, number>()
  #people: readonly Person[] = []
  #now = 0
  #ended = 0
  /** Whether a complaint may have ended since they were counted. */
  #changed = true
  #lastAct = 0
  /** Before this moment of real time they need not be counted again. */
  #countAgain = Number.NEGATIVE_INFINITY

  constructor(options: PlayOptions) {
    this.#options = options
    this.#standIns = makeStandIns(options.client, options.seed)
  }

  /** Whether every row fits the form. */
  async check(): Promise<void> {
    await this.#observe()
    this.#lastAct = this.#now
    await checkRows(this.#options.rows, this.#counter())
  }

  /** Files every row, in order. */
  async fileAll(): Promise<void> {
    const { rows, counters = 1 } = this.#options
    for (let at = 0; at < rows.length; at += counters) {
      const some = await Promise.all(rows.slice(at, at + counters).map((row) => fileRow(row, this.#counter())))
      for (const filed of some)
        this.#open.set(filed.number, { filed, asks: new Map(), givenUp: new Set(), ended: false })
    }
  }

  async #observe(): Promise<Seen> {
    const seen = await this.#options.client.see(OBSERVER, 0)
    this.#people = seen.people
    this.#now = seen.now
    return seen
  }

  #counter(): Counter {
    const { client, seed } = this.#options
    return { client, seed, people: this.#people, now: new Date(this.#now) }
  }

  /** Everybody who has something waiting looks at what is new for them. */
  async lookRound(): Promise<void> {
    const seen = await this.#observe()
    const asked = new Set(
      [...this.#open.values()].flatMap(({ asks }) => [...asks.values()].map(({ ask }) => ask.person)),
    )
    const looking = seen.people.filter(({ id, waiting }) => waiting > 0 || asked.has(id))
    for (let at = 0; at < looking.length; at += LOOKS) {
      const some = looking.slice(at, at + LOOKS)
      const news = await Promise.all(some.map(({ id }) => this.#news(id)))
      // In one order, whoever was shown theirs first.
      for (const [i, posts] of news.entries()) for (const post of posts) this.#read(some[i]?.id ?? '', post)
    }
  }

  /** What is new for somebody since they last looked. A card they remember may be over by now. */
  async #news(person: string): Promise<readonly Post[]> {
    const posts: Post[] = []
    for (let more = true; more; ) {
      const since = this.#seen.get(person) ?? 0
      const seen = await this.#options.client.see(person, since)
      posts.push(...seen.posts)
      this.#seen.set(person, Math.max(since, seen.seq))
      more = seen.more
    }
    return posts
  }

  #read(person: string, post: Post): void {
    const open = this.#open.get(post.number)
    if (!open) return
    const { key, buttons } = post
    const id = `${person}|${key}`
    if (!post.open || buttons.length === 0) {
      open.asks.delete(id)
      return
    }
    const attempt = this.#attempts.get(`${post.number}|${id}`) ?? 0
    const ask = { person, post: post.id, key, buttons, attempt }
    const before = open.asks.get(id)
    const since = before?.since ?? this.#now
    open.asks.set(id, { ask, since, until: before?.until ?? this.#looksAt(open.filed, ask, since) })
  }

  /** When this person will see to this card. */
  #looksAt(filed: Filed, ask: Ask, since: number): number {
    const takes = this.#standIns.patience(filed, ask)
    return takes === 0 ? since : Math.ceil((since + takes) / GRAIN) * GRAIN
  }

  /** Everybody whose time has come answers; gives how many did something. Cases side by side, each case in order. */
  async actRound(): Promise<number> {
    const colleagues = this.#people.map((person) => person.id)
    const queue = [...this.#open.values()].filter((open) => !open.ended && open.asks.size > 0)
    let acted = 0
    const work = async (): Promise<void> => {
      for (let open = queue.shift(); open; open = queue.shift()) if (await this.#actOn(open, colleagues)) acted += 1
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    if (acted > 0) {
      this.#changed = true
      this.#lastAct = this.#now
    }
    return acted
  }

  /** The first of a case's people who does something. */
  async #actOn(open: Open, colleagues: readonly string[]): Promise<boolean> {
    for (const [id, waiting] of [...open.asks]) {
      if (waiting.until > this.#now) continue
      open.asks.delete(id)
      const counted = `${open.filed.number}|${id}`
      const attempt = waiting.ask.attempt + 1
      this.#attempts.set(counted, attempt)
      const why = await this.#standIns.answer(open.filed, waiting.ask, new Date(this.#now), colleagues)
      if (why === undefined) return true
      // Nothing came of it: the card stands as before, and is tried again in another way.
      const ask = { ...waiting.ask, attempt }
      if (attempt >= MOST_ATTEMPTS) open.givenUp.add(`${ask.person} ${ask.key} (${why})`)
      else open.asks.set(id, { ...waiting, ask, until: this.#now + attempt * 3_600_000 })
    }
    return false
  }

  /** Lets time pass until something can happen. False when nothing ever will. */
  async moveOn(): Promise<boolean> {
    const waiting = [...this.#open.values()].some((one) =>
      [...one.asks.values()].some(({ until }) => until > this.#now),
    )
    await this.#countEnded(waiting)
    if (this.done()) return false
    const { client } = this.#options
    const open = [...this.#open.values()].filter((one) => !one.ended)
    const waits = open
      .flatMap((one) => [...one.asks.values()].map((waiting) => waiting.until))
      .filter((at) => at > this.#now)
    const soonest = Math.min(...waits)
    if (soonest === Number.POSITIVE_INFINITY) {
      const timer = this.#now - this.#lastAct > PATIENCE ? undefined : await client.toNextTimer()
      if (timer === undefined) return false
      this.#changed = true
      this.#now = timer
      await this.#advance(Math.ceil(this.#now / GRAIN) * GRAIN - this.#now)
      return true
    }
    const quiet = open.some((one) => one.asks.size === 0)
    await this.#advance(Math.min(soonest - this.#now, quiet ? STRIDE : Number.POSITIVE_INFINITY))
    return true
  }

  /** Timers ring on the way. By how far rather than to when: where the clock also goes on by itself, that may be past. */
  async #advance(ms: number): Promise<void> {
    if (ms > 0) this.#now = await this.#options.client.advance(Math.ceil(ms))
  }

  /** `hurried`: it may wait a little, for where many are open the list is long. */
  async #countEnded(hurried: boolean): Promise<void> {
    if (!this.#changed) return
    const began = performance.now()
    if (hurried && (this.#options.counters ?? 1) > 1 && began < this.#countAgain) return
    this.#changed = false
    const still = await this.#options.client.openNumbers()
    this.#countAgain = performance.now() + COUNT_SHARE * (performance.now() - began)
    for (const [number, open] of this.#open) {
      if (open.ended || still.has(number)) continue
      open.ended = true
      this.#ended += 1
      this.#options.progress?.(this.#ended)
    }
  }

  done(): boolean {
    return [...this.#open.values()].every((open) => open.ended)
  }

  result(): Played {
    const open = new Set([...this.#open].filter(([, { ended }]) => !ended).map(([number]) => number))
    const stuck = new Map<string, string>()
    for (const [number, open] of this.#open) {
      if (open.ended) continue
      const vain = [...open.givenUp].map((who) => `tried in vain: ${who}`)
      const asked = [...open.asks.values()].map(({ ask }) => `waits for ${ask.person} ${ask.key}`)
      stuck.set(number, [...vain, ...asked].join('; ') || 'nobody is asked and no clock runs')
    }
    return { filed: [...this.#open.values()].map((one) => one.filed), open, stuck }
  }
}
