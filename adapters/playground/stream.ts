/** `GET /playground/api/stream`: changes as server-sent events, continued after a break by `Last-Event-ID`. */
import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import type { Lang } from '../../src/rules/nouns.ts'
import { check } from './body.ts'
import { castOf } from './cast.ts'
import { discreet } from './discretion.ts'
import { changesAfter } from './feed.ts'
import type { PlaygroundOptions } from './options.ts'
import { viewerOf } from './places.ts'
import { stream as query } from './requests.ts'
import { spoken } from './spoken.ts'

/** Milliseconds of silence after which something is sent, so that a broken line is noticed. */
const HEARTBEAT = 15_000

/** The same where another replica may change something and cannot say so. */
const LOOK = 1_000

/** Milliseconds in which changes are gathered, so that a burst is read and counted once. */
const GATHER = 30

/** Everybody who is looking. `ring` wakes them after a change; `close` ends their streams. */
export interface Bell {
  ring(): void
  close(): void
  readonly closed: boolean
  /** Resolves at the next ring, or after a while. */
  next(): Promise<void>
}

/** A bell with nobody listening yet. `deaf`: whether something may change without a ring just now. */
export function makeBell(deaf: () => boolean = () => false): Bell {
  const sleepers = new Set<() => void>()
  let closed = false
  const ring = () => {
    const awake = [...sleepers]
    sleepers.clear()
    for (const wake of awake) wake()
  }
  return {
    ring,
    close: () => {
      closed = true
      ring()
    },
    get closed() {
      return closed
    },
    next: () =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          sleepers.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, deaf() ? LOOK : HEARTBEAT)
        sleepers.add(wake)
      }),
  }
}

/** Events: `post` (id: its seq), `people` when what waits for somebody changed, `clock`, and `beat`. */
export function stream(options: PlaygroundOptions, bell: Bell, c: Context): Response {
  const { as, since, lang } = check(c.req.query(), query)
  const last = c.req.header('last-event-id')
  const from = Number(last !== undefined && /^\d{1,15}$/.test(last) ? last : (since ?? 0))
  return streamSSE(c, (line) => follow(options, bell, line, { as, from, lang }))
}

async function follow(
  options: PlaygroundOptions,
  bell: Bell,
  line: SSEStreamingApi,
  { as, from, lang }: { readonly as: string; readonly from: number; readonly lang: Lang | undefined },
): Promise<void> {
  let seq = from
  let people = ''
  let now = 0
  while (!line.aborted && !line.closed && !bell.closed) {
    // Listening before reading: a change between the read and the sleep would be missed otherwise.
    const woken = bell.next()
    const viewer = viewerOf(as, options.directory())
    const feed = await changesAfter(options, viewer, seq)
    seq = feed.seq
    for (const post of await discreet(options, await spoken(options, feed.posts, lang), viewer)) {
      await line.writeSSE({ event: 'post', id: String(post.seq), data: JSON.stringify(post) })
    }
    const cast = JSON.stringify((await castOf(options, 'zh')).map(({ id, waiting }) => ({ id, waiting })))
    if (cast !== people) await line.writeSSE({ event: 'people', data: cast })
    people = cast
    // A clock that merely ticks is told with the heartbeat, one that was moved at once.
    const seen = options.clock.now()
    const clock = { event: 'clock', id: String(seq), data: JSON.stringify({ now: new Date(seen).toISOString() }) }
    if (seen !== now) await line.writeSSE(clock)
    now = seen
    if (feed.more) continue
    await woken
    await line.sleep(GATHER)
  }
}
