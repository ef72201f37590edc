/** The playground: a chat in the browser where one person plays every role. The first of the chat platforms. */
import { Hono, type MiddlewareHandler } from 'hono'
import type { Abilities, Peers, Platform } from '../../src/ports.ts'
import { readJson } from './body.ts'
import { moveClock, readClock } from './clock.ts'
import { serve, upload } from './files.ts'
import { guard } from './guard.ts'
import { messages } from './messages.ts'
import { NAME, type PlaygroundOptions } from './options.ts'
import { pageRoutes } from './page.ts'
import { addressOf } from './places.ts'
import { answerMalformed } from './problem.ts'
import { receive } from './receive.ts'
import { act } from './requests.ts'
import { makeRoomBook } from './rooms.ts'
import { makeSampleDesk } from './sample.ts'
import { makeSends } from './send.ts'
import { state } from './state.ts'
import { story } from './story.ts'
import { type Bell, makeBell, stream } from './stream.ts'
import { thread } from './thread.ts'

export type { MovableClock, PlaygroundOptions } from './options.ts'

const ABILITIES: Abilities = {
  updates: 'anytime',
  recognisesKeys: true,
  reachesCustomers: true,
  perLaneSecond: 10_000,
  sideBySide: true,
}

/** A room that another replica opened is seen after so many milliseconds. */
const ROOMS = 500

/** Paths whose bodies may be as large as a file. */
export const PLAYGROUND_UPLOADS = ['/playground/api/files'] as const

/**
 * The platform, and the routes to mount: the page at `/`, everything else under `/playground`. `closing` ends the open
 * event streams before the server stops.
 */
export function makePlayground(house: PlaygroundOptions): Platform & { readonly routes: Hono; closing(): void } {
  const bell = bellOf(house.peers)
  const book = makeRoomBook(house.memory, bell.ring)
  const options: PlaygroundOptions = { ...house, directory: () => book.withRooms(house.directory()) }
  return {
    name: NAME,
    abilities: ABILITIES,
    address: (place) => addressOf(place, options.directory()),
    ...makeSends(options, bell.ring),
    rooms: book.rooms,
    start: book.open,
    stop: async () => bell.close(),
    closing: bell.close,
    unready: () => undefined,
    routes: routesOf(options, bell, house.peers === undefined ? undefined : book.open),
  }
}

/** Rings for everybody who looks, here and at the other replicas. */
function bellOf(peers: Peers | undefined): Bell {
  const here = makeBell(() => peers !== undefined && !peers.hearing())
  if (peers === undefined) return here
  peers.hear('posts', here.ring)
  peers.hear('clock', here.ring)
  return {
    ...here,
    get closed() {
      return here.closed
    },
    ring() {
      here.ring()
      peers.tell('posts')
    },
  }
}

/** Everything, guarded. While a sample company is loaded, only it may act: it does so by the routes behind the gate. */
function routesOf(options: PlaygroundOptions, bell: Bell, lookUp: (() => Promise<void>) | undefined): Hono {
  const chat = chatRoutes(options, bell)
  const sample = makeSampleDesk(options.story.sample, chat, bell.ring)
  const app = new Hono()
  app.onError(answerMalformed)
  app.use('/', guard)
  app.use('/playground/*', guard)
  if (lookUp !== undefined) app.use('/playground/api/*', sawOthers(options, lookUp))
  app.use('/playground/api/*', sample.gate)
  app.get('/playground/api/sample', sample.look)
  app.post('/playground/api/sample', sample.begin)
  app.route('/', chat)
  return app
}

/** What another replica did since: where the clock stands now, and every so often which rooms there are. */
function sawOthers({ clock }: PlaygroundOptions, lookUp: () => Promise<void>): MiddlewareHandler {
  let looked = Number.NEGATIVE_INFINITY
  return async (_, next) => {
    const rooms = performance.now() - looked > ROOMS
    if (rooms) looked = performance.now()
    await Promise.all([clock.sync?.(), rooms ? lookUp() : undefined])
    await next()
  }
}

function chatRoutes(options: PlaygroundOptions, bell: Bell): Hono {
  const app = new Hono()
  app.onError(answerMalformed)
  app.get('/playground/api/state', (c) => state(options, c))
  app.get('/playground/api/thread', (c) => thread(options, c))
  app.get('/playground/api/case', (c) => story(options, c))
  app.get('/playground/api/messages', (c) => messages(options, c))
  app.get('/playground/api/stream', (c) => stream(options, bell, c))
  app.post('/playground/api/act', async (c) => {
    const reply = await receive(options, await readJson(c, act))
    // What waits for whom may have changed, and a plain message was posted.
    bell.ring()
    return c.json(reply)
  })
  app.get('/playground/api/clock', (c) => readClock(options, c))
  app.post('/playground/api/clock', async (c) => {
    const response = await moveClock(options, c)
    bell.ring()
    return response
  })
  app.post('/playground/api/files', (c) => upload(options.files, c))
  app.get('/playground/files/:sha256', (c) => serve(options.files, c))
  app.route('/', pageRoutes(options))
  return app
}
