/**
 * The outbox at work: claim by lane → draw fresh → send → settle. It is woken after commits and by itself when a retry
 * comes due. Lanes run side by side; inside a lane everything keeps its order.
 */
import { makeBell } from './bell.ts'
import { faults } from './faults.ts'
import { type GatheringParts, makeGathering } from './gathering.ts'
import { type Elsewhere, isGathered, makePace, splitLane } from './lanes.ts'
import type { Log } from './log.ts'
import type { Clock, Platform, Send, Settlement, Store } from './ports.ts'
import { settleFailure } from './retry.ts'
import type { ReportCommand, RoomCommand, UnreachedCommand } from './rules/commands.ts'
import type { Millis } from './rules/nouns.ts'
import type { Reaction } from './rules/reactions.ts'
import {
  type Drawn,
  type EffectSend,
  makeSending,
  type NoticeSend,
  type ReadElsewhere,
  type Sending,
  type ViewSend,
} from './sending.ts'
import { makeTurns } from './turns.ts'

export { laneOf, splitLane } from './lanes.ts'
export type { Drawn, EffectSend, NoticeSend, ViewSend }

export interface DeliveryParts {
  readonly store: Store
  /** By name; a lane of a platform that is not here waits for it, and is given up in the end. */
  readonly platforms: ReadonlyMap<string, Platform>
  /** Reads the case again and draws the card; undefined when there is nothing to show at that place any more. */
  draw(send: ViewSend & ReadElsewhere): Promise<Drawn | undefined>
  /**
   * Tells the desk how a notice went that a stage waits for (see `reportCommand`). Called before the row is settled, so
   * that no crash loses it; it may therefore come twice.
   */
  report(send: NoticeSend, sent: boolean, why?: string): Promise<unknown>
  /** Tells the operator about something that will not be sent any more. */
  onGivenUp(send: Send, why: string): void | Promise<void>
  /** True for a reminder that waited until what it is about was done. */
  isMoot?(send: NoticeSend): Promise<boolean>
  /** How reminders that come together become one message, and how many may be sent. */
  readonly reminders: Pick<GatheringParts, 'roundup' | 'held' | 'onLeft'>
  /** Other lanes that may take what was meant for a closed one, best first; none when absent. */
  elsewhere?(send: Send): readonly Elsewhere[]
  /** Tells the desk what came of an effect before it is settled; it may come twice. */
  onDone?(send: EffectSend, handle: string): Promise<unknown>
  /** Carries out what one case causes in another; it may come twice. */
  react?(reaction: Reaction): Promise<unknown>
  /** Tells the desk that nothing reaches whom this was for, before it goes elsewhere (see `unreachedCommand`). */
  onUnreached?(send: Send, why: string): Promise<unknown>
  /** Tells that a lane is closed, and which lane took what was meant for it. */
  onClosed?(send: Send, why: string, taker: string): void
  /** Counts what became of a row. */
  observe?(platform: string, kind: Send['kind'], outcome: Settlement['is']): void
  readonly clock: Clock
  /** Real time, in milliseconds; the machine's when absent. */
  readonly wall?: () => Millis
  readonly log: Log
  /** Numbers from 0 to 1; Math.random when absent. */
  readonly random?: () => number
  /** How long a platform may take to answer; 10 s when absent. */
  readonly patience?: Millis
  readonly sleep?: (ms: Millis) => Promise<void>
  /** The same for all replicas together: whether anything due is still to be sent, by whomever. Absent: there is only one. */
  elsewhereBusy?(): Promise<boolean>
  /** All lanes are taken and more wait: other replicas may help. */
  overflowing?(): void
}

export interface Delivery {
  start(): void
  /** There may be something to send: call it after a commit and when the clock was moved. */
  wake(): void
  /** Resolves when nothing is due and nothing is under way. Rows that wait for a later moment do not count. */
  idle(): Promise<void>
  /** Takes nothing new, lets what is under way finish and be settled. */
  drain(): Promise<void>
}

/** Lanes at work at once. */
const LANES = 16
/** Rows of one lane taken at once, and how long one go may last: with one call's patience well inside a lease. */
const PER_LANE = 32
const GO: Millis = 8_000
/** So long rows are drawn in one go, in milliseconds; then whoever clicks has the next turn. */
const SLICE: Millis = 6
/** Looks at the outbox at least this often, for what nobody announced (another process, a lease that ran out). */
const POLL: Millis = 5_000
/** Gathers so long what other lanes and commands queue. */
const GATHER: Millis = 4
/** Looks so soon again while somebody waits for what other replicas still send. */
const SOON: Millis = 20
/** A write that fails (settling, reporting) is tried this often, a second longer apart each time. */
const TRIES = 5

const pause = (ms: Millis): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The desk command for a report; its key makes a second one harmless. */
export function reportCommand(send: NoticeSend, sent: boolean, why?: string): ReportCommand {
  return {
    do: 'report',
    id: `report|${send.number}|${send.key}`,
    actor: { kind: 'delivery' },
    via: 'delivery',
    number: send.number,
    position: send.reportTo ?? '',
    sent,
    ...(why === undefined ? {} : { why }),
  }
}

/** The desk command for a war room that stands. */
export function roomCommand(send: EffectSend, handle: string): RoomCommand {
  const { platform } = splitLane(send.lane)
  const id = `room|${send.number}|${send.key}|${platform}`
  return { do: 'room', id, actor: { kind: 'delivery' }, via: 'delivery', number: send.number, platform, handle }
}

/** The desk command for somebody whom nothing reaches; undefined for what asked nobody for anything. */
export function unreachedCommand({ number, key, place }: Send, why: string): UnreachedCommand | undefined {
  const [kind = '', position = ''] = key.split('/')
  if (place.in !== 'person' || !['task', 'nag', 'urge'].includes(kind)) return undefined
  const id = `unreached|${number}|${key}|${place.person}`
  const about = { number, position, person: place.person, why: why.slice(0, 80) }
  return { do: 'unreached', id, actor: { kind: 'delivery' }, via: 'delivery', ...about }
}

interface Settled {
  readonly send: Send
  readonly outcome: Settlement
}

const isReminder = (send: Send): send is NoticeSend => send.kind === 'notice'

/** Names one try of a row: what is tried again later counts one more. */
const tryOf = ({ id, attempts }: Send): string => `${id}/${attempts}`

/** A delivery that has not started yet. */
export function makeDelivery(parts: DeliveryParts): Delivery {
  const { store, clock, log } = parts
  const { wall = Date.now, random = Math.random, patience = 10_000, sleep = pause } = parts
  const bell = makeBell()
  const busy = new Map<string, Promise<void>>()
  /** Tries under way that are not settled yet. */
  const inHand = new Set<string>()
  const idlers: (() => void)[] = []
  let sending: Sending | undefined
  let running: Promise<void> | undefined
  const turn = makeTurns(SLICE)
  const gather = makeGathering({ ...parts, ...parts.reminders })
  let stopping = false

  async function loop(to: Sending): Promise<void> {
    while (!stopping) {
      const taken = await claim(to)
      if (taken > 0) continue
      // Whatever rings while others are looked after is claimed before anybody is told that there is nothing.
      if (busy.size === 0 && !bell.rung() && idlers.length > 0 && !(await othersAtWork()) && !bell.rung())
        for (const resolve of idlers.splice(0)) resolve()
      const next = await untilNext()
      await bell.heard(idlers.length > 0 && busy.size === 0 ? Math.min(next, SOON) : next)
      // A look at a database that is shared is a journey: what is queued within a moment is fetched together.
      if (parts.elsewhereBusy !== undefined) await pause(GATHER)
    }
  }

  /** Starts every lane it gets; says how many began. What is in hand already began nothing: asking at once again would spin. */
  async function claim(to: Sending): Promise<number> {
    const free = LANES - busy.size
    if (free <= 0) return 0
    try {
      const sends = await store.claim(clock.now(), wall(), PER_LANE, free)
      if (sends.length > 0) faults?.('delivery/claimed')
      const lanes = [...Map.groupBy(sends, (send) => send.lane)]
      const begun = lanes.filter(([lane, rows]) => begin(to, lane, rows))
      if (begun.length === free) parts.overflowing?.()
      return begun.length
    } catch (err) {
      log.error({ err }, 'the outbox could not be read')
      return 0
    }
  }

  async function othersAtWork(): Promise<boolean> {
    try {
      return (await parts.elsewhereBusy?.()) ?? false
    } catch (err) {
      log.error({ err }, 'the outbox could not be read')
      return true
    }
  }

  async function untilNext(): Promise<Millis> {
    try {
      const next = busy.size >= LANES ? undefined : await store.nextSend()
      return next === undefined ? POLL : Math.min(POLL, Math.max(50, next - clock.now()))
    } catch {
      return POLL
    }
  }

  /**
   * Works a lane. The store frees a lane as soon as its rows are settled, which is before we are quite done with it; rows
   * claimed in between wait their turn, for nobody else will be given them while our lease runs. Where our own lease ran
   * out before we could settle we are given once more what we have in hand: settling it frees the lane for the rest.
   */
  function begin(to: Sending, lane: string, rows: readonly Send[]): boolean {
    if (rows.some((send) => inHand.has(tryOf(send)))) return false
    const mine = rows.map(tryOf)
    inHand.add(mine[0] ?? '')
    const turn = (busy.get(lane) ?? Promise.resolve())
      .then(() => work(to, lane, rows))
      .finally(() => {
        for (const one of mine) inHand.delete(one)
        if (busy.get(lane) === turn) busy.delete(lane)
        bell.ring()
      })
    busy.set(lane, turn)
    return true
  }

  async function work(to: Sending, lane: string, rows: readonly Send[]): Promise<void> {
    try {
      await goThrough(to, rows)
    } catch (err) {
      // Nothing was settled: the lease runs out and the rows are tried again, with the same keys.
      log.error({ err, platform: splitLane(lane).platform }, 'a lane failed')
    }
  }

  /** Sends rows until one has to wait; the rest stays in the lane behind it. */
  async function goThrough(to: Sending, rows: readonly Send[]): Promise<void> {
    const end = wall() + GO
    const settled: Settled[] = []
    if (rows.every(isReminder) && isGathered(rows[0]?.lane ?? '')) {
      for (const send of rows) inHand.add(tryOf(send))
      settled.push(...(await gather(to, rows)))
    } else await oneByOne(to, rows, end, settled)
    faults?.('delivery/settle')
    await persist('settling', () => store.settle(settled, clock.now()))
    faults?.('delivery/settled')
    // What left in one message is told once.
    const told = new Set<Settlement>()
    for (const { send, outcome } of settled) await tell(send, outcome, told.size < told.add(outcome).size)
  }

  async function oneByOne(to: Sending, rows: readonly Send[], end: Millis, settled: Settled[]): Promise<void> {
    for (const some of groupsOf(to, rows)) {
      for (const send of some) inHand.add(tryOf(send))
      const outcomes = await Promise.all(some.map(async (send) => ({ send, outcome: await carry(to, send) })))
      settled.push(...outcomes)
      // Where a repeated key is not recognised, every send is written down before the next one.
      const cautious = some.some((send) => to.platformOf(send)?.abilities.recognisesKeys !== true)
      const waits = outcomes.some(({ outcome }) => outcome.is === 'retry')
      if (waits || cautious || stopping || wall() > end) break
    }
  }

  /** Rows that are sent at once: one by one, or as many of a kind as follow each other where that keeps their order. */
  function groupsOf(to: Sending, rows: readonly Send[]): readonly (readonly Send[])[] {
    const groups: Send[][] = []
    for (const send of rows) {
      const last = groups.at(-1)
      const joins = last?.[0]?.kind === send.kind && to.platformOf(send)?.abilities.sideBySide === true
      if (joins) last?.push(send)
      else groups.push([send])
    }
    return groups
  }

  async function carry(to: Sending, send: Send): Promise<Settlement> {
    await turn()
    const outcome = await to.attempt(send).catch((err: unknown): Settlement => {
      log.error({ err, number: send.number, key: send.key }, 'a card could not be drawn')
      const failure = { is: 'retry', after: 0, why: 'draw_failed' } as const
      const before = { outcome: failure, before: send.attempts, repeatable: true, now: clock.now() }
      return { ...settleFailure(before, random), ...(send.again && { unsure: true }) }
    })
    const final = outcome.is === 'sent' || outcome.is === 'given_up'
    if (send.kind === 'notice' && send.reportTo !== undefined && final) await report(to, send, outcome)
    return outcome
  }

  async function report(to: Sending, send: NoticeSend, outcome: Settlement): Promise<void> {
    const why = outcome.is === 'given_up' ? outcome.why : undefined
    try {
      faults?.('delivery/report')
      await persist('reporting', () => parts.report(send, outcome.is === 'sent', why))
      faults?.('delivery/reported')
    } catch (err) {
      // Left unsettled it is sent and reported again later, which only a platform that recognises keys can bear.
      if (to.platformOf(send)?.abilities.recognisesKeys === true) throw err
      await parts.onGivenUp(send, 'report_failed')
    }
  }

  /** Keeps at a write that fails: what was sent must not be forgotten because the disk was full for a moment. */
  async function persist(what: string, write: () => Promise<unknown>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await write()
        return
      } catch (err) {
        log.error({ err, kind: what, attempt: tries }, 'delivery could not write')
        if (tries >= TRIES || stopping) throw err
        await sleep(tries * 1000)
      }
    }
  }

  async function tell(send: Send, outcome: Settlement, first: boolean): Promise<void> {
    const { platform } = splitLane(send.lane)
    parts.observe?.(platform, send.kind, outcome.is)
    const line = { number: send.number, platform, kind: send.kind, key: send.key, attempts: send.attempts + 1 }
    if (outcome.is === 'retry') log.warn({ ...line, why: outcome.why }, 'not sent yet')
    if (outcome.is !== 'given_up' || !first) return
    log.error({ ...line, why: outcome.why }, 'given up')
    try {
      await parts.onGivenUp(send, outcome.why)
    } catch (err) {
      log.error({ ...line, err }, 'nobody could be told')
    }
  }

  return {
    start() {
      if (running !== undefined) return
      sending = makeSending({ ...parts, random, patience, pace: makePace(wall, sleep) })
      running = loop(sending)
    },
    wake: () => bell.ring(),
    idle() {
      if (running === undefined || stopping) return Promise.resolve()
      bell.ring()
      return new Promise((resolve) => idlers.push(resolve))
    },
    async drain() {
      stopping = true
      bell.ring()
      await running
      await Promise.all(busy.values())
      for (const resolve of idlers.splice(0)) resolve()
    },
  }
}
