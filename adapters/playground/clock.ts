/** `/playground/api/clock`: what time it is here, what comes next, and moving it, forward only. */
import type { Context } from 'hono'
import { z } from 'zod'
import { check, readJson } from './body.ts'
import type { MovableClock, PlaygroundOptions } from './options.ts'
import { nextTimer, passedSince, ringingUntil } from './passing.ts'
import { Malformed } from './problem.ts'
import { type ClockMove, clock as schema } from './requests.ts'

const UNIT: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Days the clock may be moved at once. */
const FURTHEST = 400

const onlooker = z.strictObject({ as: z.string().min(1).max(100).optional(), lang: z.enum(['zh', 'en']).optional() })

/** `{now, ahead, next}`: the time here, milliseconds ahead of the real time, and the next timer in words or null. */
export async function readClock(options: PlaygroundOptions, c: Context): Promise<Response> {
  const who = check(c.req.query(), onlooker)
  c.header('cache-control', 'no-store')
  const next = await nextTimer(options, who)
  return c.json({ now: new Date(options.clock.now()).toISOString(), ahead: options.story.ahead(), next })
}

/**
 * Moves it and answers `{now}` once everything due on the way has happened. With `as` or `lang` in the query it also says
 * what happened, as `passed`.
 */
export async function moveClock(options: PlaygroundOptions, c: Context): Promise<Response> {
  const who = check(c.req.query(), onlooker)
  const move = await readJson(c, schema)
  const { clock } = options
  const now = clock.now()
  const to = await targetOf(clock, move, now)
  if (to < now || to > now + FURTHEST * (UNIT.d ?? 0)) {
    const params = { now: new Date(now).toISOString(), limit: FURTHEST }
    throw new Malformed(400, 'bad_request', 'clock_back', params, move.to === undefined ? 'advance' : 'to')
  }
  const told = who.as !== undefined || who.lang !== undefined
  const ringing = told ? await ringingUntil(options, to) : new Set<string>()
  await clock.moveTo(to)
  const moved = { now: new Date(clock.now()).toISOString() }
  return c.json(told ? { ...moved, passed: await passedSince(options, ringing, now, who) } : moved)
}

async function targetOf(clock: MovableClock, move: ClockMove, now: number): Promise<number> {
  if (move.advance !== undefined) return now + spanOf(move.advance)
  if (move.to === 'next-workday') return clock.nextWorkday()
  if (move.to !== 'next-timer') return Date.parse(move.to ?? '')
  const next = await clock.nextTimer()
  if (next === undefined) throw new Malformed(409, 'bad_request', 'no_timer', {}, 'to')
  return Math.max(next, now)
}

function spanOf(advance: number | string): number {
  return typeof advance === 'number' ? advance : Number(advance.slice(0, -1)) * (UNIT[advance.slice(-1)] ?? 0)
}
