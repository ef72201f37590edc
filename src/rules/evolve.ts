/** A case is the fold of its facts. Replaying never asks anything: all that a decision used is in the facts. */
import { afterAlarm } from './alarms.ts'
import type { Case } from './case.ts'
import { openQuestion } from './case.ts'
import { caseRungId } from './case-clocks.ts'
import { merged } from './environment.ts'
import { afterBatch } from './evolve-batch.ts'
import {
  added,
  asking,
  backToStep,
  carried,
  concluded,
  handed,
  heard,
  rescued,
  turnedDown,
  unreached,
} from './evolve-decision.ts'
import { afterMerge } from './evolve-merge.ts'
import { assigned, reassigned } from './evolve-owner.ts'
import type { PaymentFact } from './evolve-payment.ts'
import { paid } from './evolve-payment.ts'
import { at, closed, enter, leave, questioned, without } from './evolve-position.ts'
import { afterReminder } from './evolve-reminder.ts'
import type { Fact, Happening } from './facts.ts'
import type { Duty, PersonId } from './nouns.ts'
import { afterPromise } from './promises.ts'

type Of<K extends Happening['is']> = Extract<Happening, { is: K }>

/** The case after one more fact. The first fact must be `filed`. Throws on a fact that cannot follow: a broken history. */
export function evolve(before: Case | undefined, fact: Fact): Case {
  const { what } = fact
  if (what.is === 'filed') return open(fact, what)
  if (!before) throw new Error(`fact ${fact.seq} (${what.is}) of a case that was never filed`)
  if (fact.seq !== before.revision + 1)
    throw new Error(`fact ${fact.seq} does not follow ${before.number}:${before.revision}`)
  return { ...change(before, fact), revision: fact.seq }
}

/** The case that these facts tell, in order. */
export function replay(facts: readonly Fact[]): Case | undefined {
  return facts.reduce<Case | undefined>(evolve, undefined)
}

function open(fact: Fact, what: Of<'filed'>): Case {
  return {
    number: what.number,
    revision: fact.seq,
    policy: what.policy,
    lang: what.lang,
    filed: fact.at,
    filer: fact.by,
    via: fact.via,
    ...(what.home === undefined ? {} : { home: what.home }),
    values: what.values,
    derived: {},
    positions: [],
    past: [],
    visits: {},
    duties: fact.by.kind === 'person' ? { filer: [fact.by.id] } : {},
    instructions: [],
    notes: [],
    ...(what.incident ? { incident: { ...what.incident, cases: [] } } : {}),
  }
}

function change(state: Case, fact: Fact): Case {
  const { what } = fact
  switch (what.is) {
    case 'filed':
      throw new Error(`${state.number} was filed twice`)
    case 'derived':
      return { ...state, derived: { ...state.derived, ...what.values } }
    case 'amended':
      return { ...state, values: merged(state.values, what.values) }
    case 'submitted':
      return { ...withDuty(state, what.duty, actor(fact)), values: merged(state.values, what.values) }
    case 'returned':
      return { ...held(state, what), ...lastReason(fact, what.reason) }
    case 'withdrawn':
    case 'recalled':
    case 'rejected':
      return { ...state, ...lastReason(fact, what.reason) }
    case 'noted':
      return {
        ...state,
        notes: [...state.notes, { seq: fact.seq, at: fact.at, by: fact.by, text: what.text, files: what.files }],
      }
    case 'contacted':
    case 'promised':
    case 'promise_moved':
    case 'promise_kept':
    case 'promise_warned':
    case 'promise_broken':
      return afterPromise(state, fact, what)
    case 'batched':
    case 'surged':
    case 'gathered':
    case 'linked':
    case 'unlinked':
    case 'worded':
      return afterBatch(state, fact.at, what)
    case 'likened':
    case 'merged':
    case 'absorbed':
      return afterMerge(state, fact, what)
    case 'unmasked':
      return fact.by.kind === 'person'
        ? { ...state, looked: [...new Set([...(state.looked ?? []), fact.by.id])] }
        : state
    case 'told':
      return state
    case 'ended':
      return { ...state, ended: { stage: what.stage, outcome: what.outcome, at: fact.at } }
    case 'voided':
      return { ...without(without(state, 'granted'), 'held'), voided: what.why }
    case 'entered':
      return enter(state, fact, what)
    case 'left':
      return leave(state, fact, what)
    case 'asked':
      return {
        ...without(without(without(state, 'granted'), 'held'), 'voided'),
        positions: at(state, what.position, (p) => ({ ...p, bound: fact.seq, asking: asking(what, state) })),
      }
    case 'approved':
      // Whoever is away decided too: it was their authority that was used.
      return {
        ...withDuty(withDuty(state, 'approver', what.person), 'approver', what.for),
        positions: at(state, what.position, (p) => heard(p, what, fact.at)),
      }
    case 'carried':
      return { ...state, positions: at(state, what.position, (p) => carried(p, what, fact.at)) }
    case 'concluded':
      return { ...state, positions: at(state, what.position, (p) => concluded(p, what)) }
    case 'turned_down':
      return {
        ...withDuty(withDuty(state, 'approver', what.person), 'approver', what.for),
        positions: at(state, what.position, (p) => turnedDown(p, what)),
        ...lastReason(fact, what.reason),
      }
    case 'added':
      return { ...state, positions: at(state, what.position, (p) => added(p, what, fact)) }
    case 'sent_back':
      return {
        ...state,
        positions: at(state, what.position, (p) => backToStep(p, what, fact.seq)),
        ...lastReason(fact, what.reason),
      }
    case 'questioned':
      return { ...state, positions: at(state, what.position, (p) => questioned(p, what, fact)) }
    case 'answered':
      return { ...state, positions: at(state, what.position, (p) => closed(p, fact, what)) }
    case 'rescued':
      return {
        ...state,
        positions: at(state, what.position, (p) => rescued(openQuestion(p) ? closed(p, fact) : p, what, fact)),
        ...lastReason(fact, what.reason),
      }
    case 'unreached':
      return { ...state, positions: at(state, what.position, (p) => unreached(p, what)) }
    case 'claimed':
      return { ...state, positions: at(state, what.position, (p) => ({ ...p, assignee: what.person })) }
    case 'granted':
      return {
        ...state,
        granted: {
          ...{ ...what.proposal, position: what.position, at: fact.at },
          ...(what.charged ? { charged: what.charged } : {}),
        },
      }
    case 'chosen':
      return state.granted ? { ...state, granted: { ...without(state.granted, 'options'), ...what.proposal } } : state
    case 'transferred':
      return { ...state, positions: at(state, what.position, (p) => handed(p, what, fact.seq)) }
    case 'assigned':
      return assigned(state, what.position, what)
    case 'reassigned':
      return reassigned(state, what.from, what)
    case 'alarmed':
    case 'alarm_cleared':
      return { ...state, alarms: afterAlarm(state.alarms, fact, what) }
    case 'unflagged': {
      const { field, numbers, reason } = what
      return { ...state, unflagged: [...(state.unflagged ?? []), { field, numbers, by: fact.by, at: fact.at, reason }] }
    }
    case 'room_asked':
      return { ...state, room: { people: what.people, reason: what.reason, handles: {} } }
    case 'room_opened': {
      const { room } = state
      if (!room) throw new Error(`${state.number} has no room that was asked for`)
      return { ...state, room: { ...room, handles: { ...room.handles, [what.platform]: what.handle } } }
    }
    case 'urged':
      return { ...state, urged: fact.at }
    case 'nagged':
      if (what.position === '') return { ...state, nagged: [...(state.nagged ?? []), caseRungId(what, state.filed)] }
      return { ...state, positions: at(state, what.position, (p) => afterReminder(p, what, fact.at)) }
    case 'acknowledged':
    case 'snoozed':
      return { ...state, positions: at(state, what.position, (p) => afterReminder(p, what, fact.at)) }
    case 'paused':
      return {
        ...state,
        positions: at(state, what.position, (p) => ({ ...p, pauses: [...p.pauses, { from: fact.at, why: what.why }] })),
      }
    case 'resumed':
      return { ...state, positions: at(state, what.position, (p) => closed(p, fact)) }
    case 'not_told':
      return { ...state, positions: at(state, what.position, (p) => ({ ...p, byHand: true })) }
    case 'opened':
      return {
        ...state,
        positions: at(state, what.position, (p) => without({ ...p, entered: fact.at, nagged: [] }, 'opens')),
      }
    case 'unanswered':
      return { ...state, positions: at(state, what.position, (p) => ({ ...p, tries: p.tries + 1, opens: what.opens })) }
    case 'instructed':
      return instructed(state, fact, what)
    case 'paid':
    case 'part_paid':
    case 'payment_returned':
    case 'reissued':
    case 'payment_failed':
      return pay(state, fact, what)
  }
}

/** Where a return that comes straight back will come back to. */
function held(state: Case, what: Of<'returned'>): Case {
  const stage = state.positions.find((p) => p.key === what.position)?.stage
  if (!what.straight || stage === undefined) return state
  return { ...state, held: { stage, to: what.to, position: what.position } }
}

function lastReason(fact: Fact, text: string): Pick<Case, 'lastReason'> {
  return { lastReason: { by: fact.by, at: fact.at, text } }
}

function instructed(state: Case, fact: Fact, what: Of<'instructed'>): Case {
  const issued = {
    id: what.id,
    position: what.position,
    proposal: what.proposal,
    issued: fact.at,
    ...(state.granted?.charged ? { charged: state.granted.charged } : {}),
    state: 'issued' as const,
  }
  return {
    ...without(state, 'granted'),
    instructions: [...state.instructions, issued],
    positions: at(state, what.position, (p) => ({ ...p, instruction: what.id })),
  }
}

function pay(state: Case, fact: Fact, what: PaymentFact): Case {
  const instructions = paid(state.instructions, fact, what)
  switch (what.is) {
    case 'paid':
    case 'part_paid':
      return { ...withDuty(state, 'payer', actor(fact)), instructions }
    case 'payment_failed':
      return { ...state, instructions, ...lastReason(fact, what.reason) }
    case 'payment_returned':
      // Money came back: whatever the case ended with, it goes on.
      return { ...without(state, 'ended'), instructions, ...lastReason(fact, what.reason) }
    case 'reissued':
      return {
        ...state,
        instructions,
        positions: at(state, what.position, (p) => ({ ...p, instruction: what.id })),
      }
  }
}

function actor(fact: Fact): PersonId | undefined {
  return fact.by.kind === 'person' ? fact.by.id : undefined
}

function withDuty(state: Case, duty: Duty | undefined, person: PersonId | undefined): Case {
  if (!duty || person === undefined) return state
  const people: readonly PersonId[] = state.duties[duty] ?? []
  if (people.includes(person)) return state
  return { ...state, duties: { ...state.duties, [duty]: [...people, person] } }
}
