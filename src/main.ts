/** The only file that wires all rooms: opens a house from its settings, starts it, and stops it without losing anything. */

import { randomUUID } from 'node:crypto'
import { API_UPLOADS, makeApi } from '../adapters/web/api.ts'
import type { Mount, WebServer } from '../adapters/web/server.ts'
import { makeServer } from '../adapters/web/server.ts'
import { closedMessage, operatorMessage } from '../cards/operator.ts'
import { openFiles } from '../data/files.ts'
import { openSqlite } from '../data/sqlite/open.ts'
import packageFile from '../package.json' with { type: 'json' }
import { makeApiBackend } from './api-backend.ts'
import { dayOf, numberFor } from './case-numbers.ts'
import type { Company } from './company.ts'
import type { Config } from './config.ts'
import { makeConversation } from './conversation.ts'
import type { Delivery } from './delivery.ts'
import { makeDelivery, reportCommand, roomCommand } from './delivery.ts'
import type { Desk } from './desk.ts'
import { makeDesk } from './desk.ts'
import { isMoot, makeDrawing, wordNotice } from './drawing.ts'
import { makeHolidayWatch } from './holiday-watch.ts'
import type { HouseClock } from './house-clock.ts'
import { openClock } from './house-clock.ts'
import { houseKey } from './house-key.ts'
import { splitLane } from './lanes.ts'
import { makeLinks } from './links.ts'
import type { Log } from './log.ts'
import { makeLog } from './log.ts'
import { memoryOf, openChat } from './main-chat.ts'
import { openPages } from './main-pages.ts'
import { makeMetrics } from './metrics.ts'
import { settleAll, walkTo } from './passing-time.ts'
import { playgroundStories } from './playground-stories.ts'
import type { Shelf } from './policy-shelf.ts'
import { makeShelf, readPolicy } from './policy-shelf.ts'
import type { ChatLog, Conversation, Drafts, Files, Platform, Reception, Store } from './ports.ts'
import { makeReception } from './reception.ts'
import type { Roster } from './roster.ts'
import { makeRoster } from './roster.ts'
import { effectRows, elsewhere, lanesOf, tellLane, tellOperators } from './routing.ts'
import type { Millis, Text } from './rules/nouns.ts'
import type { Who } from './rules/policy.ts'
import type { Spot } from './rules/views.ts'
import { sweepOpenCases } from './sweep.ts'
import type { Timers } from './timers.ts'
import { makeTimers } from './timers.ts'

/** How long an uploaded file may wait for the complaint that names it. */
const UNUSED_FILES_LIVE: Millis = 24 * 3_600_000

const VERSION: string = packageFile.version

/** A house with everything in it. */
export interface House {
  readonly config: Config
  readonly log: Log
  readonly draw: ReturnType<typeof makeDrawing>
  readonly store: Store
  readonly chat: ChatLog
  readonly drafts: Drafts
  readonly files: Files
  readonly shelf: Shelf
  readonly clock: HouseClock
  readonly desk: Desk
  readonly reception: Reception
  readonly conversation: Conversation
  readonly delivery: Delivery
  readonly timers: Timers
  readonly roster: Roster
  readonly platforms: ReadonlyMap<string, Platform>
  readonly server: WebServer
  /** Begins to listen, deliver and ring. Gives the address. */
  start(): Promise<{ readonly url: string; readonly port: number }>
  /** Moves the time people see, stopping at each timer on the way so that everything happens at its own moment. */
  moveTo(to: Millis): Promise<void>
  /** Resolves when nothing submitted, due or queued is left to do now. */
  settle(): Promise<void>
  /**
   * Reads policy and directory again: new cases begin under the new rules; changed people, channels and calendars count
   * for every open case at once. Throws WrongPolicy and changes nothing.
   */
  reload(): Promise<void>
  /** Finishes what is under way and closes everything; nothing acknowledged is lost. */
  stop(): Promise<void>
}

export interface HouseOptions {
  readonly log?: Log
  readonly wall?: () => Millis
  /** Wraps a platform, e.g. to let a test break it. */
  readonly wrap?: (platform: Platform) => Platform
}

/** Opens a house: reads the policy, opens the store, wires the rooms. Nothing listens or sends before `start`. */
export async function openHouse(config: Config, options: HouseOptions = {}): Promise<House> {
  const log = options.log ?? makeLog(config)
  const loaded = readPolicy(config)
  for (const warning of loaded.warnings) log.warn({ code: warning.path }, 'policy warning')
  const { store, chat, drafts, close } = openSqlite({
    file: config.databaseFile,
    numberFor: (now, seq) => numberFor(loaded.policy, now, seq),
    dayOf: (now) => dayOf(now, loaded.policy.company.tz),
    ...(options.wall ? { wall: options.wall } : {}),
  })
  try {
    const clock = await openClock(store, config.playground, options.wall)
    const shelf = await makeShelf(loaded, config, store, clock)
    return await furnish({ config, log, store, chat, drafts, close, clock, shelf, options })
  } catch (error) {
    await close()
    throw error
  }
}

interface Bare {
  readonly config: Config
  readonly log: Log
  readonly store: Store
  readonly chat: ChatLog
  readonly drafts: Drafts
  readonly clock: HouseClock
  readonly shelf: Shelf
  readonly options: HouseOptions
  close(): Promise<void>
}

async function furnish(bare: Bare): Promise<House> {
  const { config, log, store, chat, drafts, clock, shelf, options } = bare
  const { company } = shelf
  const loadPolicy = (version: string): Promise<void> => shelf.load(version)
  const metrics = makeMetrics({ store, clock, version: VERSION })
  const files = openFiles({ folder: config.filesFolder, now: () => clock.now() })
  const platforms = new Map<string, Platform>()
  const lanesTo = (place: Spot): readonly string[] => lanesOf(place, platforms, company)
  const write: typeof wordNotice = (spec, state, timely) => {
    if (spec.kind === 'nag') metrics.nagged(1)
    return wordNotice(spec, state, timely)
  }
  const desk = metrics.timed(
    makeDesk({
      store,
      company,
      clock,
      lanesTo,
      effects: (spec, state) => effectRows(spec, state, platforms, company),
      write,
      loadPolicy,
      committed: () => delivery.wake(),
      observe: metrics.command,
    }),
  )
  const draw = makeDrawing({ store, company, clock, loadPolicy })
  const delivery = makeDelivery({
    store,
    platforms,
    clock,
    log,
    draw,
    report: (send, sent, why) => desk.submit(reportCommand(send, sent, why)),
    onDone: (send, handle) => desk.submit(roomCommand(send, handle)),
    isMoot: (send) => isMoot(send, store),
    elsewhere: (send) => elsewhere(send, platforms, company),
    onClosed: (send, why) => {
      log.warn({ number: send.number, platform: splitLane(send.lane).platform, why }, 'a place is closed')
      const word = closedMessage(send.number, why, company.current.company.lang)
      void tellOperators(word, `closed/${send.lane}/${why}/${send.number}`, platforms, send.lane).catch((err) =>
        log.error({ err }, 'nobody could be told'),
      )
    },
    onGivenUp: (send, why) =>
      tellOperators(
        operatorMessage({ number: send.number, why, lang: company.current.company.lang }),
        `given-up/${send.id}`,
        platforms,
        send.lane,
      ),
    observe: metrics.delivery,
    ...(options.wall ? { wall: options.wall } : {}),
  })
  const watchHolidays = makeHolidayWatch({ calendars: () => company.live.calendars, log })
  const timers = makeTimers({
    store,
    clock,
    log,
    submit: (command) => desk.submit(command),
    nightly: [
      { name: 'holidays', run: async (now) => watchHolidays(now) },
      { name: 'files', run: (now) => files.sweep(now - UNUSED_FILES_LIVE, (sha256) => store.usesFile(sha256)) },
      { name: 'drafts', run: (now) => drafts.forget(now) },
    ],
    minutely: [{ name: 'roster', run: () => roster.refresh() }],
    tenMinutely: [{ name: 'accounts', run: () => roster.look() }],
    observe: metrics.rung,
  })
  const roster = makeRoster({
    ...{ store, company, platforms, log },
    now: () => clock.now(),
    sweep: () => sweepOpenCases(store, desk),
  })
  await roster.open()
  const reception = makeReception({
    ...{ desk, store, files, company, clock, loadPolicy, preferences: roster },
    tell: (person, message) => {
      const lane = lanesTo({ in: 'person', person })[0]
      if (lane !== undefined)
        void tellLane(lane, message, `self/${randomUUID()}`, platforms).catch((err) =>
          log.error({ err }, 'nobody could be told'),
        )
    },
  })
  const conversation = makeConversation({ reception, desk, store, drafts, files, company, clock, loadPolicy })
  const house = {
    config,
    draw,
    log,
    store,
    chat,
    drafts,
    files,
    shelf,
    clock,
    desk,
    reception,
    conversation,
    delivery,
    timers,
    roster,
    platforms,
  }
  const settle = (): Promise<void> => settleAll(house)
  const moveTo = async (to: Millis): Promise<void> => {
    await walkTo(to, { ...house, dayBreaks: roster.refresh })
    watchHolidays(clock.now())
  }
  const routes: Mount[] = [
    {
      app: makeApi({
        backend: makeApiBackend({ desk, store, files, company, clock, loadPolicy }),
        tokens: config.apiTokens,
      }),
      uploads: API_UPLOADS,
    },
  ]
  const links =
    config.publicUrl === undefined ? undefined : makeLinks({ publicUrl: config.publicUrl, secret: houseKey(config) })
  const wall = options.wall ?? Date.now
  const chatty = await openChat(config, {
    ...{ store, company, clock, log, reception, files, meter: metrics.meter },
    conversation,
    links,
    wall,
    tellOperators: (message, key) => tellOperators(message, key, platforms),
  })
  for (const adapter of chatty) {
    platforms.set(adapter.name, options.wrap ? options.wrap(adapter) : adapter)
    if (adapter.routes) routes.push({ ...adapter, app: adapter.routes })
  }
  routes.push(...(await openPages({ ...house, company, loadPolicy, links, wall, adapters: chatty })))
  if (config.playground) await addPlayground(house, { platforms, routes, moveTo, wrap: options.wrap })
  const server = makeServer({
    host: config.host,
    port: config.port,
    routes,
    log,
    ready: () => readiness(house),
    metrics: metrics.text,
    observe: metrics.request,
  })
  return {
    ...house,
    server,
    settle,
    moveTo,
    async start() {
      for (const platform of platforms.values()) await platform.start()
      delivery.start()
      timers.start()
      return server.start()
    },
    async reload() {
      await shelf.reload()
      await roster.open()
      await sweepOpenCases(store, desk)
    },
    async stop() {
      await server.stop()
      await timers.stop()
      await desk.settle()
      await delivery.drain()
      for (const platform of platforms.values()) await platform.stop()
      await bare.close()
    },
  }
}

type Rooms = Omit<House, 'server' | 'start' | 'reload' | 'moveTo' | 'settle' | 'stop'>

interface Extension {
  readonly platforms: Map<string, Platform>
  readonly routes: Mount[]
  readonly wrap: ((platform: Platform) => Platform) | undefined
  moveTo(to: Millis): Promise<void>
}

/** The playground is loaded only when it is on. */
async function addPlayground(house: Rooms, { platforms, routes, moveTo, wrap }: Extension): Promise<void> {
  const { makePlayground, PLAYGROUND_UPLOADS } = await import('../adapters/playground/index.ts')
  const { chat, files, reception, clock, store, shelf } = house
  const playground = makePlayground({
    chat,
    files,
    reception,
    story: playgroundStories({ store, company: shelf.company, clock, loadPolicy: (version) => shelf.load(version) }),
    clock: {
      now: () => clock.now(),
      moveTo,
      nextTimer: () => store.nextTimer(clock.now()),
      nextWorkday: () => calendarOf(shelf.company).nextWorkday(clock.now()),
    },
    directory: () => shelf.company.live.directory,
    frontline: () => frontlineOf(shelf.company),
    roles: () => roleNames(shelf.company),
    lang: () => shelf.company.current.company.lang,
    draw: async (send, lang) => (await house.draw(send, lang))?.card,
    memory: memoryOf('playground', store),
    messages: (number) => store.messages(number),
    waiting: () => store.waiting(clock.now()),
  })
  platforms.set(playground.name, wrap ? wrap(playground) : playground)
  routes.push({ app: playground.routes, uploads: PLAYGROUND_UPLOADS, closing: playground.closing })
}

/** What roles are called: as the approval steps that ask them. */
function roleNames({ current }: Company): Readonly<Record<string, Text>> {
  const steps = Object.values(current.approval.steps)
  return Object.fromEntries(steps.flatMap(({ who, name }) => (who.kind === 'role' ? [[who.id, name]] : [])))
}

/** Whom the policy names as receivers without looking at a case. */
function frontlineOf({ current, live }: Company): readonly string[] {
  const named = (who: Who): readonly string[] => {
    if (who.kind === 'team') return live.directory.teams[who.id]?.members ?? []
    if (who.kind === 'list') return who.of.flatMap(named)
    return who.kind === 'person' ? [who.id] : []
  }
  return current.flow.receivers === undefined ? [] : named(current.flow.receivers)
}

function calendarOf(company: Company) {
  const calendar = company.live.calendars[company.current.company.calendar]
  if (!calendar) throw new Error(`no calendar ${company.current.company.calendar}`)
  return calendar
}

async function readiness({ store, platforms }: Rooms): Promise<readonly string[]> {
  const reasons = [...platforms.values()].map((p) => p.unready()).filter((why) => why !== undefined)
  try {
    await store.setting('ready')
    return reasons
  } catch {
    return [...reasons, 'the database does not answer']
  }
}
