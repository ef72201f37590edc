/** The house: opened from its settings, started, and stopped without losing anything. main-*.ts wire its rooms. */
import { API_UPLOADS, makeApi } from '../adapters/web/api.ts'
import type { Door } from '../adapters/web/door.ts'
import type { Mount, WebServer } from '../adapters/web/server.ts'
import { makeServer } from '../adapters/web/server.ts'
import { openFiles } from '../data/files.ts'
import { type Opened, openDatabase } from '../data/open.ts'
import packageFile from '../package.json' with { type: 'json' }
import { makeApiBackend } from './api-backend.ts'
import { dayOf, numberFor } from './case-numbers.ts'
import { type Config, WrongSettings } from './config.ts'
import { openClock } from './house-clock.ts'
import { houseKey, missingKeys } from './house-key.ts'
import { makeLinks } from './links.ts'
import type { Log } from './log.ts'
import { makeLog } from './log.ts'
import { openChat } from './main-chat.ts'
import { openPages } from './main-pages.ts'
import { openPlayground } from './main-playground.ts'
import type { Rooms } from './main-rooms.ts'
import { openRooms } from './main-rooms.ts'
import { makeMetrics } from './metrics.ts'
import { settleAll, walkTo } from './passing-time.ts'
import type { Loaded } from './policy/load.ts'
import { makeShelf, readPolicy } from './policy-shelf.ts'
import type { ChatAdapter, Files, Platform, Store } from './ports.ts'
import { makeReadiness } from './readiness.ts'
import { tellOperators } from './routing.ts'
import type { Millis } from './rules/nouns.ts'
import { sweepOpenCases } from './sweep.ts'

const VERSION: string = packageFile.version

/** A house with everything in it. */
export interface House extends Rooms {
  readonly server: WebServer
  /** Begins to listen (behind a door that may be open already), deliver and ring. Gives the address. */
  start(door?: Door): Promise<{ readonly url: string; readonly port: number }>
  /** Moves the time people see, stopping at each timer on the way so that everything happens at its own moment. */
  moveTo(to: Millis): Promise<void>
  /** Resolves when nothing submitted, due or queued is left to do now. */
  settle(): Promise<void>
  /**
   * Reads policy and directory again: new cases begin under the new rules; changed people, channels and calendars count
   * for every open case at once. Throws WrongPolicy or WrongSettings, and then changes nothing.
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
  /** False: this replica hears nothing from others, as on a database that carries no word. */
  readonly listens?: boolean
  /** Wraps the store, e.g. to let a simulation fail it or cut it off. */
  readonly wrapStore?: (store: Store) => Store
  /** How delivery waits for a platform's pace; real time when absent. */
  readonly sleep?: (ms: Millis) => Promise<void>
}

/** Opens a house: reads the policy, opens the store, wires the rooms. Nothing listens or sends before `start`. */
export async function openHouse(config: Config, options: HouseOptions = {}): Promise<House> {
  const log = options.log ?? makeLog(config)
  const loaded = usable(config, readPolicy(config))
  for (const warning of loaded.warnings) log.warn({ code: warning.path }, 'policy warning')
  const opened = await openDatabase({
    database: config.database,
    numberFor: (now, seq) => numberFor(loaded.policy, now, seq),
    dayOf: (now) => dayOf(now, loaded.policy.company.tz),
    ...(options.wall ? { wall: options.wall } : {}),
    ...(options.listens === undefined ? {} : { listens: options.listens }),
  })
  const { close } = opened
  const store = options.wrapStore?.(opened.store) ?? opened.store
  try {
    const clock = await openClock({
      ...{ store, shared: opened.shared, movable: config.playground, moved: () => opened.peers.tell('clock') },
      ...(options.wall ? { wall: options.wall } : {}),
    })
    const shelf = await makeShelf(loaded, () => usable(config, readPolicy(config, true)), store, clock)
    const metrics = makeMetrics({ store, clock, version: VERSION })
    const wall = options.wall ?? Date.now
    const files = filesOf(config, opened, () => clock.now())
    const pace = options.sleep ? { sleep: options.sleep } : {}
    const rooms = await openRooms({ ...opened, ...pace, store, config, log, files, clock, shelf, metrics, wall })
    return await openDoors(rooms, options, close)
  } catch (error) {
    await close()
    throw error
  }
}

/** A policy that these settings can serve. Throws WrongSettings. */
function usable(config: Config, loaded: Loaded): Loaded {
  const missing = missingKeys(config, loaded.policy)
  if (missing.length > 0) throw new WrongSettings(missing)
  return loaded
}

/** In the database where replicas share one, unless a folder is named that they share. */
function filesOf({ filesFolder: folder }: Config, { files }: Opened, now: () => Millis): Files {
  if (folder !== undefined) return openFiles({ folder, now })
  if (files === undefined) throw new Error('a SQLite file keeps no attachments: name a folder for them')
  return files(now)
}

/** Lets platforms and the web in, over one server. */
async function openDoors(rooms: Rooms, options: HouseOptions, close: () => Promise<void>): Promise<House> {
  const { config, store, desk, shelf, clock, delivery, timers, roster, platforms, log, metrics } = rooms
  const moveTo = async (to: Millis): Promise<void> => {
    await walkTo(to, { ...rooms, dayBreaks: roster.refresh })
    await rooms.watchHolidays(clock.now())
  }
  const routes = await openRoutes(rooms, moveTo, options.wrap ?? ((platform) => platform))
  const server = makeServer({
    ...{ host: config.host, port: config.port, routes, log },
    ready: makeReadiness(rooms, rooms.wall),
    metrics: metrics.text,
    observe: metrics.request,
  })
  return {
    ...rooms,
    server,
    moveTo,
    settle: () => settleAll(rooms),
    async start(door) {
      for (const platform of platforms.values()) await platform.start()
      delivery.start()
      timers.start()
      return server.start(door)
    },
    async reload() {
      await shelf.reload()
      await roster.open()
      await sweepOpenCases(store, desk, shelf.company)
    },
    async stop() {
      await server.stop()
      await timers.stop()
      await desk.settle()
      await delivery.drain()
      for (const platform of platforms.values()) await platform.stop()
      await close()
    },
  }
}

/** The API, the routes and pages of every chat platform that is on, and the playground; the platforms go to their rooms. */
async function openRoutes(
  rooms: Rooms,
  moveTo: (to: Millis) => Promise<void>,
  wrap: (platform: Platform) => Platform,
): Promise<readonly Mount[]> {
  const { config, clock, shelf, platforms, metrics, wall } = rooms
  const { company } = shelf
  const api = makeApi({
    backend: makeApiBackend({ ...rooms, company }),
    tokens: config.apiTokens,
    inThePast: () => clock.ahead() < 0,
  })
  const { publicUrl } = config
  const links = publicUrl === undefined ? undefined : makeLinks({ publicUrl, secret: houseKey(config) })
  const adapters = await openChat(config, {
    ...{ ...rooms, company, links, meter: metrics.meter },
    tellOperators: (message, key) => tellOperators(message, key, platforms),
  })
  for (const adapter of adapters) platforms.set(adapter.name, wrap(adapter))
  const pages = await openPages({ ...rooms, company, links, wall, adapters })
  const playground = config.playground ? await openPlayground(rooms, moveTo) : undefined
  if (playground) platforms.set(playground.platform.name, wrap(playground.platform))
  return [
    { app: api, uploads: API_UPLOADS },
    ...adapters.flatMap((adapter) => (adapter.routes ? [mount(adapter.routes, adapter)] : [])),
    ...pages,
    ...(playground ? [playground.mount] : []),
  ]
}

const mount = (
  app: Mount['app'],
  { uploads = [], webhooks = [], closing }: Pick<ChatAdapter<Mount['app']>, 'uploads' | 'webhooks' | 'closing'>,
): Mount => ({
  ...{ app, uploads, webhooks },
  ...(closing === undefined ? {} : { closing }),
})
