/**
 * The people of a run. They file, look at the cards in front of them and do what the stand-ins of a rehearsal do; and on
 * top of that, what people do who are in a hurry, curious, or look at an old card.
 */
import { type Chance, chanceOf } from '../rehearsal/chance.ts'
import { type Judgement, judge } from '../rehearsal/judgement.ts'
import type { Button, Client, Form, Person } from '../rehearsal/port.ts'
import { type Ask, fillAndSend, makeStandIns } from '../rehearsal/stand-in.ts'
import type { Millis, Verb } from '../rules/nouns.ts'
import { COMPLAINTS } from '../stories/complaints.ts'
import { type Post, standing } from './chat.ts'
import { type Hands, makeClient, moment } from './client.ts'

export interface Crowd {
  /** Somebody files the complaint with this running number. */
  file(index: number): void
  /** Something stands in front of somebody. */
  shown(post: Post): void
  /** Whose place was closed is back, and looks at their own list: what they missed stands with others. */
  back(person: string): void
  /** A word that only some verb of some person can be meant by, at some moment of a case's life. */
  meddle(index: number, nth: number): void
  /** Which complaint a case is. */
  indexOf(number: string): number | undefined
}

/** Something that waits for somebody, as their own list shows it. */
export interface Due {
  readonly number: string
  readonly key: string
  readonly buttons: readonly Button[]
}

export interface CrowdParts extends Hands {
  /** What waits for somebody, by the list of the house they ask. */
  dueFor(person: string): Promise<readonly Due[]>
  readonly seed: number
  readonly people: readonly Person[]
  /** The person whose own place this is. */
  personAt(address: string): string | undefined
}

const MINUTE: Millis = 60_000
const DAY: Millis = 24 * 60 * MINUTE
/** Whoever is back looks at their list on so many days: the house may be closed on one, and a form come to nothing. */
const DAYS_BACK = 4
/** Around the bounds of the tiers, in yuan. */
const AMOUNTS = ['0', '0.01', '180', '300', '499.99', '500', '500.01', '900', '1999.99', '2000', '2000.01', '4800']
/** Somebody who tried this often in vain leaves it. */
const MOST_TRIES = 25

const MEDDLING: readonly Verb[] = [
  ...(['note', 'note', 'urge', 'amend', 'amend', 'unmask', 'room', 'pause', 'resume', 'transfer'] as const),
  ...(['approve', 'approve', 'reject', 'return', 'pay', 'fail', 'submit', 'withdraw'] as const),
]

/** Everybody who works here. */
export function makeCrowd(parts: CrowdParts): Crowd {
  const { seed, time, agenda, people } = parts
  const client = makeClient(parts) as Client
  const standIns = makeStandIns(client, seed)
  const indexes = new Map<string, number>()
  const known = new Map<number, { readonly number: string; readonly filer: string }>()
  const tries = new Map<string, number>()
  const looking = new Set<number>()
  const everybody = people.map(({ id }) => id)

  const mindOf = (index: number) => {
    const chance = chanceOf(seed, 'mind', index)
    const text = textOf(index)
    return { judgement: judge(text), text, amount: chance.pick(AMOUNTS) }
  }

  async function file(index: number): Promise<void> {
    const chance = chanceOf(seed, 'file', index)
    const service = people.filter(({ roles }) => roles.includes('service')).map(({ id }) => id)
    const as = chance.happens(0.85) ? chance.pick(service) : chance.pick(everybody)
    const opened = await client.act({ as, do: 'command', text: '' }, `open/${index}`)
    if (opened.is !== 'form') return
    const { text, judgement } = mindOf(index)
    const order = chance.happens(0.7) ? { order_no: `SO-${7000 + Math.floor(index / 4)}` } : {}
    const given = { text, customer: `客户${index}`, product: `P-${index % 7}`, ...order }
    const mind = { judgement, chance, now: new Date(time.now()), answer: 'satisfied' } as const
    const reply = await fillAndSend(client, { person: as, key: `file/${index}` }, holding(opened.form, given), mind)
    if (reply.is === 'done') known.set(index, { number: reply.number, filer: as })
    if (reply.is === 'done') indexes.set(reply.number, index)
  }

  async function look(post: Post, person: string): Promise<void> {
    const now = standing(post)
    if (now === undefined || now.state !== 'open' || now.actions.length === 0) return
    const name = `${person} ${now.number} ${now.key}`
    const attempt = (tries.get(name) ?? 0) + 1
    tries.set(name, attempt)
    if (attempt > MOST_TRIES) return
    const chance = chanceOf(seed, 'look', indexOf(now.number), now.key, person, attempt)
    const old = parts.faults.has('stale') && chance.happens(0.05) ? chance.pick(post.cards) : now
    const buttons = old.actions.map(({ verb, number, revision }) => ({ verb, ref: `${number}:${revision}` }))
    const ask: Ask = { person, post: post.id, key: now.key, buttons, attempt }
    const index = indexOf(now.number)
    const errand = { number: `case ${index}`, ...mindOf(index) }
    if (buttons.length > 0 && chance.happens(0.08))
      await impulse(index, person, chance.pick(buttons), `${name}/${attempt}`)
    else await standIns.answer(errand, ask, new Date(time.now()), everybody)
    watch(post, chance.between(5, 600) * MINUTE)
  }

  /** Looks at their own list, for one case or all: the card may never have reached them. */
  async function remember(person: string, number?: string): Promise<void> {
    for (const due of await parts.dueFor(person)) {
      const index = indexOf(due.number)
      if (due.number !== (number ?? due.number) || index < 0) continue
      const name = `${person} ${due.number} ${due.key} by list`
      const attempt = (tries.get(name) ?? 0) + 1
      tries.set(name, attempt)
      const ask: Ask = { person, post: 0, key: `${due.key}/list`, buttons: due.buttons, attempt }
      await standIns.answer({ number: `case ${index}`, ...mindOf(index) }, ask, new Date(time.now()), everybody)
    }
  }

  /** Comes back to a card after a while, if it still stands there. */
  function watch(post: Post, after: Millis): void {
    const person = parts.personAt(post.to)
    const card = standing(post)
    if (person === undefined || card === undefined || card.state !== 'open' || card.actions.length === 0) return
    if (looking.has(post.id)) return
    looking.add(post.id)
    agenda.at(moment(time.now(), after, chanceOf(seed, 'watch', post.id, time.now())), () => {
      looking.delete(post.id)
      void look(post, person)
    })
  }

  async function impulse(
    index: number,
    as: string,
    button: { readonly verb: string; readonly ref: string },
    key: string,
  ): Promise<void> {
    const chance = chanceOf(seed, 'impulse', key)
    const reply = await client.act({ as, do: 'press', button }, `${key}/press`)
    if (reply.is !== 'form') return
    const mind = { ...mindOf(index), chance, now: new Date(time.now()), answer: 'satisfied' } as const
    const form =
      button.verb === 'amend' ? holding(unset(reply.form, CORRECTED), corrections(index, chance)) : reply.form
    await fillAndSend(client, { person: as, key, hurried: chance.happens(0.1) }, form, mind)
  }

  const indexOf = (number: string): number => indexes.get(number) ?? -1

  return {
    indexOf: (number) => indexes.get(number),
    file: (index) => void file(index),
    shown(post) {
      const person = parts.personAt(post.to)
      const card = standing(post)
      const reminded = post.message?.number
      if (person !== undefined && reminded !== undefined) {
        const chance = chanceOf(seed, 'reminded', person, post.id)
        agenda.at(moment(time.now(), chance.between(30, 900) * MINUTE, chance), () => void remember(person, reminded))
      }
      if (person === undefined || card === undefined) return
      const index = indexOf(card.number)
      const errand = { number: `case ${index}`, judgement: NO_JUDGEMENT }
      const ask: Ask = { person, post: post.id, key: card.key, buttons: [], attempt: 1 }
      const chance = chanceOf(seed, 'patience', index, card.key, person)
      watch(post, standIns.patience(errand, ask) + chance.between(1, chance.happens(0.7) ? 90 : 900) * MINUTE)
    },
    back(person) {
      const chance = chanceOf(seed, 'back', person, time.now())
      for (let day = 0; day < DAYS_BACK; day++)
        agenda.at(moment(time.now(), day * DAY + chance.between(5, 900) * MINUTE, chance), () => void remember(person))
    },
    meddle(index, nth) {
      const at = known.get(index)
      if (at === undefined) return
      const chance = chanceOf(seed, 'meddle', index, nth)
      const verb = chance.pick(MEDDLING)
      if (verb === 'withdraw' && chance.happens(0.8)) return
      const person = chance.happens(0.35) ? at.filer : chance.pick(everybody)
      const revision = chance.between(1, 40)
      void impulse(index, person, { verb, ref: `${at.number}:${revision}` }, `meddle/${index}/${nth}`)
    },
  }
}

/** What people correct: who it is about, which order, and how pressing it is, which changes level and clocks. */
const CORRECTED = ['customer', 'order_no', 'urgency', 'safety']

function corrections(index: number, chance: Chance): Readonly<Record<string, string>> {
  const all = {
    customer: `客户${index} (${chance.between(1, 9)})`,
    order_no: `SO-${8000 + chance.between(0, 3)}`,
    urgency: chance.pick(['high', 'normal', 'low']),
    safety: chance.pick(['none', 'none', 'risk', 'injury']),
  }
  return Object.fromEntries(Object.entries(all).filter(() => chance.happens(0.5)))
}

function unset(form: Form, fields: readonly string[]): Form {
  return {
    ...form,
    fields: form.fields.map(({ value, ...field }) =>
      value === undefined || fields.includes(field.id) ? field : { ...field, value },
    ),
  }
}

const NO_JUDGEMENT: Judgement = judge('')

const textOf = (index: number): string => `${COMPLAINTS[index % COMPLAINTS.length]} (${index})`

function holding(form: Form, given: Readonly<Record<string, string>>): Form {
  const fields = form.fields.map((field) => {
    const value = field.value ?? given[field.id]
    return value === undefined ? field : { ...field, value }
  })
  return { ...form, fields }
}
