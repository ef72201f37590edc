/**
 * Clocks of the whole case (F024, F051, F054-F056, F059): they run from something that happens in it until something else
 * does, whoever holds it meanwhile, and are about somebody of their own. Pure.
 */
import type { Calendar } from './calendar.ts'
import { addSpanWithPauses } from './calendar.ts'
import type { Case, Position } from './case.ts'
import { spanOf } from './clock-span.ts'
import type { Moment, Running, Timely } from './clocks.ts'
import { environment, levelOf } from './environment.ts'
import type { Happening } from './facts.ts'
import { ladderOf, rungId, rungMoments } from './ladder.ts'
import type { Millis, StageId } from './nouns.ts'
import type { Company } from './people.ts'
import type { CaseSpan, ClockRule, Event, Policy } from './policy.ts'

/** A clock of the case that runs: since when, until when, and the rungs of it that were told. */
export interface CaseRun extends Running {
  readonly over: CaseSpan
  /** It as if it were a place of the case: what a ladder climbs. */
  readonly place: Position
}

/** The clocks of the case that run now, in the order of the policy. */
export function caseRuns(state: Case, company: Timely): readonly CaseRun[] {
  // An incident has no customer of its own.
  if (state.ended || state.incident) return []
  return Object.values(company.policy.clocks).flatMap((clock): readonly CaseRun[] => {
    const run = clock.over ? runOf(clock, clock.over, state, company) : undefined
    return run ? [run] : []
  })
}

function runOf(clock: ClockRule, over: CaseSpan, state: Case, company: Timely): CaseRun | undefined {
  const { policy } = company
  const from = beganAt(over.from, state)
  if (from === undefined || happenedSince(over.until, from, state, policy)) return undefined
  if (over.when && !over.when.test(environment(policy, state))) return undefined
  const span = spanOf(clock, state, policy)
  const pauses = pausesOf(state)
  const due = addSpanWithPauses(companyCalendar(company), from, span, pauses)
  if (due === undefined) return undefined
  const mark = `${clock.id}@${from}/`
  const told = (state.nagged ?? []).filter((one) => one.startsWith(mark))
  const place: Position = {
    key: `${clock.id}@${from}`,
    stage: '',
    visit: 1,
    entered: from,
    since: 1,
    bound: 1,
    tries: 0,
    pauses,
    nagged: told.map((one) => `${clock.id}/${one.slice(mark.length)}`),
  }
  return { clock, over, span, from, due, place }
}

/** Is it reminded of through the incident with which it is handled? Not at level 1. */
export function isWithIncident(state: Case): boolean {
  return state.linked !== undefined && levelOf(state) !== 1
}

/** The moments of all rungs of the case's own clocks that were not told yet. They belong to no position. */
export function caseMoments(state: Case, company: Timely): readonly Moment[] {
  if (isWithIncident(state)) return []
  return caseRuns(state, company).flatMap((run) => momentsOfRun(run, state, company))
}

/** The same of one of them. */
export function momentsOfRun(run: CaseRun, state: Case, company: Timely): readonly Moment[] {
  const ladder = ladderOf(run.clock.id, company.policy)
  const moments = rungMoments(state, run.place, run, ladder, companyCalendar(company))
  return moments.map((moment) => ({ ...moment, position: '' }))
}

/** How a rung that was told is remembered by the case: `<clock>@<since>/<rung>`, its nth repeat as `….<n>`. */
export function caseRungId({ clock, rung, again, from }: NaggedFact, filed: Millis): string {
  return rungId(`${clock}@${from ?? filed}`, rung, again)
}

type NaggedFact = Pick<Extract<Happening, { is: 'nagged' }>, 'clock' | 'rung' | 'again' | 'from'>

/** The company's own calendar: a clock of the whole case belongs to no team. */
export function companyCalendar({ policy, calendars }: Timely): Calendar {
  const calendar = calendars[policy.company.calendar]
  if (!calendar) throw new Error(`no calendar ${policy.company.calendar}`)
  return calendar
}

/** Pauses of every place, those that are over too: nobody is late while the case waits for the customer. */
function pausesOf({ positions, past }: Case): Position['pauses'] {
  return [...past.flatMap(({ pauses = [] }) => pauses), ...positions.flatMap(({ pauses }) => pauses)]
}

/** When it began, the last time that it did: what is done once more is measured anew. */
function beganAt(from: CaseSpan['from'], state: Case): Millis | undefined {
  if (from === 'filed') return state.filed
  const times = 'entered' in from ? enteredAt(from.entered, state) : leftAt(from.left, state)
  return times.length === 0 ? undefined : Math.max(...times)
}

/** Whether it has happened at or after `since`. */
export function happenedSince(event: Event, since: Millis, state: Case, policy: Policy): boolean {
  if (event === 'ended') return state.ended !== undefined && state.ended.at >= since
  if (event === 'contacted') return contactsOf(state, policy).some((at) => at >= since)
  const times = 'entered' in event ? enteredAt(event.entered, state) : leftAt(event.left, state)
  return times.some((at) => at >= since)
}

/** When somebody talked to the customer, or the customer was told something by a message or by a person. */
function contactsOf({ contacts = [], past }: Case, { flow }: Company['policy']): readonly Millis[] {
  const told = past.filter(({ stage, result }) => flow.stages[stage]?.kind === 'customer' && result === 'told')
  return [...contacts.map(({ at }) => at), ...told.map(({ left }) => left)]
}

function enteredAt(stages: readonly StageId[], { positions, past }: Case): readonly Millis[] {
  return [...positions, ...past].flatMap(({ stage, entered }) => (stages.includes(stage) ? [entered] : []))
}

function leftAt(stages: readonly StageId[], { past }: Case): readonly Millis[] {
  return past.flatMap(({ stage, left }) => (stages.includes(stage) ? [left] : []))
}
