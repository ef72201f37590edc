/** Draws what delivery sends: the case is read again and its card drawn fresh, for whoever reads it at that place. */
import { digestOf, drawCard } from '../cards/draw.ts'
import type { Card, Message } from '../cards/model.ts'
import { writeNotice } from '../cards/notices.ts'
import type { Reader } from '../cards/reader.ts'
import type { Company } from './company.ts'
import type { Clock, Store } from './ports.ts'
import { groundAt } from './precedents.ts'
import { cardAmong, cardsFor } from './rules/cards.ts'
import type { Case } from './rules/case.ts'
import { type CaseRun, caseRuns } from './rules/case-clocks.ts'
import type { Moment, Timely } from './rules/clocks.ts'
import { momentsFor } from './rules/clocks.ts'
import type { Ground } from './rules/ground.ts'
import type { Lang, Millis } from './rules/nouns.ts'
import { owedPromises } from './rules/promises.ts'
import { questionOfStep, tasksFor } from './rules/tasks.ts'
import type { CardSpec, NoticeSpec, Spot, Task } from './rules/views.ts'

/** A freshly drawn card. */
export interface Drawn {
  readonly card: Card
  readonly digest: string
}

/** Who reads at a place: a person in their language and zone; a channel and a customer in the company's. */
export function readerAt(place: Spot, state: Case, { policy, directory }: Timely): Reader {
  const person = place.in === 'person' ? directory.people[place.person] : undefined
  const lang = person?.lang ?? (place.in === 'customer' ? state.lang : policy.company.lang)
  return { lang, tz: person?.tz ?? policy.company.tz, policy, directory }
}

/** What a case shows and asks at a moment: looked at once for all cards that are drawn of it about then. */
interface Look {
  readonly company: Timely
  readonly now: Millis
  readonly cards: readonly CardSpec[]
  readonly tasks: readonly Task[]
  readonly clocks: readonly CaseRun[]
  readonly moments: readonly Moment[]
}

/** So long a look is good for. Only the button to urge depends on the time, and that by the hour. */
const FRESH: Millis = 1_000

function makeLooking(): (state: Case, company: Timely, now: Millis) => Look {
  const looks = new WeakMap<Case, Look>()
  return (state, company, now) => {
    const known = looks.get(state)
    if (known?.company === company && now >= known.now && now < known.now + FRESH) return known
    const look = {
      company,
      now,
      cards: cardsFor(state, company, now),
      tasks: tasksFor(state, company),
      clocks: caseRuns(state, company),
      moments: momentsFor(state, company),
    }
    looks.set(state, look)
    return look
  }
}

/** Reads what a decision's card tells of other cases, once for all cards that are drawn of a case as it is. */
function makeGrounding(store: Pick<Store, 'precedents' | 'pastClaims'>) {
  const grounds = new WeakMap<Case, Map<string, Ground | undefined>>()
  return async (state: Case, { position, step }: CardSpec, { policy }: Timely): Promise<Ground | undefined> => {
    const open = questionOfStep(step) === undefined ? state.positions.find(({ key }) => key === position) : undefined
    if (!open?.asking) return undefined
    const known = grounds.get(state) ?? new Map<string, Ground | undefined>()
    grounds.set(state, known)
    if (!known.has(open.key)) known.set(open.key, await groundAt(store, state, open, policy))
    return known.get(open.key)
  }
}

/**
 * Draws the card that stands under `key` at `place` now, in its reader's language or `lang`; undefined when the case is
 * gone. `readAt`: another place took it, and is read by other people.
 */
export function makeDrawing(parts: {
  readonly store: Pick<Store, 'case' | 'precedents' | 'pastClaims'>
  readonly company: Pick<Company, 'under'>
  readonly clock: Clock
  loadPolicy(version: string): Promise<void>
  /** True for a lane that carries letters: they are kept and passed on, so they show what a channel may see. */
  letters?(lane: string): boolean
}): (
  send: {
    readonly lane?: string
    readonly number: string
    readonly key: string
    readonly place: Spot
    readonly readAt?: Spot
  },
  lang?: Lang,
) => Promise<Drawn | undefined> {
  const lookAt = makeLooking()
  const groundFor = makeGrounding(parts.store)
  return async ({ lane = '', number, key, place, readAt = place }, lang) => {
    const state = await parts.store.case(number)
    if (!state) return undefined
    await parts.loadPolicy(state.policy)
    const company = parts.company.under(state.policy)
    const { cards, tasks, clocks, moments } = lookAt(state, company, parts.clock.now())
    const spec = cardAmong(cards, key, place)
    const reader = { ...readerAt(readAt, state, company), ...(lang === undefined ? {} : { lang }) }
    const ground = spec.state === 'open' ? await groundFor(state, spec, company) : undefined
    const shared = readAt.in !== 'person' || parts.letters?.(lane) === true
    const scene = { ...reader, spec, case: state, tasks, clocks, moments, shared }
    const card = drawCard(ground === undefined ? scene : { ...scene, ground })
    return { card, digest: digestOf(card) }
  }
}

/** The exact words of a notice, frozen at commit. */
export function wordNotice(spec: NoticeSpec, state: Case, company: Timely): Message {
  return writeNotice(spec, { case: state, ...readerAt(spec.place, state, company) })
}

/** True for a reminder whose position is not open any more, or whose promise was kept: it waited (quiet hours, an outage) until somebody acted. */
export async function isMoot(
  { number, key }: { readonly number: string; readonly key: string },
  store: Pick<Store, 'case'>,
): Promise<boolean> {
  const [what = '', about] = key.split('/')
  const state = await store.case(number)
  if (state && what.startsWith('promise_')) return !owedPromises(state).some(({ id }) => id === about)
  if (state && about === '') return state.ended !== undefined
  return state === undefined || !state.positions.some((open) => open.key === about)
}
