/**
 * The ledger of promises (F120, I11): what was promised to the customer, until when, and what came of it. It ends in exactly
 * one of kept, late and broken, and outlives the case: nothing that was promised is lost because a case was closed.
 */
import type { Case } from './case.ts'
import type { Moment, Timely } from './clocks.ts'
import type { Fact } from './facts.ts'
import type { PromiseHappening } from './facts-promise.ts'
import type { Actor, FileRef, Millis, PersonId, Text, Verb } from './nouns.ts'
import { type Company, ownerOf, resolve } from './people.ts'
import { shareOfSpan } from './span.ts'
import type { Task } from './views.ts'

/** A talk with the customer that somebody recorded. */
export interface Contact {
  readonly seq: number
  readonly at: Millis
  readonly by: Actor
  readonly text: string
  readonly files: readonly FileRef[]
}

/** Something promised to the customer. */
export interface Promised {
  readonly id: string
  readonly what: string | Text
  readonly by: Actor
  readonly at: Millis
  /** Sequence number of the fact that made it, or moved it last. */
  readonly seq: number
  readonly until: Millis
  readonly person?: PersonId
  readonly rule?: number
  readonly instead?: string
  /** How often another time was agreed. */
  readonly moved?: number
  /** Until when it was to be kept when somebody was warned. */
  readonly warned?: Millis
  readonly broken?: Millis
  readonly kept?: { readonly by: Actor; readonly at: Millis; readonly text: string; readonly files: readonly FileRef[] }
  /** It was broken, and another promise was agreed in its place. */
  readonly replaced?: true
}

/** How a promise stands: `broken` may still become `late`, unless another one was agreed in its place. */
export type Standing = 'open' | 'kept' | 'late' | 'broken'

/** How it stands. What its clock has not said yet is open. */
export function standingOf({ kept, until, broken }: Promised): Standing {
  if (kept) return kept.at > until ? 'late' : 'kept'
  return broken === undefined ? 'open' : 'broken'
}

/** Promises that somebody still has to keep: in the order in which they are due. */
export function owedPromises({ promises = [] }: Pick<Case, 'promises'>): readonly Promised[] {
  return promises.filter(({ kept, replaced }) => !kept && !replaced).sort((a, b) => a.until - b.until)
}

/** The same without those of the policy's message, which what happens in the case keeps by itself. */
export function givenPromises(state: Pick<Case, 'promises'>): readonly Promised[] {
  return owedPromises(state).filter(({ rule }) => rule === undefined)
}

/** The case after one of these facts. */
export function afterPromise(state: Case, fact: Fact, what: PromiseHappening): Case {
  const { at, by, seq } = fact
  const { promises = [], contacts = [] } = state
  const edit = (change: (one: Promised) => Promised, id: string): Case => {
    if (!promises.some((one) => one.id === id)) throw new Error(`${state.number} has no promise ${id}`)
    return { ...state, promises: promises.map((one) => (one.id === id ? change(one) : one)) }
  }
  switch (what.is) {
    case 'contacted':
      return { ...state, contacts: [...contacts, { seq, at, by, text: what.text, files: what.files }] }
    case 'promised': {
      const { is: _is, ...said } = what
      const others = promises.map((one) => (one.id === what.instead ? { ...one, replaced: true as const } : one))
      return { ...state, promises: [...others, { ...said, by, at, seq }] }
    }
    case 'promise_moved':
      return edit((one) => ({ ...one, seq, until: what.until, moved: (one.moved ?? 0) + 1 }), what.id)
    case 'promise_kept':
      return edit((one) => ({ ...one, kept: { by, at, text: what.text, files: what.files } }), what.id)
    case 'promise_warned':
      return edit((one) => ({ ...one, warned: what.until }), what.id)
    case 'promise_broken':
      return edit((one) => ({ ...one, broken: at }), what.id)
  }
}

/** Who is to keep a promise now: whoever gave it, their stand-in, or else whoever has the case. */
export function keepersOf({ person }: Pick<Promised, 'person'>, state: Case, company: Company): readonly PersonId[] {
  const { receiver } = state.values
  for (const id of [person, ownerOf(state), receiver]) {
    if (typeof id !== 'string') continue
    const { people } = resolve({ kind: 'person', id }, state, company, new Set())
    if (people.length > 0) return people
  }
  return []
}

/** The moments of open promises: a warning before, and when the time is over. They go on when the case has ended. */
export function promiseMoments(state: Case, company: Timely): readonly Moment[] {
  const { number } = state
  return owedPromises(state).flatMap((one): readonly Moment[] => {
    if (one.broken !== undefined) return []
    const moment = (is: 'promise_warning' | 'promise_over', at: Millis): Moment => ({
      key: `${number}|promise/${one.id}|${one.seq}|${is}`,
      number,
      at,
      position: '',
      means: { is, promise: one.id },
    })
    const warn = one.rule === undefined && one.warned !== one.until ? warnAt(one, company) : undefined
    // A moment that is exactly the last one still keeps the promise.
    return [...(warn === undefined ? [] : [moment('promise_warning', warn)]), moment('promise_over', one.until + 1)]
  })
}

/** When the share of its time has run that the policy warns at: in working time, so that nobody is warned at night. */
function warnAt({ at, until }: Promised, { policy, calendars }: Timely): Millis | undefined {
  const share = policy.promises?.warn
  const calendar = calendars[policy.company.calendar]
  if (share === undefined || !calendar) return undefined
  const working = calendar.workingBetween(at, until)
  const span = working === 0 ? ({ unit: 'h', amount: until - at, text: '' } as const) : undefined
  const moment = span ? shareOfSpan(calendar, at, span, share) : calendar.addWorking(at, Math.round(working * share))
  return moment < until ? moment : undefined
}

/** What can be done about a promise. */
const PROMISE_VERBS: readonly Verb[] = ['keep', 'renew']

/** Promises as tasks of those who are to keep them, for their lists; they have no card of their own. */
export function promiseTasks(state: Case, company: Timely): readonly Task[] {
  return givenPromises(state).flatMap((one): readonly Task[] => {
    const people = keepersOf(one, state, company)
    if (people.length === 0) return []
    return [
      {
        id: `promise/${one.id}`,
        kind: 'promise',
        stage: '',
        position: '',
        people,
        fallback: false,
        verbs: PROMISE_VERBS,
        since: one.at,
        due: one.until,
        revision: one.seq,
      },
    ]
  })
}
