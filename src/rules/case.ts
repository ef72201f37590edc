/** A complaint as it stands: the fold of its facts (see evolve.ts). Plain JSON, so that a store can keep it. */

import type { AlarmsRaised } from './alarms.ts'
import type { Speaks, Workload } from './assignment.ts'
import type { Charge, Spending } from './budget.ts'
import type { Batched, Incident, Surged } from './evolve-batch.ts'
import type { Askable, DerivedValue, Linked, PlannedStep, Proposal, Voiding } from './facts.ts'
import type { Likeness, MergeHappening } from './facts-merge.ts'
import type { Actor, Duty, FieldId, FileRef, Lang, Millis, Money, PersonId, StageId, StepId, Values } from './nouns.ts'
import type { Unusual } from './precedent.ts'
import type { Contact, Promised } from './promises.ts'

/** One approval step in progress. `given` lists who approved; `handed` maps a person to whom they transferred it. */
export interface StepState extends PlannedStep {
  readonly given: readonly PersonId[]
  /** When the last of them approved. */
  readonly heard?: Millis
  readonly handed: Readonly<Record<PersonId, PersonId>>
  /** Who approved in whose place: stand-in by the person they stood in for. */
  readonly stoodIn?: Readonly<Record<PersonId, PersonId>>
  /** Who said no, where that alone did not end the decision. */
  readonly against?: readonly PersonId[]
  /** Whose yes was given in the step before. */
  readonly carried?: readonly PersonId[]
  /** Set aside by an administrator, and the administrators who did: neither is asked. */
  readonly passed?: readonly PersonId[]
  readonly rescuers?: readonly PersonId[]
  /** Whom nothing reached any more: the next by rule are asked. */
  readonly unreached?: readonly PersonId[]
}

/** What an approver asked, and what came of it. It is open while it is neither answered nor dropped. */
export interface Question {
  readonly step: StepId
  readonly by: Actor
  readonly at: Millis
  readonly of: Askable
  readonly text: string
  readonly answer?: {
    readonly by: Actor
    readonly at: Millis
    readonly text: string
    readonly files: readonly FileRef[]
  }
  readonly dropped?: true
  /** Who was to answer it, and could not be reached. */
  readonly unreached?: readonly PersonId[]
}

/** A decision in progress at a position: `at` is the index of the set being asked; earlier ones are done. */
export interface Asking {
  readonly proposal: Proposal
  readonly sequence: readonly (readonly StepState[])[]
  readonly at: number
  readonly linked?: Linked
  /** The amount was unusual among other cases' when it was asked: one tier more. */
  readonly unusual?: Unusual
  /** How the department's budget stood when it was asked. */
  readonly budget?: Spending
  /** Why approvals given before no longer hold. */
  readonly voided?: Voiding
  /** How often it went back to an earlier step. */
  readonly returns?: number
  /** How often somebody's question was asked no more and later may be again: each time with a card of its own. */
  readonly round?: number
}

/** Somebody said that they are on it. `over`: that time has run out, and reminders were told since. */
export interface Acknowledged {
  readonly person: PersonId
  readonly until: Millis
  /** The case's level when they said so. */
  readonly level: 1 | 2 | 3
  readonly over?: true
}

/** An open place in the flow. Several are open at once only inside a parallel stage. */
export interface Position {
  /** `<stage>#<visit>`, unique within the case. */
  readonly key: string
  readonly stage: StageId
  readonly visit: number
  readonly entered: Millis
  /** Revision at which it was entered. */
  readonly since: number
  readonly parent?: string
  readonly branch?: string
  /** The one person asked instead of everybody the stage names (assignment, transfer). */
  readonly assignee?: PersonId
  /** Why it was them of all who could have been asked: what spoke for them, and what they had to do if others had more. */
  readonly chosen?: { readonly person: PersonId; readonly because: readonly Speaks[]; readonly load?: Workload }
  /** Nothing is due before this (call-back). */
  readonly opens?: Millis
  readonly tries: number
  readonly asking?: Asking
  /** Revision of the last change of amount, kind, payee or approvers; a click on an older card is void. */
  readonly bound: number
  readonly pauses: readonly { readonly from: Millis; readonly to?: Millis; readonly why: string }[]
  /** Rungs already told, as `<clock>/<rung>`, repeats as `<clock>/<rung>.<n>`. */
  readonly nagged: readonly string[]
  /** Who said that they are on it, and until when nobody is reminded. */
  readonly acknowledged?: readonly Acknowledged[]
  /** Until when somebody's own reminders wait. */
  readonly snoozed?: Readonly<Record<PersonId, Millis>>
  /** A customer stage that a person must carry out, since no channel could. */
  readonly byHand?: boolean
  /** An unpaid instruction of this payment position. */
  readonly instruction?: string
  readonly questions?: readonly Question[]
  /** Set aside by an administrator, and the administrators who did, where it is no decision. */
  readonly passed?: readonly PersonId[]
  readonly rescuers?: readonly PersonId[]
  /** Whom nothing reached any more, where it is no decision. */
  readonly unreached?: readonly PersonId[]
}

/** A position that is over, kept so that its cards show how it ended. */
export interface Past {
  readonly key: string
  readonly stage: StageId
  readonly visit: number
  readonly entered: Millis
  readonly left: Millis
  readonly result: string
  readonly by: Actor
  readonly reason?: string
  readonly asking?: Asking
  readonly questions?: readonly Question[]
  /** When its clock stood still. */
  readonly pauses?: Position['pauses']
}

/** One payment on an instruction. */
export interface Payment {
  /** Sequence number of its fact. */
  readonly seq: number
  readonly at: Millis
  readonly by?: PersonId
  readonly amount: Money
  readonly voucher: string
  readonly files?: readonly FileRef[]
  /** The bank gave it back. */
  readonly returned?: { readonly at: Millis; readonly by?: PersonId; readonly reason: string }
}

/** An order to pay. `returned`: it was paid, and a payment came back; the case goes back to the payment stage. */
export interface Instruction {
  readonly id: string
  readonly position: string
  readonly proposal: Proposal
  readonly issued: Millis
  /** The budget that its approval was charged to. */
  readonly charged?: Charge
  readonly state: 'issued' | 'paid' | 'failed' | 'cancelled' | 'returned'
  readonly voucher?: string
  readonly by?: PersonId
  /** In the order in which they were made; absent before the first. */
  readonly payments?: readonly Payment[]
}

export interface Note {
  readonly seq: number
  readonly at: Millis
  readonly by: Actor
  readonly text: string
  readonly files: readonly FileRef[]
}

/** A hint that was said to be false: `numbers` never count for it again with this customer. */
export interface Unflagged {
  readonly field: FieldId
  readonly numbers: readonly string[]
  readonly by: Actor
  readonly at: Millis
  readonly reason: string
}

export interface Case {
  readonly number: string
  /** Sequence number of the last fact. */
  readonly revision: number
  readonly policy: string
  readonly lang: Lang
  readonly filed: Millis
  readonly filer: Actor
  /** Where it came in: `playground`, `slack`, `api` … */
  readonly via: string
  /** The channel of the living card. */
  readonly home?: string
  readonly values: Values
  readonly derived: Readonly<Record<FieldId, DerivedValue>>
  readonly positions: readonly Position[]
  readonly past: readonly Past[]
  /** Visits so far by stage. */
  readonly visits: Readonly<Record<StageId, number>>
  /** Who has done which duty; grows only. */
  readonly duties: Readonly<Partial<Record<Duty, readonly PersonId[]>>>
  /** Returned to stage `to`, which answers straight to `stage`, where the decision of `position` goes on. */
  readonly held?: { readonly stage: StageId; readonly to: StageId; readonly position: string }
  /** Why the last approval no longer holds, until the next decision is asked. */
  readonly voided?: Voiding
  /** What is approved and not yet carried out. */
  readonly granted?: Proposal & { readonly position: string; readonly at: Millis; readonly charged?: Charge }
  readonly instructions: readonly Instruction[]
  readonly notes: readonly Note[]
  /** Talks with the customer that were recorded; absent before the first. */
  readonly contacts?: readonly Contact[]
  /** What was promised to the customer, in the order in which it was; absent before the first. */
  readonly promises?: readonly Promised[]
  /** The last reason given for a return, rejection or failure, shown to whoever is asked next. */
  readonly lastReason?: { readonly by: Actor; readonly at: Millis; readonly text: string }
  readonly urged?: Millis
  /** Rungs of the case's own clocks that were told, as `<clock>@<since>/<rung>`. */
  readonly nagged?: readonly string[]
  /** Who has looked at the contact data, each look with a fact of its own. */
  readonly looked?: readonly PersonId[]
  /** What alarming words raised, by kind. */
  readonly alarms?: AlarmsRaised
  /** What was found of other cases about the same, by rule; absent before the first. */
  readonly batches?: Readonly<Record<string, Batched>>
  readonly surges?: Readonly<Record<string, Surged>>
  /** It stands for many cases about the same. */
  readonly incident?: Incident
  /** The incident with which it is handled, while that is open. */
  readonly linked?: { readonly to: string; readonly at: Millis }
  /** What is said about all cases of the incident. */
  readonly worded?: { readonly text: string; readonly from: string; readonly at: Millis }
  /** Hints about repeat claims that an approver said are false. */
  readonly unflagged?: readonly Unflagged[]
  /** The war room: who was called into it, and its handle on each platform where it stands. */
  readonly room?: {
    readonly people: readonly PersonId[]
    readonly reason: string
    readonly handles: Readonly<Record<string, string>>
  }
  /** Other cases that are likely the same, in the order in which they were found. */
  readonly likened?: readonly Likeness[]
  /** The case in which this one goes on. */
  readonly merged?: { readonly into: string }
  /** Cases that were merged into this one, with what they said. */
  readonly absorbed?: readonly (Omit<Extract<MergeHappening, { is: 'absorbed' }>, 'is'> & { readonly at: Millis })[]
  readonly ended?: { readonly stage: StageId; readonly outcome: string; readonly at: Millis }
}

/** The question that a position waits for, and its place among all of them. */
export function openQuestion(position: Position | undefined): (Question & { readonly index: number }) | undefined {
  const index = position?.questions?.findIndex((one) => !one.answer && !one.dropped) ?? -1
  const question = position?.questions?.[index]
  return question && { ...question, index }
}

/** Who is asked no more there, though the rules name them: set aside by an administrator, or out of reach. */
export function asideOf(one: Pick<StepState, 'passed' | 'unreached'>): readonly PersonId[] {
  return [...(one.passed ?? []), ...(one.unreached ?? [])]
}

/** `step` of a position that is not a decision. */
export const NO_STEP: StepId = ''
