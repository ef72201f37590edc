/**
 * Plays complaints to their end: files them, then goes round the people, each of whom answers the cards they see; when
 * nobody has anything to do now, the clock is moved to whatever comes next.
 */

import { phone } from './answers.ts'
import type { Chance } from './chance.ts'
import { chanceOf } from './chance.ts'
import type { Client, Post, Seen } from './client.ts'
import { judge } from './judgement.ts'
import type { Row } from './rows.ts'
import type { Ask, Errand, StandIns } from './stand-in.ts'
import { fillAndSend, makeStandIns } from './stand-in.ts'

export interface PlayOptions {
  readonly client: Client
  readonly rows: readonly Row[]
  readonly seed: number
  /** When each complaint comes in, by its place among the rows; all come at once when absent. Never earlier than the one before. */
  readonly arrives?: (index: number) => number
  /** How long a person takes before they see to a card that asked them at `since`; mostly no time at all when absent. */
  readonly patience?: (chance: Chance, since: number) => number
  /** The play is left here, whatever is still open; it is played to its end when absent. */
  readonly until?: number
  /** Called whenever another case has ended. */
  progress?(ended: number): void
}

/** A complaint that was filed, with what chance had to add to its row. */
export interface Filed extends Errand {
  readonly row: Row
  readonly drawn: readonly string[]
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
  ended: boolean
}

interface Waiting {
  ask: Ask
  since: number
  until: number
}

/** Cases worked on at once, so that their commits are shared. */
const AT_ONCE = 16

/** While a complaint waits for a timer, the clock moves no further than this at once: somebody may be asked on the way. */
const STRIDE = 4 * 3_600_000

/** Moments are rounded up to this, so that what comes about the same time is one round. */
const GRAIN = 15 * 60_000

/** Rounds in which nothing at all happened before a play is called stuck. */
const IDLE_ROUNDS = 3

/** Plays all rows. */
export async function play(options: PlayOptions): Promise<Played> {
  const table = new Table(options)
  for (let idle = 0; idle < IDLE_ROUNDS; ) {
    await table.fileDue()
    // Not to move it: it answers once everything that is due has happened.
    await options.client.clock({ advance: '0s' })
    await table.lookRound()
    const acted = await table.actRound()
    if (acted > 0) {
      idle = 0
      continue
    }
    const moved = await table.moveOn()
    if (table.done() || table.over()) break
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
  #people: readonly { readonly id: string; readonly roles: readonly string[] }[] = []
  #now = 0
  #next = 0
  #ended = 0
  /** Whether a complaint may have ended since they were counted. */
  #changed = true

  constructor(options: PlayOptions) {
    this.#options = options
    this.#standIns = makeStandIns(options.client, options.seed)
  }

  /** Files what has come in by now. */
  async fileDue(): Promise<void> {
    const { rows } = this.#options
    if (this.#next >= rows.length) return
    await this.#observe()
    for (let row = rows[this.#next]; row && this.#comes() <= this.#now; row = rows[this.#next]) {
      this.#next += 1
      await this.#file(row)
    }
  }

  /** When the next complaint comes in; never when all have. */
  #comes(): number {
    const { rows, arrives } = this.#options
    return this.#next >= rows.length ? Number.POSITIVE_INFINITY : (arrives?.(this.#next) ?? 0)
  }

  async #observe(): Promise<Seen> {
    const seen = await this.#options.client.see(this.#people[0]?.id ?? 'observer', { to: 'person/observer' })
    this.#people = seen.people
    this.#now = Date.parse(seen.now)
    return seen
  }

  async #file(row: Row): Promise<void> {
    const { client, seed } = this.#options
    const chance = chanceOf(seed, row.line, 'file')
    const judgement = judge(row.text)
    const filers = this.#people.filter((person) => person.roles.includes('service'))
    const filer = chance.pick(filers.length > 0 ? filers : this.#people).id
    const given = {
      customer: row.customer ?? `客户${chance.between(1000, 9999)}`,
      product: row.product ?? `P-${chance.between(100, 999)}`,
      phone: phone(chance),
    }
    const drawn = [
      'phone',
      ...(row.customer === undefined ? ['customer'] : []),
      ...(row.product === undefined ? ['product'] : []),
      ...(row.amount === undefined ? ['amount'] : []),
    ]
    const opened = await client.act({ as: filer, do: 'command', text: '/complaint' }, `open/${seed}/${row.line}`)
    if (opened.is !== 'form') throw new Error(`row ${row.line}: /complaint answered ${opened.is}`)
    const standing = { text: row.text, ...given }
    const form = {
      ...opened.form,
      fields: opened.form.fields.map((field) => ({
        ...field,
        value: field.value ?? standing[field.block_id.slice(2) as keyof typeof standing],
      })),
    }
    const mind = { judgement, chance, now: new Date(this.#now), answer: 'satisfied' } as const
    const reply = await fillAndSend(client, filer, form, mind, `file/${seed}/${row.line}`)
    if (reply.is !== 'done') throw new Error(`row ${row.line} was not filed: ${JSON.stringify(reply)}`)
    const errand = {
      number: reply.number,
      judgement,
      ...(row.amount === undefined ? {} : { amount: String(row.amount) }),
    }
    this.#open.set(reply.number, { filed: { ...errand, row, drawn }, asks: new Map(), ended: false })
    if (chance.happens(0.02)) await this.#withdraw(filer, reply.number)
  }

  /** Customers settle some things themselves: the filer takes the complaint back. */
  async #withdraw(filer: string, number: string): Promise<void> {
    const { client } = this.#options
    const shown = await client.act({ as: filer, do: 'command', text: `/complaint show ${number}` }, `show/${number}`)
    const button =
      shown.is === 'card' ? shown.card.actions.find((one) => one.action_id === 'redress.withdraw') : undefined
    if (!button) return
    const form = await client.act(
      { as: filer, do: 'click', action: button.action_id, value: button.value },
      `withdraw/${number}`,
    )
    if (form.is !== 'form') return
    const place = {
      form: form.form.callback_id,
      number,
      ...(form.form.revision === undefined ? {} : { revision: form.form.revision }),
    }
    await client.act(
      { as: filer, do: 'submit', ...place, values: { reason: '客户自行解决' } },
      `withdraw/${number}/submit`,
    )
  }

  /** Everybody who has something waiting looks at what is new for them. */
  async lookRound(): Promise<void> {
    const seen = await this.#observe()
    for (const person of seen.people) {
      if (person.waiting.open > 0 || this.#isAsked(person.id)) await this.#look(person.id)
    }
  }

  /** Whether we remember a card of theirs: it may be over by now. */
  #isAsked(person: string): boolean {
    return [...this.#open.values()].some((open) => [...open.asks.values()].some(({ ask }) => ask.person === person))
  }

  async #look(person: string): Promise<void> {
    for (let more = true; more; ) {
      const since = this.#seen.get(person) ?? 0
      const seen = await this.#options.client.see(person, { since: String(since), to: `person/${person}` })
      for (const post of seen.posts) this.#read(person, post)
      this.#seen.set(person, Math.max(since, seen.seq))
      more = seen.posts.length > 0 && 'more' in seen && seen.more === true
    }
  }

  #read(person: string, post: Post): void {
    const open = post.number === undefined ? undefined : this.#open.get(post.number)
    const { key, actions = [], state } = post.body
    if (!open || post.body.type !== 'card' || key === undefined) return
    const id = `${person}|${key}`
    if (state !== 'open' || actions.length === 0) {
      open.asks.delete(id)
      return
    }
    const attempt = this.#attempts.get(`${post.number}|${id}`) ?? 0
    const ask = { person, post: post.id, key, buttons: actions, attempt }
    const before = open.asks.get(id)
    const since = before?.since ?? this.#now
    open.asks.set(id, { ask, since, until: before?.until ?? this.#looksAt(open.filed, ask, since) })
  }

  /** When this person will see to this card. */
  #looksAt(filed: Filed, ask: Ask, since: number): number {
    const { patience, seed } = this.#options
    const takes = patience
      ? patience(chanceOf(seed, filed.number, ask.key, ask.person, ask.attempt, 'pace'), since)
      : this.#standIns.patience(filed, ask)
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
    if (acted > 0) this.#changed = true
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
      if (await this.#standIns.answer(open.filed, waiting.ask, new Date(this.#now), colleagues)) return true
      // Nothing came of it: the card stands as before, and is tried again in another way.
      const ask = { ...waiting.ask, attempt }
      if (attempt < MOST_ATTEMPTS) open.asks.set(id, { ...waiting, ask, until: this.#now + attempt * 3_600_000 })
    }
    return false
  }

  /** Lets time pass until something can happen. False when nothing ever will. */
  async moveOn(): Promise<boolean> {
    await this.#countEnded()
    if (this.done()) return false
    const { client, until = Number.POSITIVE_INFINITY } = this.#options
    const open = [...this.#open.values()].filter((one) => !one.ended)
    const waits = open
      .flatMap((one) => [...one.asks.values()].map((waiting) => waiting.until))
      .filter((at) => at > this.#now)
    const soonest = Math.min(this.#comes(), until, ...waits)
    if (soonest === Number.POSITIVE_INFINITY) {
      const timer = await client.clock({ to: 'next-timer' })
      if (timer === undefined) return false
      this.#changed = true
      this.#now = Date.parse(timer.now)
      await this.#advance(Math.ceil(this.#now / GRAIN) * GRAIN - this.#now)
      return true
    }
    const quiet = open.some((one) => one.asks.size === 0)
    await this.#advance(Math.min(soonest - this.#now, quiet ? STRIDE : Number.POSITIVE_INFINITY))
    return true
  }

  /** Timers ring on the way. By how far rather than to when: where the clock also goes on by itself, that may be past. */
  async #advance(ms: number): Promise<void> {
    const moved = ms > 0 ? await this.#options.client.clock({ advance: Math.ceil(ms) }) : undefined
    if (moved) this.#now = Date.parse(moved.now)
  }

  async #countEnded(): Promise<void> {
    if (!this.#changed) return
    this.#changed = false
    const still = await this.#options.client.openNumbers()
    for (const [number, open] of this.#open) {
      if (open.ended || still.has(number)) continue
      open.ended = true
      this.#ended += 1
      this.#options.progress?.(this.#ended)
    }
  }

  done(): boolean {
    return this.#next >= this.#options.rows.length && [...this.#open.values()].every((open) => open.ended)
  }

  /** Whether the play was to be left at this time. */
  over(): boolean {
    return this.#now >= (this.#options.until ?? Number.POSITIVE_INFINITY)
  }

  result(): Played {
    const open = new Set([...this.#open].filter(([, { ended }]) => !ended).map(([number]) => number))
    const stuck = new Map<string, string>()
    for (const [number, open] of this.#open) {
      if (open.ended) continue
      const asked = [...open.asks.values()].map(({ ask }) => `${ask.person} ${ask.key}`)
      stuck.set(number, asked.length === 0 ? 'nobody is asked and no clock runs' : `waits for ${asked.join(', ')}`)
    }
    return { filed: [...this.#open.values()].map((one) => one.filed), open, stuck }
  }
}

/** A card that this often led to nothing is left to others. */
const MOST_ATTEMPTS = 6
