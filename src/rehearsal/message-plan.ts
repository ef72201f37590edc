/** The message plan of complaints that were lived through: who was told what, where, when, and by which fact. */
import type { Company } from '../company.ts'
import { ownLane } from '../lanes.ts'
import { WAITS, type Waits } from '../outbox-port.ts'
import type { Platform, Restraint } from '../platform-port.ts'
import type { SentLine, Store } from '../ports.ts'
import { lanesOf } from '../routing.ts'
import { cardKey } from '../rules/cards.ts'
import type { Case } from '../rules/case.ts'
import type { Timely } from '../rules/clocks.ts'
import { evolve } from '../rules/evolve.ts'
import type { Fact } from '../rules/facts.ts'
import { noticesFor } from '../rules/notices.ts'
import type { Millis, PersonId } from '../rules/nouns.ts'
import { tasksFor } from '../rules/tasks.ts'
import type { NoticeSpec, Place, Task } from '../rules/views.ts'
import type { Told } from './recorder.ts'

/** Why something was told of a case: a fact, a task that asks, or its living card. */
export type Cause = { readonly number: string } & (
  | { readonly is: 'fact'; readonly fact: Fact; readonly notice: NoticeSpec }
  | { readonly is: 'task'; readonly task: Task }
  | { readonly is: 'case' }
)

/** One thing that somebody was told. */
export interface PlanLine {
  /** When it was seen, or should have been. */
  readonly at: Millis
  /** Absent for what reaches nobody. */
  readonly platform?: string
  /** Whom or which channel; absent for a place that only the platform knows, such as a war room. */
  readonly place?: Place
  readonly is: Told['is'] | 'unreached'
  readonly words: string
  readonly number?: string
  /** Several where one message carries several reminders; none for what is about no case. */
  readonly causes: readonly Cause[]
  /** What kept it back, and since when: a platform's own ways, or what the outbox says. */
  readonly held?: { readonly by: Restraint | Waits | 'later'; readonly since: Millis }
}

/** One complaint of a plan, as it stood at the end. */
export interface PlannedCase {
  readonly state: Case
  readonly company: Timely
}

export interface MessagePlan {
  readonly cases: readonly PlannedCase[]
  readonly lines: readonly PlanLine[]
  /** Who is in the directory and on none of the platforms: nobody asks or reminds them. */
  readonly absent: readonly PersonId[]
}

/** What a plan is read from: the house that was lived in, and what its platforms wrote down. */
export interface Lived {
  readonly store: Pick<Store, 'facts' | 'messages'>
  readonly company: Company
  readonly platforms: ReadonlyMap<string, Platform>
  readonly told: readonly Told[]
}

const MINUTE: Millis = 60_000

/** The plan of these complaints, in the order of time. */
export async function messagePlan(numbers: readonly string[], lived: Lived): Promise<MessagePlan> {
  const histories = await Promise.all(numbers.map((number) => historyOf(number, lived)))
  const places = placesOn(lived)
  const lines = lived.told.map((told) => lineOf(told, histories, places))
  const missed = histories.flatMap((one) => unreachedIn(one, lived))
  return {
    cases: histories.map(({ state, company }) => ({ state, company })),
    lines: inOrder([...lines, ...missed], lived.company),
    absent: Object.keys(lived.company.live.directory.people).filter((person) => isAbsent(person, lived)),
  }
}

/** By the minute, then by place: within a minute nobody can tell which lane was faster. */
function inOrder(lines: readonly PlanLine[], { live }: Company): readonly PlanLine[] {
  const { channels, people } = live.directory
  const [rooms, persons] = [Object.keys(channels), Object.keys(people)]
  const rankOf = ({ place }: PlanLine): number => {
    if (place === undefined) return -1
    if (place.in === 'channel') return rooms.indexOf(place.channel)
    return rooms.length + (place.in === 'customer' ? 0 : 1 + persons.indexOf(place.person))
  }
  const minute = ({ at }: PlanLine): number => Math.floor(at / MINUTE)
  return lines.toSorted((a, b) => minute(a) - minute(b) || rankOf(a) - rankOf(b))
}

interface History extends PlannedCase {
  /** Every notice that a fact called for, by its key. */
  readonly notices: ReadonlyMap<string, { readonly fact: Fact; readonly notice: NoticeSpec }>
  /** Every task there ever was, by the key of its card. */
  readonly tasks: ReadonlyMap<string, Task>
  readonly sent: readonly SentLine[]
}

async function historyOf(number: string, { store, company }: Lived): Promise<History> {
  const facts = await store.facts(number)
  const notices = new Map<string, { fact: Fact; notice: NoticeSpec }>()
  const tasks = new Map<string, Task>()
  let state: Case | undefined
  // What one command brought about is looked at when all of it has happened, as the desk does.
  for (const together of commands(facts)) {
    for (const fact of together) state = evolve(state, fact)
    if (state === undefined) continue
    const timely = company.under(state.policy)
    for (const fact of together)
      for (const notice of noticesFor([fact], state, timely)) notices.set(notice.key, { fact, notice })
    for (const task of tasksFor(state, timely)) tasks.set(cardKey(task), task)
  }
  if (state === undefined) throw new Error(`${number} has no facts`)
  return { state, company: company.under(state.policy), notices, tasks, sent: await store.messages(number) }
}

/** Facts that were committed together: neighbours of one moment and actor. */
function commands(facts: readonly Fact[]): readonly (readonly Fact[])[] {
  const groups: Fact[][] = []
  for (const fact of facts) {
    const last = groups.at(-1)
    const before = last?.at(-1)
    const joins = before?.at === fact.at && JSON.stringify(before.by) === JSON.stringify(fact.by)
    if (joins) last?.push(fact)
    else groups.push([fact])
  }
  return groups
}

function lineOf(told: Told, histories: readonly History[], places: (told: Told) => Place | undefined): PlanLine {
  const { at, platform, is, words, number } = told
  const place = places(told)
  const carried = histories.flatMap((history) =>
    history.sent.filter((row) => carries(told, row, history.state.number)).map((row) => ({ row, history })),
  )
  const held = told.held ?? heldBy(carried[0]?.row, at)
  return {
    ...{ at, platform, is, words },
    ...(place === undefined ? {} : { place }),
    ...(number === undefined ? {} : { number }),
    causes: [...causesOf(carried)],
    // A card that is drawn anew waited for nothing: it was queued when it was first wanted.
    ...(held === undefined || is === 'change' ? {} : { held }),
  }
}

/** A card that was drawn several times stands in several rows, for one reason. */
function causesOf(carried: readonly { readonly row: SentLine; readonly history: History }[]): Iterable<Cause> {
  const found = carried.flatMap(({ row, history }) => {
    const cause = causeOf(row.key, history)
    return cause === undefined ? [] : [[`${history.state.number} ${row.key}`, cause] as const]
  })
  return new Map(found).values()
}

function heldBy(row: SentLine | undefined, at: Millis): PlanLine['held'] {
  if (row === undefined || at - row.queued < MINUTE) return undefined
  const by = WAITS.find((one) => one === row.why) ?? 'later'
  return { by, since: row.queued }
}

/** True when this send carried the row of the outbox: delivery names it by case, key and lane, several by their bundle. */
function carries({ key }: Told, row: SentLine, number: string): boolean {
  if (row.bundle === key) return true
  return [row.lane, ownLane(row.lane)].some(
    (lane) => key === `${number}|${row.key}|${lane}` || key === `${lane}|${number}|${row.key}`,
  )
}

function causeOf(key: string, { state: { number }, notices, tasks }: History): Cause | undefined {
  if (key === 'case') return { number, is: 'case' }
  const task = tasks.get(key)
  if (task) return { number, is: 'task', task }
  // A second lane of the same notice has the lane behind its key.
  const notice = notices.get(key) ?? notices.get(key.split('@')[0] ?? key)
  return notice && { number, is: 'fact', ...notice }
}

/** Which place of ours an address is, on each platform. */
function placesOn({ platforms, company, told }: Lived): (told: Told) => Place | undefined {
  const { people, channels } = company.live.directory
  const all: readonly Place[] = [
    ...Object.keys(people).map((person) => ({ in: 'person' as const, person })),
    ...Object.keys(channels).map((channel) => ({ in: 'channel' as const, channel })),
    ...[...new Set(told.flatMap(({ number }) => number ?? []))].map((number) => ({ in: 'customer' as const, number })),
  ]
  const known = new Map<string, Place>()
  for (const platform of platforms.values())
    for (const place of all) {
      const address = platform.address(place)
      if (address !== undefined && !known.has(`${platform.name}:${address}`))
        known.set(`${platform.name}:${address}`, place)
    }
  return ({ platform, to }) => known.get(`${platform}:${to}`)
}

/** Whom the case asked or reminded though no platform reaches them. */
function unreachedIn({ state, notices, tasks }: History, lived: Lived): readonly PlanLine[] {
  const { number } = state
  const lines = [
    ...[...tasks.values()].flatMap((task) =>
      task.people.map((person) => ({ at: task.since, person, cause: { number, is: 'task' as const, task } })),
    ),
    ...[...notices.values()].flatMap(({ fact, notice }) =>
      notice.place.in === 'person'
        ? [{ at: fact.at, person: notice.place.person, cause: { number, is: 'fact' as const, fact, notice } }]
        : [],
    ),
  ]
  return lines
    .filter(({ person }) => isAbsent(person, lived))
    .map(({ at, person, cause }) => ({
      ...{ at, causes: [cause], is: 'unreached' as const, words: '', number },
      place: { in: 'person', person },
    }))
}

function isAbsent(person: PersonId, { platforms, company }: Lived): boolean {
  return lanesOf({ in: 'person', person }, platforms, company).length === 0
}
