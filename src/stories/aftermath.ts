/** What a Redress that was killed must have left behind: nothing half done, nothing twice, and in the end all of it. */
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { renderCard } from '../../adapters/playground/render.ts'
import { openDatabase } from '../../data/open.ts'
import { makeCompany } from '../company.ts'
import { makeDrawing } from '../drawing.ts'
import { laneOf, splitLane } from '../lanes.ts'
import { readPolicy } from '../policy-shelf.ts'
import type { ChatPost, Store } from '../ports.ts'
import { cardsFor, heardCards, samePlace } from '../rules/cards.ts'
import type { Case } from '../rules/case.ts'
import type { Timely } from '../rules/clocks.ts'
import { timersFor } from '../rules/clocks.ts'
import { evolve, replay } from '../rules/evolve.ts'
import type { Fact, Happening } from '../rules/facts.ts'
import { noticesFor } from '../rules/notices.ts'
import type { Spot } from '../rules/views.ts'

const { policy, live } = readPolicy({ policyFile: fileURLToPath(new URL('../../data/policy.yaml', import.meta.url)) })
const company = makeCompany(policy, live)
const timely: Timely = company.under(policy.version)

/** Everybody of the company. */
export const everybody: readonly string[] = Object.keys(live.directory.people)

/** All that is remembered. */
export interface Memory {
  readonly store: Store
  readonly posts: readonly ChatPost[]
  readonly cases: readonly { readonly state: Case; readonly facts: readonly Fact[] }[]
}

/** Reads a dead server's database (a file or an address), which must hold together at any moment. */
export async function remembered<T>(database: string, look: (memory: Memory) => Promise<T>): Promise<T> {
  const numbering = { numberFor: (_now: number, seq: number) => String(seq), dayOf: () => '' }
  const { store, chat, close } = await openDatabase({ database, readOnly: true, ...numbering })
  try {
    const cases = await Promise.all(
      (await numbersIn(store)).map(async (number) => {
        const state = await store.case(number)
        if (!state) throw new Error(`${number} is listed and not there`)
        return { state, facts: await store.facts(number) }
      }),
    )
    return await look({ store, cases, posts: await chat.since(0, 100_000) })
  } finally {
    await close()
  }
}

async function numbersIn(store: Store): Promise<readonly string[]> {
  const numbers: string[] = []
  for (let after: string | undefined; ; ) {
    const listed = await store.list({ limit: 200, ...(after === undefined ? {} : { after }) })
    if ('refused' in listed) throw new Error(listed.refused)
    numbers.push(...listed.items.map(({ number }) => number))
    if (listed.next === undefined) return numbers
    after = listed.next
  }
}

/** What must be true of the database at every moment; gives how many complaints are open. */
export async function holdsTogether({ store, cases, posts }: Memory, when: string): Promise<number> {
  for (const { state, facts } of cases) {
    const which = `${state.number} ${when}`
    expect(await store.verify(state.number), which).toBeUndefined()
    expect(replay(facts), which).toEqual(state)
    moneyMovedOnce(facts, which)
    for (const is of ['entered', 'left', 'told', 'granted', 'ended'] as const) {
      onlyOnce(
        all(facts, is).map((what) => ('position' in what ? what.position : is)),
        `${is} in ${which}`,
      )
    }
    onlyOnce(approvalsIn(facts), `approvals of ${which}`)
  }
  onlyOnce(
    posts.filter(isCard).map(({ to, number, body }) => `${to} ${number} ${body.key}`),
    `cards ${when}`,
  )
  onlyOnce(
    cases.map(({ state }) => String(state.values.text)),
    `filed ${when}`,
  )
  const open = cases.filter(({ state }) => !state.ended)
  const timers = await store.due(Number.MAX_SAFE_INTEGER, 10_000)
  const wanted = open.flatMap(({ state }) => timersFor(state, timely))
  expect(byKey(timers), `timers ${when}`).toEqual(byKey(wanted))
  return open.length
}

/** Approvals by place, step, round and person: whoever is asked again because a step was sent back may say yes again. */
function approvalsIn(facts: readonly Fact[]): readonly string[] {
  const rounds = new Map<string, number>()
  return facts.flatMap(({ what }) => {
    if (what.is === 'sent_back') rounds.set(what.position, (rounds.get(what.position) ?? 1) + 1)
    if (what.is !== 'approved') return []
    const { position, step, person } = what
    return [`${position} ${step} ${rounds.get(position) ?? 1} ${person}`]
  })
}

function moneyMovedOnce(facts: readonly Fact[], which: string): void {
  const instructed = all(facts, 'instructed')
  const paid = all(facts, 'paid')
  onlyOnce(
    instructed.map((what) => what.id),
    `instructions of ${which}`,
  )
  onlyOnce(
    paid.map((what) => what.id),
    `payments of ${which}`,
  )
  for (const { id, proposal } of paid) {
    expect(
      instructed.filter((what) => what.id === id).map((what) => what.proposal),
      `${id} of ${which}`,
    ).toEqual([proposal])
  }
}

/** The outbox holds each notice that the facts call for once, as sent; and everybody's inbox holds just these words. */
export async function everythingWasSaid({ store, cases, posts }: Memory): Promise<void> {
  const sent: string[] = []
  const together = new Map<string, { readonly to: string; readonly number: string; readonly text: string }[]>()
  for (const { state, facts } of cases) {
    const { number } = state
    const lines = await store.messages(number)
    expect(lines.filter((line) => line.state !== 'sent')).toEqual([])
    const notices = lines.filter((line) => line.kind === 'notice')
    expect(notices.map((line) => line.key).sort(), number).toEqual(noticesOf(facts).sort())
    for (const { lane, text = '', bundle } of notices) {
      const to = splitLane(lane).address
      if (bundle === undefined) sent.push(`${to} ${number} ${text}`)
      else together.set(bundle, [...(together.get(bundle) ?? []), { to, number, text }])
    }
    const customer = notices.filter((line) => line.lane === laneOf('playground', `customer/${number}`))
    const told = all(facts, 'told').filter(({ how }) => how === 'sent')
    expect(customer.map((line) => line.key).sort()).toEqual(
      ['received', ...told.map(({ position }) => `told/${position}`)].sort(),
    )
  }
  const told = posts.filter((post) => !isCard(post))
  const heard = told.flatMap(({ to, number, body }) =>
    number === undefined ? [] : [`${to} ${number} ${textOf(body)}`],
  )
  // Reminders that came together are one message: about one complaint in its own words, about several a list of them, of which
  // no two say the same.
  for (const rows of together.values()) {
    const alone = rows.map(({ to, number, text }) => `${to} ${number} ${text}`).find((one) => heard.includes(one))
    if (alone !== undefined) sent.push(alone)
    else
      expect(
        told.some((post) => rows.every((row) => lists(post, row))),
        JSON.stringify(rows),
      ).toBe(true)
  }
  expect(heard.sort()).toEqual(sent.sort())
  // What is about no complaint, such as the seal of a day.
  onlyOnce(
    told.flatMap(({ to, number, body }) => (number === undefined ? [`${to} ${textOf(body)}`] : [])),
    'said to the house',
  )
}

/** The keys of every notice these facts ever called for. */
function noticesOf(facts: readonly Fact[]): string[] {
  const lives = livesOf(facts)
  return facts.flatMap((fact, i) => noticesFor([fact], lives[i] as Case, timely).map(({ key }) => key))
}

/** As long as an accident keeps the chat away, in milliseconds: a case that lived no longer may never have been shown. */
const BRIEF = 10_000

/** Every card that stands anywhere is resolved and as it would be drawn; each complaint has its one living card. */
export async function cardsAreFresh({ store, cases, posts }: Memory): Promise<void> {
  const cards = posts.filter(isCard)
  for (const { state, facts } of cases) {
    const lives = livesOf(facts)
    const own = cards.filter(({ number }) => number === state.number)
    for (const { to, body } of own) {
      const where = `${to} ${state.number} ${body.key}`
      expect([body.state, body.actions], where).toEqual(['done', []])
      const { revision: _standing, ...standing } = body
      const { fresh, digest } = await drawnSince(statesSinceWanted(body.key, placeAt(to), lives), standing, to, store)
      expect(standing, where).toEqual(fresh)
      expect((await store.card(laneOf('playground', to), state.number, body.key))?.digest, where).toBe(digest)
    }
    // A case that was over before the chat could be reached has nothing to show there any more.
    const brief = (facts.at(-1)?.at ?? 0) - (facts[0]?.at ?? 0) < BRIEF
    const living = own.filter(({ body }) => body.key === 'case').map(({ to }) => to)
    const alarmed = new Set(all(facts, 'alarmed').flatMap(({ people }) => people.map((id) => `person/${id}`)))
    const shown = living.filter((to) => !alarmed.has(to))
    // A war room has one as well.
    const rooms = Object.values(state.room?.handles ?? {})
    const due = [`channel/${state.home}`, ...rooms].sort()
    if (!brief || living.length > 0) expect(shown.sort(), state.number).toEqual(due)
  }
}

/** The case after each of its facts. */
function livesOf(facts: readonly Fact[]): readonly Case[] {
  let state: Case | undefined
  return facts.map((fact) => {
    state = evolve(state, fact)
    return state
  })
}

/** The states since a card was last wanted at a place: whoever handed a task on keeps the card that says so. */
function statesSinceWanted(key: string, place: Spot, lives: readonly Case[]): readonly Case[] {
  const here = (spec: { readonly key: string; readonly place: Spot }): boolean =>
    spec.key === key && samePlace(spec.place, place)
  const wanted = (state: Case): boolean =>
    cardsFor(state, timely, state.filed).some(here) || heardCards(state, timely).some(here)
  return lives.slice(lives.findLastIndex(wanted) + (key === 'case' ? 0 : 1))
}

/** The drawing of one of these states that looks like what stands, or else of the last. */
async function drawnSince(
  states: readonly Case[],
  standing: Omit<CardPost['body'], 'revision'>,
  to: string,
  store: Store,
) {
  let drawn: { readonly fresh: object; readonly digest: string } | undefined
  for (const state of states) {
    const draw = makeDrawing({
      store: { ...store, case: async () => state },
      company,
      clock: { now: () => state.filed },
      loadPolicy: async () => undefined,
    })
    const now = await draw({ number: state.number, key: standing.key, place: placeAt(to) })
    if (!now) throw new Error(`${state.number} cannot be drawn`)
    const { revision: _fresh, ...fresh } = renderCard(now.card).payload
    drawn = { fresh, digest: now.digest }
    if (isDeepStrictEqual(fresh, standing)) break
  }
  if (!drawn) throw new Error(`${standing.key} at ${to} is still wanted`)
  return drawn
}

// ───────────────────────────────────────────────────────────────────────────── reading

type CardPost = ChatPost & {
  readonly body: {
    readonly type: 'card'
    readonly key: string
    readonly state: string
    readonly actions: readonly unknown[]
    readonly revision: number
  }
}

const isCard = (post: ChatPost): post is CardPost => (post.body as { type: string }).type === 'card'

/** So many are named; the rest of a longer list is counted. */
const lists = ({ to, number, body }: ChatPost, row: { readonly to: string; readonly number: string }): boolean =>
  number === undefined && to === row.to && (textOf(body).includes(row.number) || textOf(body).split('\n').length > 11)

const textOf = (body: unknown): string => (body as { text: string }).text

function placeAt(to: string): Spot {
  const [where, name = ''] = to.split('/')
  if (where === 'channel') return { in: 'channel', channel: name }
  return where === 'person' ? { in: 'person', person: name } : { in: 'customer', number: name }
}

function all<K extends Happening['is']>(facts: readonly Fact[], is: K): readonly Extract<Happening, { is: K }>[] {
  return facts.map((fact) => fact.what).filter((what): what is Extract<Happening, { is: K }> => what.is === is)
}

function onlyOnce(names: readonly string[], what: string): void {
  const seen = new Set<string>()
  const twice = names.filter((name) => seen.size === seen.add(name).size)
  expect(twice, what).toEqual([])
}

function byKey<T extends { readonly key: string }>(timers: readonly T[]): readonly T[] {
  return [...timers].sort((a, b) => (a.key < b.key ? -1 : 1))
}
