/** Clocks of a case: when a position is due, and which moments matter to it. Pure; working time comes from calendars. */

import type { Budget } from './budget.ts'
import type { Calendar } from './calendar.ts'
import { addSpanWithPauses } from './calendar.ts'
import type { Acknowledged, Case, Position } from './case.ts'
import { caseMoments, companyCalendar, isWithIncident } from './case-clocks.ts'
import { spanOf } from './clock-span.ts'
import type { Timer } from './commands.ts'
import { ladderOf, rungMoments } from './ladder.ts'
import type { Millis } from './nouns.ts'
import type { Company } from './people.ts'
import type { ClockRule, Span } from './policy.ts'
import { promiseMoments } from './promises.ts'

/** A company with its working calendars, and what its departments may spend. */
export interface Timely extends Company {
  readonly calendars: Readonly<Record<string, Calendar>>
  readonly budget?: Budget
}

/** The calendar a position's clock runs on: the stage's team's own, else the company's. */
export function calendarOf(position: Position, company: Timely): Calendar {
  const { policy, directory, calendars } = company
  const stage = policy.flow.stages[position.stage]
  const who = stage && 'who' in stage ? stage.who : undefined
  const team = who?.kind === 'team' ? directory.teams[who.id]?.calendar : undefined
  return (team === undefined ? undefined : calendars[team]) ?? companyCalendar(company)
}

/** The clock of a position: its stage's, else the dwell clock (F058). */
export function clockOf(position: Position, { policy }: Company): ClockRule | undefined {
  const stage = policy.flow.stages[position.stage]
  const id = stage?.clock ?? policy.dwell
  return id === undefined ? undefined : policy.clocks[id]
}

/** A clock that runs at a position: its span, from when, and when that is over. */
export interface Running {
  readonly clock: ClockRule
  readonly span: Span
  readonly from: Millis
  readonly due: Millis
}

function running(position: Position, state: Case, company: Timely): Running | undefined {
  const clock = clockOf(position, company)
  if (!clock || position.opens !== undefined) return undefined
  const span = spanOf(clock, state, company.policy)
  // A second visit starts anew: the promise of the first one is already kept or broken.
  const from = clock.from === 'filed' && position.visit === 1 ? state.filed : position.entered
  const due = addSpanWithPauses(calendarOf(position, company), from, span, position.pauses)
  return due === undefined ? undefined : { clock, span, from, due }
}

/** When a position is due, or undefined while it has no clock or its clock stands still. */
export function dueOf(position: Position, state: Case, company: Timely): Millis | undefined {
  return running(position, state, company)?.due
}

/** A due moment with what it means. The position of what is about the whole case is empty. */
export interface Moment extends Timer {
  readonly position: string
  readonly means:
    | { readonly is: 'opens' }
    | { readonly is: 'promise_warning' | 'promise_over'; readonly promise: string }
    | {
        readonly is: 'rung'
        readonly clock: string
        readonly rung: number
        /** Which repeat of it; 0 the first time. */
        readonly again: number
        readonly due: Millis
        /** It would have come before, and waited for whoever said that they are on it. */
        readonly held?: Acknowledged
      }
}

/** Every moment the case waits for. A rung already told is gone; so is everything of a position that was left. */
export function momentsFor(state: Case, company: Timely): readonly Moment[] {
  const promises = promiseMoments(state, company)
  if (state.ended) return promises
  const places = state.positions.flatMap((position) => placeMoments(position, state, company))
  return [...places, ...caseMoments(state, company), ...promises]
}

/** The moments of one open place. */
export function placeMoments(position: Position, state: Case, company: Timely): readonly Moment[] {
  if (position.opens !== undefined) return [opening(state, position, position.opens)]
  const run =
    waitsForPeople(position, company) && !isRemindedElsewhere(state, position, company)
      ? running(position, state, company)
      : undefined
  return run
    ? rungMoments(state, position, run, ladderOf(run.clock.id, company.policy), calendarOf(position, company))
    : []
}

/**
 * The timers of a case: what a store keeps of its moments. Of the rungs of a position, or of a clock of the case, the next
 * alone: once it is told, the one after it is kept, so a ladder of any height costs one row.
 */
export function timersFor(state: Case, company: Timely): readonly Timer[] {
  const moments = momentsFor(state, company)
  return moments
    .filter((one, i) => one.means.is !== 'rung' || moments.findIndex((other) => sameLadder(one, other)) === i)
    .map(({ key, number, at }) => ({ key, number, at }))
}

function sameLadder(a: Moment, b: Moment): boolean {
  if (a.means.is !== 'rung' || b.means.is !== 'rung' || a.position !== b.position) return false
  return a.position !== '' || a.means.clock === b.means.clock
}

function waitsForPeople(position: Position, { policy }: Company): boolean {
  const kind = policy.flow.stages[position.stage]?.kind
  return kind !== 'parallel' && kind !== 'end' && (kind !== 'customer' || position.byHand === true)
}

/**
 * A case that is handled with an incident is reminded of there: dues stay as they are, and so does whatever is major,
 * decides or pays.
 */
function isRemindedElsewhere(state: Case, { stage }: Position, { policy }: Company): boolean {
  const kind = policy.flow.stages[stage]?.kind
  return isWithIncident(state) && kind !== 'decision' && kind !== 'payment'
}

function opening(state: Case, position: Position, at: Millis): Moment {
  return {
    key: `${state.number}|${position.key}|opens/${position.tries}`,
    number: state.number,
    at,
    position: position.key,
    means: { is: 'opens' },
  }
}
