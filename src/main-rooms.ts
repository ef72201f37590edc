/** The rooms of a house, each given what it needs of the others: desk, delivery, timers, roster, reception. */
import { randomUUID } from 'node:crypto'
import { closedMessage, operatorMessage } from '../cards/operator.ts'
import { makeCaseWatch } from './case-watch.ts'
import type { Company } from './company.ts'
import type { Config } from './config.ts'
import { makeConversation } from './conversation.ts'
import { type DailySeal, openDailySeal } from './daily-seal.ts'
import type { Delivery } from './delivery.ts'
import { makeDelivery, reportCommand, roomCommand, unreachedCommand } from './delivery.ts'
import type { Desk } from './desk.ts'
import { makeDesk } from './desk.ts'
import { isMoot, makeDrawing, wordNotice } from './drawing.ts'
import { makeHeeding, remindersAmong } from './heeding.ts'
import { makeHolidayWatch } from './holiday-watch.ts'
import type { HouseClock } from './house-clock.ts'
import { dataKeys } from './house-key.ts'
import { splitLane } from './lanes.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { makeNoise } from './noise.ts'
import type { Shelf } from './policy-shelf.ts'
import type {
  ChatLog,
  Conversation,
  Drafts,
  Files,
  Holds,
  Message,
  Peers,
  Platform,
  Reception,
  Seals,
  Store,
} from './ports.ts'
import { countPromises } from './promise-metrics.ts'
import { carryOutReaction } from './reacting.ts'
import { makeReception } from './reception.ts'
import type { Roster } from './roster.ts'
import { makeRoster } from './roster.ts'
import { effectRows, elsewhere, isCopy, lanesOf, tellLane, tellOperators } from './routing.ts'
import type { Millis, PersonId } from './rules/nouns.ts'
import { sweepOpenCases } from './sweep.ts'
import type { Timers } from './timers.ts'
import { makeTimers } from './timers.ts'
import type { Vault } from './vault.ts'
import { makeVault, sealingDesk, sealingDrafts } from './vault.ts'

/** How long an uploaded file may wait for the complaint that names it. */
const UNUSED_FILES_LIVE: Millis = 24 * 3_600_000

/** Somewhat less than the time between two looks at accounts. */
const ACCOUNTS: Millis = 9 * 60_000

/** What stands before any room is furnished. */
export interface Ground {
  readonly config: Config
  readonly log: Log
  readonly store: Store
  readonly chat: ChatLog
  readonly drafts: Drafts
  readonly seals: Seals
  readonly files: Files
  readonly holds: Holds
  readonly peers: Peers
  /** True when other replicas may work on the same database. */
  readonly shared: boolean
  readonly clock: HouseClock
  readonly shelf: Shelf
  readonly metrics: Metrics
  /** Real time. */
  readonly wall: () => Millis
  /** How delivery waits for a platform's pace; real time when absent. */
  readonly sleep?: (ms: Millis) => Promise<void>
}

/** A furnished house without its ways in: platforms are put into the map before it starts. */
export interface Rooms extends Ground {
  readonly platforms: Map<string, Platform>
  readonly draw: ReturnType<typeof makeDrawing>
  readonly desk: Desk
  readonly delivery: Delivery
  readonly roster: Roster
  readonly timers: Timers
  readonly reception: Reception
  readonly conversation: Conversation
  loadPolicy(version: string): Promise<void>
  /** Looks ahead for years without holidays, and says so. */
  watchHolidays(now: Millis): Promise<void>
}

/** Furnishes the rooms. Nothing is sent or rung before delivery and timers are started. */
export async function openRooms(ground: Ground): Promise<Rooms> {
  const { store, clock, shelf } = ground
  const { company } = shelf
  const vault = makeVault(dataKeys(ground.config))
  const drafts = sealingDrafts(ground.drafts, vault)
  const platforms = new Map<string, Platform>()
  const site: Site = {
    ...ground,
    ...{ company, vault, drafts, platforms },
    loadPolicy: (version) => shelf.load(version),
    watchHolidays: makeHolidayWatch({ ...ground, company, platforms }),
  }
  const desk = sealingDesk(
    openDesk(site, () => delivery.wake()),
    site,
  )
  const letters = (lane: string): boolean => platforms.get(splitLane(lane).platform)?.abilities.letters === true
  const draw = makeDrawing({ ...site, letters })
  const delivery = openDelivery(site, desk, draw)
  const roster = makeRoster({ ...site, now: () => clock.now(), sweep: () => sweepOpenCases(store, desk, company) })
  await roster.open()
  hearOthers(ground, roster, () => delivery.wake())
  const timers = openTimers(site, desk, roster, await openDailySeal(site))
  const reception = makeReception({
    ...{ ...site, desk, preferences: roster, tell: teller(site) },
    lanesTo: (place, about) => lanesOf(place, site.platforms, company, about),
  })
  const conversation = makeConversation({ ...site, reception, desk })
  return { ...site, draw, desk, delivery, roster, timers, reception, conversation }
}

/** Another replica changed something: it is looked at now, and not only when it would be anyway. */
function hearOthers({ peers, clock, log }: Ground, roster: Roster, wake: () => void): void {
  peers.hear('outbox', wake)
  peers.hear('people', () => {
    roster.refresh().catch((err: unknown) => log.error({ err, name: 'roster' }, 'regular work failed'))
  })
  peers.hear('clock', () => {
    // Whoever decides, rings or sends looks by themselves; this is for whoever only looks on.
    clock.sync?.().then(wake, (err: unknown) => log.error({ err, name: 'clock' }, 'regular work failed'))
  })
}

interface Site extends Ground, Pick<Rooms, 'platforms' | 'loadPolicy' | 'watchHolidays'> {
  readonly company: Company
  readonly vault: Vault
}

function openDesk({ store, company, clock, platforms, metrics, loadPolicy, log }: Site, committed: () => void): Desk {
  const heeded = makeHeeding(store, metrics.heeded, log)
  const desk = makeDesk({
    ...{ store, company, clock, loadPolicy, committed, write: wordNotice },
    lanesTo: (place, about) => lanesOf(place, platforms, company, about),
    effects: (spec, state) => effectRows(spec, state, platforms, company),
    happened({ facts, state, notices }) {
      countPromises(facts, state, metrics.promised)
      for (const reminded of remindersAmong(notices)) metrics.nagged(reminded)
    },
    observe(command, outcome, code, before) {
      metrics.command(command, outcome, code)
      heeded(command, outcome, code, before)
    },
  })
  return metrics.timed(desk)
}

function openDelivery(site: Site, desk: Desk, draw: Rooms['draw']): Delivery {
  const { store, platforms, company, clock, log, metrics, wall, shared, peers } = site
  const lang = () => company.current.company.lang
  return makeDelivery({
    ...{ store, platforms, clock, log, draw, wall },
    report: (send, sent, why) => desk.submit(reportCommand(send, sent, why)),
    react: (reaction) => carryOutReaction(reaction, desk),
    onDone: (send, handle) => desk.submit(roomCommand(send, handle)),
    isMoot: (send) => isMoot(send, store),
    reminders: makeNoise({ ...site, observe: metrics.left }),
    elsewhere: (send) => elsewhere(send, platforms, company),
    async onUnreached(send, why) {
      const command = isCopy(send, platforms, company) ? undefined : unreachedCommand(send, why)
      if (command !== undefined) await desk.submit(command)
    },
    onClosed({ number, lane }, why) {
      log.warn({ number, platform: splitLane(lane).platform, why }, 'a place is closed')
      const word = closedMessage(number, why, lang())
      tellOperators(word, `closed/${lane}/${why}/${number}`, platforms, lane).catch(nobodyTold(log))
    },
    onGivenUp: ({ id, number, lane }, why) =>
      tellOperators(operatorMessage({ number, why, lang: lang() }), `given-up/${id}`, platforms, lane),
    observe: metrics.delivery,
    ...(site.sleep ? { sleep: site.sleep } : {}),
    ...(shared ? { elsewhereBusy: () => store.sending(clock.now()), overflowing: () => peers.tell('outbox') } : {}),
  })
}

function openTimers(site: Site, desk: Desk, roster: Roster, sealing: DailySeal) {
  const { store, clock, log, files, drafts, metrics, watchHolidays, shared, holds, wall } = site
  return makeTimers({
    shared,
    ...{ store, clock, log },
    submit: (command) => desk.submit(command),
    nightly: [
      { name: 'holidays', run: watchHolidays },
      { name: 'files', run: (now) => files.sweep(now - UNUSED_FILES_LIVE, (sha256) => store.usesFile(sha256)) },
      { name: 'drafts', run: (now) => drafts.forget(now) },
    ],
    minutely: [{ name: 'roster', run: () => roster.refresh() }],
    tenMinutely: [
      {
        name: 'accounts',
        // One replica asks the platforms; the others read what it found.
        run: async () => ((await holds.take('accounts', ACCOUNTS, wall())) ? roster.look() : roster.refresh()),
      },
      { name: 'seal', run: sealing.look },
      { name: 'cases', run: makeCaseWatch(site) },
    ],
    observe: metrics.rung,
  })
}

/** Sends a word to one person, wherever they are reached first. */
function teller({ platforms, company, log }: Site): (person: PersonId, message: Message) => void {
  return (person, message) => {
    const [lane] = lanesOf({ in: 'person', person }, platforms, company)
    if (lane === undefined) return
    tellLane(lane, message, `self/${randomUUID()}`, platforms).catch(nobodyTold(log))
  }
}

const nobodyTold = (log: Log) => (err: unknown) => log.error({ err }, 'nobody could be told')
