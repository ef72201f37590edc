/** A real house for stories: real SQLite, the real server, the playground's own routes, a clock the test moves. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { pino } from 'pino'
import { readConfig } from '../config.ts'
import type { House, HouseOptions } from '../main.ts'
import { openHouse } from '../main.ts'
import type { Fact, Happening } from '../rules/facts.ts'
import type { PersonId, Verb } from '../rules/nouns.ts'

/** A Monday morning in an ordinary week. */
export const MONDAY = Date.parse('2026-03-02T09:00:00+08:00')

/** What the playground answers, as its page sees it. */
// biome-ignore lint/suspicious/noExplicitAny: the wire is read as a person reads it, by trying
export type Wire = any

export interface Told extends House {
  readonly folder: string
  readonly url: string
  as(person: PersonId): Player
  facts(number: string): Promise<readonly Fact[]>
  /** Looks past the house at what is stored. */
  rows(sql: string): Promise<readonly Row[]>
  /** Who the case waits for now, in the order of the directory. */
  asked(number: string): Promise<readonly PersonId[]>
  /** The happenings of one kind in a case. */
  happened<K extends Happening['is']>(number: string, is: K): Promise<readonly Extract<Happening, { is: K }>[]>
  /** Moves the clock on: a span such as `24h`, or `next-timer`, `next-workday`. */
  pass(span: string): Promise<void>
  /** Closes the house and deletes its folder. */
  close(): Promise<void>
  /** Closes the house, as a restart does, and opens it again on the same folder, at another real time if `from` says so. */
  reopen(options?: StoryOptions): Promise<Told>
}

export interface StoryOptions extends HouseOptions {
  /** Text of a changed policy. */
  readonly policyFile?: string
  readonly from?: number
  readonly env?: Readonly<Record<string, string>>
}

/** One person at the playground: types, clicks what is on their cards, fills in forms. */
export interface Player {
  act(body: object): Promise<Wire>
  say(text: string): Promise<Wire>
  state(): Promise<Wire>
  /** Every card about a case that this person sees, newest last. */
  cards(number: string): Promise<readonly Wire[]>
  /** Messages (not cards) about a case in this person's own direct messages. */
  words(number: string): Promise<readonly string[]>
  /** Files a complaint with the form; gives its number. */
  files(values: object): Promise<string>
  /** Clicks the button of this verb on the newest card about the case that has one. */
  clicks(verb: Verb, number: string): Promise<Wire>
  /** Clicks, and fills in the form that opens: what stands in it stays, `values` come on top. */
  fills(verb: Verb, number: string, values: object): Promise<Wire>
  /** Clicks (and fills in the form, if one opens); throws unless it is done. */
  does(verb: Verb, number: string, values?: object): Promise<void>
}

/** What an ordinary product complaint says. */
export const FRIDGE = {
  text: '冰箱三天不制冷，里面的菜都坏了',
  customer: '张三',
  phone: '13812345678',
  product: '双门冰箱',
  category: 'quality.failure.no_cooling',
  model: 'BCD-500',
  batch: 'B2601',
  purchase_channel: 'mall',
  line: 'fridge',
} as const

export type Row = Readonly<Record<string, unknown>>

/** Where the stores of a house are: what its settings say of it, and how it is cleared away. */
export interface Ground {
  readonly env: Readonly<Record<string, string>>
  /** Looks past the house at what is stored. */
  rows(sql: string): Promise<readonly Row[]>
  clear(): Promise<void>
}

/** SQLite, in the story's own folder. */
const inFolder = async (folder: string): Promise<Ground> => ({
  env: { DATABASE_URL: `file:${join(folder, 'redress.db')}`, FILES_URL: `file:${join(folder, 'files')}` },
  async rows(sql) {
    const db = new BetterSqlite(join(folder, 'redress.db'), { readonly: true })
    try {
      return db.prepare<[], Row>(sql).all()
    } finally {
      db.close()
    }
  },
  clear: async () => rmSync(folder, { recursive: true, force: true }),
})
let groundFor = inFolder

/** Other ground for all stories from here on; undefined: SQLite again. */
export function tellOn(ground: typeof inFolder | undefined): void {
  groundFor = ground ?? inFolder
}

/** Opens a house in a fresh folder and starts it. The clock stands at `from` (MONDAY) and goes on from there. */
export async function tell(options: StoryOptions = {}): Promise<Told> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-story-'))
  return open({ folder, ground: await groundFor(folder) }, options)
}

/** What stays when a house is closed and opened again. */
interface Lot {
  readonly folder: string
  readonly ground: Ground
}

async function open(lot: Lot, options: StoryOptions): Promise<Told> {
  const config = readConfig({
    ...lot.ground.env,
    PORT: '0',
    ...(options.policyFile === undefined ? {} : { POLICY_FILE: options.policyFile }),
    ...options.env,
  })
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  const began = Date.now()
  const from = options.from ?? MONDAY
  const wall = (): number => from + (Date.now() - began)
  const house = await openHouse(config, { log: pino({ level: 'silent' }), wall, ...options })
  const { url } = await house.start()
  return told(house, lot, url, { wall, ...options })
}

function told(house: House, lot: Lot, url: string, options: StoryOptions & { readonly wall: () => number }): Told {
  const facts = (number: string): Promise<readonly Fact[]> => house.store.facts(number)
  return {
    ...house,
    folder: lot.folder,
    rows: lot.ground.rows,
    url,
    facts,
    as: (person) => player(house, url, person),
    async asked(number) {
      await house.settle()
      const people = Object.keys(house.shelf.company.live.directory.people)
      const waits = async (id: PersonId) =>
        (await house.store.tasksOf(id)).some(({ row }) => row.number === number) ? [id] : []
      return (await Promise.all(people.map(waits))).flat()
    },
    async happened(number, is) {
      type Wanted = Extract<Happening, { is: typeof is }>
      return (await facts(number)).map((fact) => fact.what).filter((what): what is Wanted => what.is === is)
    },
    async pass(span) {
      const body = /^\d/.test(span) ? { advance: span } : { to: span }
      const reply = await post(`${url}/playground/api/clock`, body)
      if (reply.now === undefined) throw new Error(`the clock stood still: ${JSON.stringify(reply)}`)
    },
    async close() {
      await house.stop()
      await lot.ground.clear()
    },
    async reopen(changed = {}) {
      // Real time goes on; how far the clock was moved ahead of it is remembered in the database.
      const { wall, ...rest } = options
      const from = wall()
      await house.stop()
      return open(lot, { ...rest, from, ...changed })
    },
  }
}

async function post(url: string, body: object): Promise<Wire> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return response.json()
}

function player(house: House, url: string, person: PersonId): Player {
  const act = (body: object): Promise<Wire> => post(`${url}/playground/api/act`, { as: person, ...body })
  const state = async (): Promise<Wire> => {
    await house.settle()
    return (await fetch(`${url}/playground/api/state?as=${person}`)).json()
  }
  const about = async (number: string): Promise<readonly Wire[]> =>
    (await state()).posts.filter((p: Wire) => p.number === number)
  const clicks = async (verb: Verb, number: string): Promise<Wire> => {
    const action = `redress.${verb}`
    const posts = (await about(number)).filter((p) => p.body.actions?.some((a: Wire) => a.action_id === action))
    const newest = posts.at(-1)
    if (!newest) throw new Error(`${person} has no card with ${verb} about ${number}`)
    const button = newest.body.actions.find((a: Wire) => a.action_id === action)
    return act({ do: 'click', action, value: button.value, post: newest.id })
  }
  const fillIn = ({ callback_id: form, number, position, revision, fields }: Wire, values: object): Promise<Wire> => {
    const standing = fields.filter((f: Wire) => f.value !== undefined).map((f: Wire) => [f.block_id.slice(2), f.value])
    return act({
      do: 'submit',
      form,
      number,
      position,
      revision,
      values: { ...Object.fromEntries(standing), ...values },
    })
  }
  return {
    act,
    state,
    clicks,
    say: (text) => act({ do: 'command', text }),
    cards: async (number) => (await about(number)).filter((p) => p.body.type === 'card'),
    words: async (number) =>
      (await about(number))
        .filter((p) => p.body.type === 'message' && p.to === `person/${person}`)
        .map((p) => p.body.text),
    async files(values) {
      const reply = await act({ do: 'submit', form: 'redress.form.intake', values })
      if (reply.is !== 'done') throw new Error(`filing: ${JSON.stringify(reply)}`)
      return reply.number
    },
    async fills(verb, number, values) {
      const reply = await clicks(verb, number)
      if (reply.is !== 'form') throw new Error(`${verb} opened no form: ${JSON.stringify(reply)}`)
      return fillIn(reply.form, values)
    },
    async does(verb, number, values = {}) {
      const reply = await clicks(verb, number)
      const done = reply.is === 'form' ? await fillIn(reply.form, values) : reply
      if (done.is !== 'done') throw new Error(`${person} could not ${verb} ${number}: ${JSON.stringify(done)}`)
    },
  }
}
