/**
 * Keeps one living connection to the platform, whatever happens: backoff with jitter instead of storms, a watchdog for
 * sockets that died silently, the next connection before the old one goes when the server says so, and a stop that
 * leaves nothing behind.
 */
import type { AdapterLog, AdapterMeter } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { type DingtalkSettings, NAME, type Tuning } from './settings.ts'
import { type Frame, RefusedByGateway, StreamClient } from './stream-client.ts'

/** How a handler answers the frame it was given. Both say whether the answer went out. */
export interface Answering {
  /** Acknowledges with the platform's `response`. */
  done(response: unknown): boolean
  refuse(code: number): boolean
}

export interface StreamParts {
  readonly settings: DingtalkSettings
  readonly tuning: Pick<Tuning, 'backoff' | 'idle' | 'retire' | 'connectLimit'>
  readonly log: AdapterLog
  readonly meter: AdapterMeter
  /** Handlers answer when their work is done; a rejection leaves the frame unacknowledged. */
  robot(frame: Frame, answering: Answering): Promise<void>
  card(frame: Frame, answering: Answering): Promise<void>
  event(frame: Frame): void
  /** The gateway refuses the credentials. */
  refused(): void
  readonly random?: () => number
}

export interface Stream {
  /** Begins to connect; resolves when the first connection lives or the first attempt failed. */
  start(): Promise<void>
  /** Takes nothing new, lets what is under way finish, closes every socket. */
  stop(): Promise<void>
  /** Why nothing can arrive now. */
  unready(): string | undefined
  /** Connections opened so far, and how many live now. */
  counts(): { readonly opened: number; readonly live: number }
}

interface Connection {
  readonly client: StreamClient
  state: 'live' | 'retiring' | 'gone'
  seen: Millis
  readonly born: Millis
}

/** A connection that lived so long was a good one: the backoff begins anew. */
const PROVEN: Millis = 5_000
const DRAIN: Millis = 5_000

/** The supervisor of one app's stream. */
export function makeStream(parts: StreamParts): Stream {
  const { settings, tuning, log, meter, random = Math.random } = parts
  // Monotonic: a clock that is set must not look like silence.
  const wall = (): Millis => performance.now()
  const connections = new Set<Connection>()
  const timers = new Set<NodeJS.Timeout>()
  const busy = new Set<Promise<void>>()
  let watchdog: NodeJS.Timeout | undefined
  let opening: Promise<void> | undefined
  let failures = 0
  let opened = 0
  let stopping = false
  let why: string | undefined = 'not started'

  function later(ms: Millis, act: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (!stopping) act()
    }, ms)
    timers.add(timer)
  }

  function connect(): Promise<void> {
    opening ??= attempt().finally(() => {
      opening = undefined
    })
    return opening
  }

  async function attempt(): Promise<void> {
    const connection: { current?: Connection } = {}
    const client = clientFor(connection)
    try {
      await client.open()
    } catch (error) {
      client.cut()
      failed(error)
      return
    }
    if (stopping) return client.cut()
    opened += 1
    const now = wall()
    const fresh: Connection = { client, state: 'live', seen: now, born: now }
    connection.current = fresh
    connections.add(fresh)
    why = undefined
    meter.count(NAME, 'stream_connections', { result: 'opened' })
    meter.gauge(NAME, 'stream_up', 1)
    // It may have closed before anybody listened.
    if (!client.isOpen()) lost(fresh)
  }

  function failed(error: unknown): void {
    failures += 1
    why = error instanceof RefusedByGateway ? 'the gateway refuses the credentials' : 'the gateway cannot be reached'
    meter.count(NAME, 'stream_connections', { result: 'failed' })
    log.warn({ attempt: failures, is: error instanceof RefusedByGateway ? 'refused' : 'unreachable' }, 'no connection')
    if (error instanceof RefusedByGateway) parts.refused()
    again()
  }

  /** Full jitter over a bound that doubles, never quite nothing. */
  function again(): void {
    const { first, most } = tuning.backoff
    const bound = Math.min(most, first * 2 ** Math.min(20, Math.max(0, failures - 1)))
    later(Math.ceil(bound * (0.2 + 0.8 * random())), () => {
      if (live() === undefined) void connect()
    })
  }

  function lost(connection: Connection): void {
    if (connection.state === 'gone') return
    const wasLive = connection.state === 'live'
    connection.state = 'gone'
    connections.delete(connection)
    if (!wasLive || stopping) return
    meter.count(NAME, 'stream_connections', { result: 'lost' })
    if (live() === undefined) {
      why = 'the connection was lost'
      meter.gauge(NAME, 'stream_up', 0)
    }
    failures = wall() - connection.born >= PROVEN ? 1 : failures + 1
    if (live() === undefined) again()
  }

  /** The server will go: the next connection opens first, the old one lives on for its last answers. */
  function retire(connection: Connection): void {
    if (connection.state !== 'live') return
    connection.state = 'retiring'
    meter.count(NAME, 'stream_connections', { result: 'replaced' })
    void connect()
    later(tuning.retire, () => connection.client.leave())
  }

  const live = (): Connection | undefined => [...connections].find((one) => one.state === 'live')

  function clientFor(holder: { readonly current?: Connection }): StreamClient {
    const mine = (act: (connection: Connection) => void) => () => {
      if (holder.current !== undefined) act(holder.current)
    }
    const client: StreamClient = new StreamClient(
      settings,
      {
        robot: (frame) => handle(frame, client, parts.robot),
        card: (frame) => handle(frame, client, parts.card),
        event: parts.event,
        notice: mine(retire),
        closed: mine(lost),
        sign: mine((connection) => {
          connection.seen = wall()
        }),
        bad(error) {
          meter.count(NAME, 'bad_frames')
          log.warn({ is: error instanceof Error ? error.name : 'error' }, 'a frame could not be read')
        },
      },
      tuning.connectLimit,
    )
    return client
  }

  function handle(frame: Frame, client: StreamClient, how: StreamParts['robot']): void {
    // What is not acknowledged comes again, to whoever listens then.
    if (stopping) return
    const { messageId } = frame.headers
    const say = (went: boolean): boolean => {
      if (!went) meter.count(NAME, 'lost_acks')
      return went
    }
    const answering: Answering = {
      done: (response) => say(client.answer(messageId, response)),
      refuse: (code) => say(client.refuse(messageId, code)),
    }
    const work: Promise<void> = how(frame, answering)
      .catch((err: unknown) => {
        meter.count(NAME, 'failed_frames')
        log.error({ err }, 'a frame could not be worked on')
      })
      .finally(() => busy.delete(work))
    busy.add(work)
  }

  function watch(): void {
    const now = wall()
    for (const { client, seen, state } of connections) {
      if (state !== 'live') continue
      if (now - seen >= tuning.idle * 2) client.cut()
      else if (now - seen >= tuning.idle) client.ping()
    }
  }

  return {
    async start() {
      watchdog = setInterval(watch, Math.max(20, tuning.idle / 4))
      watchdog.unref()
      await connect()
    },
    async stop() {
      stopping = true
      clearInterval(watchdog)
      for (const timer of timers) clearTimeout(timer)
      const patience = new Promise((resolve) => setTimeout(resolve, DRAIN).unref())
      await Promise.race([Promise.allSettled([...busy, opening]), patience])
      for (const { client } of connections) client.leave()
      connections.clear()
      why = 'stopped'
    },
    unready: () => why,
    counts: () => ({ opened, live: connections.size }),
  }
}
