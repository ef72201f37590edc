/**
 * What a case looked like to those who worked on it: its state at a moment, and the cards as they stood then. A case is the
 * fold of its facts and a card is drawn from it, so both can be had again; the digest that was kept when a card was sent
 * says whether the drawing is the one that was seen (I24).
 */
import type { Card } from '../cards/model.ts'
import { isEcho } from '../cards/story.ts'
import type { Company } from './company.ts'
import { makeDrawing } from './drawing.ts'
import type { SentLine, Store } from './ports.ts'
import type { Case } from './rules/case.ts'
import { replay } from './rules/evolve.ts'
import type { Fact } from './rules/facts.ts'
import type { Lang, Millis } from './rules/nouns.ts'
import { tasksFor } from './rules/tasks.ts'
import type { Spot, Task } from './rules/views.ts'

/** A card as it stood at a place. */
export interface ShownCard {
  readonly key: string
  readonly place: Spot
  readonly lane: string
  /** When it was sent, or changed into this. */
  readonly sent: Millis
  readonly revision: number
  /**
   * `kept`: this is the very drawing that was sent. `same`: drawn again from the facts it has the digest of what was sent.
   * `differs`: it has not; names, people or wordings have changed since. `unproven`: it was sent before digests were kept.
   */
  readonly proof: 'kept' | 'same' | 'differs' | 'unproven'
  readonly card: Card
}

/** Something a person did by a card, with the card that stood before them. */
export interface Deed {
  readonly fact: Fact
  readonly position: string
  /** The revision their button was bound to, where the fact says so. */
  readonly bound?: number
  /** Absent when no card of it had been sent to them or their channel: they used a page, a list or words. */
  readonly saw?: ShownCard
}

export interface Replayed {
  readonly until: Millis
  readonly state: Case
  /** Up to that moment. */
  readonly facts: readonly Fact[]
  readonly asked: readonly Task[]
  /** Every card that stood then, living ones first. */
  readonly cards: readonly ShownCard[]
  readonly deeds: readonly Deed[]
}

export interface ReplayParts {
  readonly store: Pick<Store, 'facts' | 'messages' | 'card' | 'precedents' | 'pastClaims'>
  readonly company: Pick<Company, 'under'>
  loadPolicy(version: string): Promise<void>
  /** Draws the cards in this language; as their readers saw them when absent. */
  readonly lang?: Lang
}

/** Facts by which somebody answers a card. */
const DEEDS = new Set<string>([
  ...['submitted', 'approved', 'turned_down', 'returned', 'sent_back', 'rejected', 'transferred', 'paid'],
  ...['payment_failed', 'part_paid', 'paused', 'resumed'],
])

/** The case at a moment; undefined when there was none yet. */
export async function replayCase(parts: ReplayParts, number: string, until: Millis): Promise<Replayed | undefined> {
  const all = await parts.store.facts(number)
  const facts = all.filter((fact) => fact.at <= until)
  const state = replay(facts)
  if (state === undefined) return undefined
  await parts.loadPolicy(state.policy)
  const lines = (await parts.store.messages(number)).filter(isCard).filter((line) => line.settled <= until)
  const show = makeShowing(parts, number, all)
  const standing = new Map(lines.map((line) => [`${line.lane}|${line.key}`, line]))
  const cards: ShownCard[] = []
  for (const line of standing.values()) cards.push(await show(line))
  const deeds: Deed[] = []
  for (const [i, fact] of facts.entries()) {
    if (isEcho(fact, facts[i + 1])) continue
    const deed = await deedOf(fact, lines, show)
    if (deed !== undefined) deeds.push(deed)
  }
  cards.sort((a, b) => Number(b.key === 'case') - Number(a.key === 'case') || a.sent - b.sent)
  return { until, state, facts, asked: tasksFor(state, parts.company.under(state.policy)), cards, deeds }
}

type CardLine = SentLine & { readonly settled: Millis }

const isCard = (line: SentLine): line is CardLine =>
  line.kind === 'view' && line.state === 'sent' && line.settled !== undefined

type Show = (line: CardLine) => Promise<ShownCard>

/** Draws each card once. */
function makeShowing(parts: ReplayParts, number: string, facts: readonly Fact[]): Show {
  const shown = new Map<CardLine, Promise<ShownCard>>()
  const draw = async (line: CardLine): Promise<ShownCard> => {
    const { key, place, lane, settled: sent } = line
    const revision = line.shown?.revision ?? facts.filter((fact) => fact.at <= sent).length
    const common = { key, place, lane, sent, revision }
    const kept = await parts.store.card(lane, number, key)
    if (parts.lang === undefined && kept !== undefined && kept.digest === line.shown?.digest) {
      return { ...common, proof: 'kept', card: kept.model }
    }
    const state = replay(facts.slice(0, revision))
    const drawing = makeDrawing({
      ...{ company: parts.company, loadPolicy: parts.loadPolicy },
      ...{ store: { ...parts.store, case: async () => state }, clock: { now: () => sent } },
    })
    const again = await drawing({ number, key, place })
    if (again === undefined) throw new Error(`${number} has no fact ${revision}`)
    const proof = line.shown === undefined ? 'unproven' : again.digest === line.shown.digest ? 'same' : 'differs'
    const asked = parts.lang === undefined ? again : await drawing({ number, key, place }, parts.lang)
    return { ...common, proof, card: asked?.card ?? again.card }
  }
  return (line) => {
    const known = shown.get(line) ?? draw(line)
    shown.set(line, known)
    return known
  }
}

async function deedOf(fact: Fact, lines: readonly CardLine[], show: Show): Promise<Deed | undefined> {
  const { what, by, at } = fact
  if (!DEEDS.has(what.is) || by.kind !== 'person') return undefined
  const about = what as { position?: string; step?: string; revision?: number; seen?: string }
  const { position = '', step } = about
  const key = step === undefined ? `task/${position}` : `task/${position}/${step}`
  const theirs = ({ place }: CardLine): boolean =>
    place.in !== 'customer' && (place.in !== 'person' || place.person === by.id)
  // What became of it stands there in the same instant, when it is quick: a card drawn with this fact was not seen before it.
  const before = ({ settled, shown }: CardLine): boolean => settled <= at && (shown?.revision ?? 0) < fact.seq
  const held = lines.filter((line) => line.key === key && before(line) && theirs(line))
  // The digest in the fact says which it was; else the newest of their own goes before that of a channel.
  const named = held.findLast((line) => about.seen !== undefined && line.shown?.digest === about.seen)
  const line = named ?? held.findLast(({ place }) => place.in === 'person') ?? held.at(-1)
  return {
    ...{ fact, position },
    ...(about.revision === undefined ? {} : { bound: about.revision }),
    ...(line === undefined ? {} : { saw: await show(line) }),
  }
}
