/**
 * The ladder of reminders: who is told of a running clock, and when (C17, D12, D13). A rung is told at its own moment, but
 * never at a full or half hour, and not while somebody who is asked has said that they are on it. Pure.
 */
import type { Calendar } from './calendar.ts'
import { addSpan, addSpanWithPauses, shareOfSpanWithPauses } from './calendar.ts'
import type { Acknowledged, Case, Position } from './case.ts'
import type { Moment, Running } from './clocks.ts'
import { levelOf } from './environment.ts'
import type { ClockId, Millis } from './nouns.ts'
import type { Policy, Rung, Span } from './policy.ts'
import { minutesFor, pastTheHour } from './spread.ts'
import { HOUR } from './zone.ts'

/** The rungs of a clock: its own, else the policy's. */
export function ladderOf(clock: ClockId, policy: Policy): readonly Rung[] {
  return (Object.hasOwn(policy.clocks, clock) ? policy.clocks[clock]?.ladder : undefined) ?? policy.ladder
}

/** How a rung that was told is remembered: `<clock>/<rung>`, its nth repeat as `<clock>/<rung>.<n>`. */
export function rungId(clock: ClockId, rung: number, again = 0): string {
  return again === 0 ? `${clock}/${rung}` : `${clock}/${rung}.${again}`
}

/** A rung by its place on a clock's ladder; undefined when the clock has no such rung. */
export function rungAt(
  { clock, rung }: { readonly clock: ClockId; readonly rung: number },
  policy: Policy,
): Rung | undefined {
  return ladderOf(clock, policy)[rung]
}

/** The rung behind a remembered id. */
export function rungOf(id: string, policy: Policy): Rung | undefined {
  const slash = id.lastIndexOf('/')
  return rungAt({ clock: id.slice(0, slash), rung: Number.parseInt(id.slice(slash + 1), 10) }, policy)
}

/** How long after the end a rung is told; undefined for a share of the time. `urgent`: at level 1. */
export function afterOf({ at, l1 }: Rung, urgent: boolean): Span | undefined {
  if (!('after' in at)) return undefined
  return urgent ? (l1 ?? at.after) : at.after
}

/** True for a rung that comes before the time is up. */
export function warns({ at }: Rung): boolean {
  return 'share' in at && at.share < 1
}

/**
 * Until when nobody is reminded of this position, and who said so; undefined when nobody did. What was said before a case
 * rose to level 1 holds no longer.
 */
export function heldUntil({ acknowledged = [] }: Position, state: Case): Acknowledged | undefined {
  const urgent = levelOf(state) === 1
  const standing = acknowledged.filter(({ level }) => !urgent || level === 1)
  return standing.length === 0 ? undefined : standing.reduce((last, one) => (one.until >= last.until ? one : last))
}

interface Telling {
  readonly rung: number
  readonly again: number
  readonly at: Millis
}

/** The moments of all rungs that were not told yet, in the order in which they are told. */
export function rungMoments(
  state: Case,
  position: Position,
  run: Running,
  ladder: readonly Rung[],
  calendar: Calendar,
): readonly Moment[] {
  const urgent = levelOf(state) === 1
  const held = heldUntil(position, state)
  const all = ladder
    .flatMap((rung, index) => tellingsOf(rung, index, position, run, calendar, urgent))
    .sort((a, b) => a.at - b.at)
  let last = Number.NEGATIVE_INFINITY
  return all.flatMap(({ rung, again, at }) => {
    const waits = held !== undefined && at < held.until ? { held } : {}
    const from = waits.held?.until ?? at
    last = Math.max(last, urgent ? from : spread(from, position, run, calendar))
    const id = rungId(run.clock.id, rung, again)
    if (position.nagged.includes(id)) return []
    const means = { is: 'rung' as const, clock: run.clock.id, rung, again, due: run.due, ...waits }
    const key = `${state.number}|${position.key}|${position.tries}|${id}`
    return [{ key, number: state.number, at: last, position: position.key, means }]
  })
}

/** A rung and its repeats. Whoever pauses a late clock is not reminded meanwhile either. */
function tellingsOf(
  rung: Rung,
  index: number,
  position: Position,
  run: Running,
  calendar: Calendar,
  urgent: boolean,
): readonly Telling[] {
  const first = momentOf(rung, position, run, calendar, urgent)
  if (first === undefined) return []
  const found = [{ rung: index, again: 0, at: first }]
  let at: Millis | undefined = first
  for (let again = 1; rung.repeat && again <= rung.repeat.times; again++) {
    at = addSpanWithPauses(calendar, at, rung.repeat.every, position.pauses)
    if (at === undefined) break
    found.push({ rung: index, again, at })
  }
  return found
}

function momentOf(
  rung: Rung,
  position: Position,
  run: Running,
  calendar: Calendar,
  urgent: boolean,
): Millis | undefined {
  const { from, span, due } = run
  const after = afterOf(rung, urgent)
  if (after !== undefined) return addSpanWithPauses(calendar, due, after, position.pauses)
  if (!('share' in rung.at) || !warns(rung)) return due
  const share = shareOfSpanWithPauses(calendar, from, span, rung.at.share, position.pauses)
  if (share === undefined) return undefined
  // A warning is for somebody at work: it waits for working hours, and just before the end it helps nobody any more.
  const at = urgent ? share : calendar.nextOpen(share)
  const last = rung.ahead === undefined ? at + 1 : addSpan(calendar, at, rung.ahead)
  return last > due ? undefined : at
}

/**
 * When it is told: what lies within a minute of a full or half hour comes one to nine minutes after it, since half of all
 * clocks end on the hour and nobody reads thirty messages at once. Stages and owners have a minute of their own, not cases:
 * what one person has due at the same moment reaches them together, so that it can be one message. After a span of an hour
 * or less it is the next minute, for nine would be much of it; at level 1 nothing waits.
 */
function spread(at: Millis, { stage, assignee = '' }: Position, run: Running, calendar: Calendar): Millis {
  const minutes = run.due - run.from <= HOUR ? 1 : minutesFor(`${stage} ${assignee}`)
  return pastTheHour(at, calendar.tz, minutes)
}
