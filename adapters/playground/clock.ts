/** `POST /playground/api/clock`: moves the time people see, forward only. */
import type { Context } from 'hono'
import { readJson } from './body.ts'
import type { MovableClock } from './options.ts'
import { Malformed } from './problem.ts'
import { type ClockMove, clock as schema } from './requests.ts'

const UNIT: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Days the clock may be moved at once. */
const FURTHEST = 400

/** Moves it and answers `{now}` once everything due on the way has happened. */
export async function moveClock(clock: MovableClock, c: Context): Promise<Response> {
  const move = await readJson(c, schema)
  const now = clock.now()
  const to = await targetOf(clock, move, now)
  if (to < now || to > now + FURTHEST * (UNIT.d ?? 0)) {
    const params = { now: new Date(now).toISOString(), limit: FURTHEST }
    throw new Malformed(400, 'bad_request', 'clock_back', params, move.to === undefined ? 'advance' : 'to')
  }
  await clock.moveTo(to)
  return c.json({ now: new Date(clock.now()).toISOString() })
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
