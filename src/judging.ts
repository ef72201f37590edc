/** What a command comes to: the pure decision, and everything that is committed with it beside the case's facts. */
import type { Message } from '../cards/model.ts'
import { rowOf } from './case-row.ts'
import { claimRows, comparing, guardsOf, watched } from './claim-rows.ts'
import type { Company } from './company.ts'
import { gatheredLane } from './lanes.ts'
import type { EffectRow, Judge, NoticeRow, Verdict, ViewRow, Write } from './ports.ts'
import { reactionRow } from './reacting.ts'
import type { About } from './routing.ts'
import { heardCards, livingCards, onlyNoted, type Standing, samePlace, standingFor } from './rules/cards.ts'
import type { Case } from './rules/case.ts'
import type { Timely } from './rules/clocks.ts'
import { timersFor } from './rules/clocks.ts'
import { decide } from './rules/decide.ts'
import { type EffectSpec, effectsFor } from './rules/effects.ts'
import { levelOf } from './rules/environment.ts'
import type { Fact } from './rules/facts.ts'
import { filesIn } from './rules/files.ts'
import { noticesFor } from './rules/notices.ts'
import { isRefusal } from './rules/nouns.ts'
import { promiseTasks } from './rules/promises.ts'
import { afterQuiet } from './rules/quiet.ts'
import { reactionsTo } from './rules/reactions.ts'
import { minutesFor, pastTheHour } from './rules/spread.ts'
import { tasksFor } from './rules/tasks.ts'
import type { NoticeSpec, Spot } from './rules/views.ts'
import { alike, samenessRows } from './sameness-rows.ts'

export interface JudgingParts {
  readonly company: Company
  /** The lanes that lead to a place on the platforms that are on; empty when none does. */
  lanesTo(place: Spot, about?: About): readonly string[]
  /** Rows for something to be done on the platforms that can. */
  effects(spec: EffectSpec, state: Case): readonly EffectRow[]
  /** Fills in a notice's words, in its reader's language. */
  write(spec: NoticeSpec, state: Case, company: Timely): Message
}

/**
 * Judges commands at one moment: the pure decision, and all that it changes outside the case. A case's moments never run
 * backwards, though the clocks of replicas differ: what another one wrote already counts as now.
 */
export function judgeAt(parts: JudgingParts, clock: number): Judge {
  return (command, loaded): Verdict => {
    const { company } = parts
    const now = Math.max(clock, loaded.changed ?? clock)
    const timely = company.under(loaded.case?.policy ?? company.current.version)
    const reachesCustomer = (state: Case): boolean =>
      parts.lanesTo({ in: 'customer', number: state.number }, { state }).length > 0
    const { claims, used: keys } = watched(loaded.claims)
    const { workloads, used: compared } = comparing(loaded.workloads)
    const { others, used: alikes } = alike(loaded)
    const context = {
      ...timely,
      now,
      reachesCustomer,
      claims,
      workloads,
      ...others,
      precedents: loaded.precedents,
      other: loaded.other,
    }
    const decision = decide(loaded.case, command, context, loaded.freshNumber)
    if (isRefusal(decision)) return { answer: decision }
    const { state, facts } = decision
    const write = writeOf(parts, timely, loaded.case, state, facts, new Set([...keys, ...compared, ...alikes]), now)
    // A timer that found the case moved on changes nothing anybody sees; a sweep may have, though no fact says so.
    const seen = facts.length > 0 || command.do === 'sweep'
    // Until a sweep is through after people changed, those who were asked before are told that they are not any more.
    const was = [timely, ...company.earlier(timely.policy.version)]
    return {
      answer: { number: state.number, revision: state.revision },
      write: seen ? { ...write, views: viewsOf(parts, was, timely, loaded.case, state, facts) } : write,
    }
  }
}

/** Everything that is committed with these facts, but for the cards to look at again. */
function writeOf(
  parts: Pick<JudgingParts, 'lanesTo' | 'write' | 'effects'>,
  company: Timely,
  before: Case | undefined,
  state: Case,
  facts: readonly Fact[],
  used: ReadonlySet<string>,
  now: number,
): Write {
  const claims = claimRows(company.policy, state)
  const sameness = samenessRows(company.policy, state, before)
  return {
    state,
    facts,
    row: rowOf(state, now),
    tasks: [...tasksFor(state, company), ...promiseTasks(state, company)],
    timers: timersFor(state, company),
    files: filesIn(facts),
    claims,
    ...(sameness ? { sameness } : {}),
    guards: guardsOf(used, before ? claimRows(company.policy, before) : [], claims),
    views: [],
    notices: noticesFor(facts, state, company).flatMap((spec) => noticeRows(parts, spec, state, company, now)),
    effects: [
      ...effectsFor(before, state, facts, company).flatMap((spec) => parts.effects(spec, state)),
      ...reactionsTo(facts, state, company.policy).map(reactionRow),
    ],
  }
}

/** Cards to look at again: those that should stand now, and those that stood before and are asked no more. */
function viewsOf(
  parts: Pick<JudgingParts, 'lanesTo'>,
  was: readonly Timely[],
  company: Timely,
  before: Case | undefined,
  state: Case,
  facts: readonly Fact[],
): readonly ViewRow[] {
  // Where something is being decided its cards show the words too.
  const decides = state.positions.some(({ asking }) => asking !== undefined)
  if (onlyNoted(facts) && !decides) return viewRows(parts, livingCards(state))
  const after = standingFor(state, company)
  const gone = before
    ? was
        .flatMap((then) => [...standingFor(before, then), ...heardCards(before, then)])
        .filter((old) => !after.some((spec) => spec.key === old.key && samePlace(spec.place, old.place)))
    : []
  return viewRows(parts, [...after, ...gone])
}

function viewRows(parts: Pick<JudgingParts, 'lanesTo'>, cards: readonly Standing[]): ViewRow[] {
  return cards.flatMap(({ key, place }) => parts.lanesTo(place).map((lane) => ({ lane, place, key })))
}

function noticeRows(
  parts: Pick<JudgingParts, 'lanesTo' | 'write'>,
  spec: NoticeSpec,
  state: Case,
  company: Timely,
  now: number,
): readonly NoticeRow[] {
  const lanes = parts.lanesTo(spec.place, { state, urgent: spec.urgent === true || levelOf(state) === 1 })
  if (lanes.length === 0) return []
  const message = parts.write(spec, state, company)
  const later = waitingOf(spec, state, company, now)
  const gathered = later !== undefined || (isReminder(spec) && !message.urgent)
  return lanes.map((lane, i) => ({
    lane: gathered ? gatheredLane(lane) : lane,
    ...later,
    place: spec.place,
    key: i === 0 ? spec.key : `${spec.key}@${lane}`,
    message,
    kind: spec.kind,
    ...(spec.reportTo === undefined ? {} : { reportTo: spec.reportTo }),
  }))
}

/** What a clock says. When somebody urges another, they mean now. */
const isReminder = ({ kind, key }: NoticeSpec): boolean => kind === 'nag' && !key.startsWith('urge/')

/** When a reminder may reach somebody who has quiet hours or put it off, and why; undefined when it may now. Level 1 never waits. */
function waitingOf(
  spec: NoticeSpec,
  state: Case,
  { directory }: Timely,
  now: number,
): Pick<NoticeRow, 'notBefore' | 'waits'> | undefined {
  const { kind, place } = spec
  const person = kind === 'nag' && place.in === 'person' ? directory.people[place.person] : undefined
  if (person === undefined || spec.urgent || levelOf(state) === 1) return undefined
  const at = afterQuiet(person.quiet, person.tz, Math.max(now, spec.notBefore ?? now))
  if (at <= now) return undefined
  // Everybody's quiet hours end at eight.
  const notBefore = pastTheHour(at, person.tz, minutesFor(person.id))
  return { notBefore, waits: at === spec.notBefore ? 'snoozed' : 'quiet' }
}
