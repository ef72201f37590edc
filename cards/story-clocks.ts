/** Clocks of a case in words: time left, paused, late; what the next timer is about, and what came of one. */
import type { Case, Position } from '../src/rules/case.ts'
import type { Moment, Timely } from '../src/rules/clocks.ts'
import { dueOf, momentsFor } from '../src/rules/clocks.ts'
import type { Fact, Happening } from '../src/rules/facts.ts'
import { ladderOf } from '../src/rules/ladder.ts'
import type { Millis } from '../src/rules/nouns.ts'
import type { Who } from '../src/rules/policy.ts'
import { pauseWords } from './case-card.ts'
import { say } from './catalogue.ts'
import { duration, moment } from './format.ts'
import { clockName, inWords, peopleNames, personName, stageName } from './names.ts'
import type { Reader } from './reader.ts'
import { stageOfKey } from './scene.ts'

/** How a position stands in time. `share` is how much of its time is used up, 0 to 1. */
export interface ClockView {
  readonly is: 'running' | 'late' | 'paused' | 'opens' | 'none'
  readonly words: string
  readonly due?: string
  readonly share?: number
  /** What its next timer will do, and when. */
  readonly next?: { readonly at: string; readonly words: string }
}

/** A case at a moment, with its rules and whoever reads. */
export interface Timed {
  readonly state: Case
  readonly company: Timely
  readonly now: Millis
  readonly reader: Reader
}

/** The clock of an open position. */
export function clockView(position: Position, timed: Timed): ClockView {
  const { state, company } = timed
  const next = momentsFor(state, company)
    .filter((one) => one.position === position.key)
    .sort((a, b) => a.at - b.at)[0]
  return {
    ...stand(position, timed),
    ...(next === undefined ? {} : { next: { at: iso(next.at), words: timerWords(next, state, timed.reader) } }),
  }
}

function stand(position: Position, { state, company, now, reader }: Timed): ClockView {
  const { lang, tz } = reader
  const at = (time: Millis): string => moment(time, lang, tz)
  if (position.opens !== undefined) {
    const left = duration(Math.max(0, position.opens - now), lang)
    return {
      is: 'opens',
      words: say(lang, 'page.clock_opens', { at: at(position.opens), left }),
      due: iso(position.opens),
    }
  }
  const pause = position.pauses.find((one) => one.to === undefined)
  if (pause) {
    const why = pauseWords(pause.why, reader)
    return { is: 'paused', words: say(lang, 'page.clock_paused', { since: at(pause.from), why }) }
  }
  const kind = company.policy.flow.stages[position.stage]?.kind
  if (kind === 'customer' && position.byHand !== true) return { is: 'none', words: say(lang, 'page.sending') }
  const due = dueOf(position, state, company)
  if (due === undefined) return { is: 'none', words: say(lang, 'page.clock_none') }
  const share = Math.min(1, Math.max(0, (now - position.entered) / Math.max(1, due - position.entered)))
  const words =
    due < now
      ? say(lang, 'page.clock_late', { late: duration(now - due, lang), due: at(due) })
      : say(lang, 'page.clock_left', { left: duration(due - now, lang), due: at(due) })
  return { is: due < now ? 'late' : 'running', words, due: iso(due), share }
}

/** What a timer will do: remind whoever is asked, tell somebody above them, or open a call-back. */
export function timerWords({ number, position, means }: Moment, state: Case, reader: Reader): string {
  const { lang, policy } = reader
  const ofCase = position === '' && means.is === 'rung'
  const stage = ofCase ? clockName(means.clock, reader) : stageName(stageOfKey(position), reader)
  if (means.is === 'opens') return say(lang, 'page.next_opens', { number, stage })
  if ('promise' in means) return say(lang, 'promise.next', { number })
  const to = ladderOf(means.clock, policy)[means.rung]?.to
  if (to === undefined || to === 'asked') return say(lang, 'page.next_reminder', { number, stage })
  return say(lang, 'page.next_escalation', { number, stage, who: whoWords(to, state, reader) })
}

function whoWords(to: 'leader' | Who, state: Case, reader: Reader): string {
  if (to === 'leader') return say(reader.lang, 'page.leader')
  switch (to.kind) {
    case 'person':
      return personName(to.id, reader)
    case 'team': {
      const team = reader.directory.teams[to.id]
      return team ? inWords(team.name, reader.lang) : to.id
    }
    case 'role': {
      const step = Object.hasOwn(reader.policy.approval.steps, to.id) ? reader.policy.approval.steps[to.id] : undefined
      return step ? inWords(step.name, reader.lang) : to.id
    }
    case 'field': {
      const value = state.values[to.id]
      return typeof value === 'string' ? personName(value, reader) : say(reader.lang, 'card.nobody')
    }
    case 'route':
    case 'list':
      return say(reader.lang, 'page.leader')
  }
}

/** Something that happened by itself while time passed. */
export interface Passed {
  readonly is: 'reminder' | 'escalation' | 'opened'
  readonly number: string
  readonly at: string
  readonly words: string
}

/** What a fact says that a clock wrote; undefined for everything people did. */
export function passedWords({ at, what }: Fact, number: string, reader: Reader): Passed | undefined {
  const { lang, policy } = reader
  if (what.is === 'opened') {
    const stage = stageName(stageOfKey(what.position), reader)
    return { is: 'opened', number, at: iso(at), words: say(lang, 'page.said_opens', { number, stage }) }
  }
  if (what.is === 'promise_warned' || what.is === 'promise_broken') return promisePassed(at, what, number, reader)
  if (what.is !== 'nagged' || what.joined) return undefined
  const stage = what.position === '' ? clockName(what.clock, reader) : stageName(stageOfKey(what.position), reader)
  const params = { number, stage, people: peopleNames(what.people, reader) }
  const above = (ladderOf(what.clock, policy)[what.rung]?.to ?? 'asked') !== 'asked'
  return above
    ? { is: 'escalation', number, at: iso(at), words: say(lang, 'page.said_escalation', params) }
    : { is: 'reminder', number, at: iso(at), words: say(lang, 'page.said_reminder', params) }
}

function promisePassed(
  at: Millis,
  what: Extract<Happening, { is: 'promise_warned' | 'promise_broken' }>,
  number: string,
  reader: Reader,
): Passed | undefined {
  if (what.people.length === 0) return undefined
  const people = peopleNames(what.people, reader)
  return { is: 'reminder', number, at: iso(at), words: say(reader.lang, 'promise.said', { number, people }) }
}

/** A moment as data writes it. */
export function iso(at: Millis): string {
  return new Date(at).toISOString()
}
