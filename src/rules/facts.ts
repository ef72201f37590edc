/** What can have happened to a complaint. Facts are appended, never changed; a case is the fold of its facts. */

import type { AlarmWord } from './alarm-words.ts'
import type { Charge, Spending } from './budget.ts'
import type {
  Actor,
  ClockId,
  Duty,
  FieldId,
  FileRef,
  Lang,
  Millis,
  Money,
  PersonId,
  StageId,
  StepId,
  Values,
} from './nouns.ts'
import type { Unusual } from './precedent.ts'

/** A derived value with the rule that fired (F033, C01). */
export interface DerivedValue {
  readonly value: string | number
  /** The condition's source, or `else`. */
  readonly why: string
}

/** One approval step as planned when the decision was opened; its people are resolved live. */
export interface PlannedStep {
  readonly step: StepId
  /** Why this step: the tier, the grade rule, the extra rule, as written in the policy. */
  readonly why: readonly string[]
  /** Who wanted this approver heard as well; absent for steps that the policy calls for. */
  readonly added?: { readonly by: PersonId; readonly reason: string }
}

/** Where an added approver is heard: before the step that asked for it, after it, or beside it. */
export const ADD_PLACES = ['before', 'after', 'beside'] as const
export type AddPlace = (typeof ADD_PLACES)[number]

/** Of whom an approver can ask something. The customer is asked by whoever talks to them. */
export const ASKABLE = ['filer', 'owner', 'customer'] as const
export type Askable = (typeof ASKABLE)[number]

/** After a return: through everything in between again, or straight back to whoever returned it. */
export const WAYS_BACK = ['again', 'straight'] as const

/** What a decision is about. Any later change of it voids the decision. */
export interface Proposal {
  readonly kind: string
  readonly amount: Money
  readonly payee: string
  /** What the customer may choose from, where that is more than one; kind and amount are then those of the dearest. */
  readonly options?: readonly Offer[]
}

/** One of the options of a plan. */
export interface Offer {
  readonly kind: string
  readonly amount: Money
}

/** What other cases were granted about the same order or machine, which counts towards the tier of this one (I05). */
export interface Linked {
  readonly sum: Money
  /** The other cases' numbers, in order. */
  readonly numbers: readonly string[]
  /** Field by field, where several of them link it to others; one case may stand under each. */
  readonly under?: readonly { readonly field: FieldId; readonly sum: Money; readonly numbers: readonly string[] }[]
}

/** Why an approval no longer holds. `steps`: other steps are called for than those that were asked. */
export type Voiding = 'amount' | 'kind' | 'payee' | 'sum' | 'budget' | 'steps' | 'second_handling'

export type Happening =
  /** The complaint arrived. `values` holds `text` and whatever else was known. */
  | {
      readonly is: 'filed'
      readonly number: string
      readonly policy: string
      readonly lang: Lang
      readonly channel: string
      readonly values: Values
      /** The channel where the case keeps its living card; chosen once, so that the card never wanders. */
      readonly home?: string
    }
  /** Derived values after any change of fields; only when one changed. */
  | { readonly is: 'derived'; readonly values: Readonly<Record<FieldId, DerivedValue>> }
  /** Fields were corrected or completed outside a form stage's submit; `null` empties a field. */
  | { readonly is: 'amended'; readonly values: Readonly<Record<FieldId, Values[string] | null>> }
  /** A position was opened in a stage. */
  | {
      readonly is: 'entered'
      readonly position: string
      readonly stage: StageId
      readonly parent?: string
      readonly branch?: string
      readonly opens?: Millis
    }
  /** Somebody became the one owner (F045). */
  | { readonly is: 'assigned'; readonly position: string; readonly person: PersonId; readonly why: string }
  /** A form was filled in at a position. */
  | {
      readonly is: 'submitted'
      readonly position: string
      readonly duty?: Duty
      readonly values: Readonly<Record<FieldId, Values[string] | null>>
    }
  /**
   * A decision was opened: these steps, one set after the other; steps of one set side by side. `linked` is what was
   * found in other cases at this moment; it is never asked again.
   */
  | {
      readonly is: 'asked'
      readonly position: string
      readonly proposal: Proposal
      readonly sequence: readonly (readonly PlannedStep[])[]
      readonly linked?: Linked
      /** The amount was unusual among other cases' when it was asked. */
      readonly unusual?: Unusual
      /** How the department's budget stood at this moment. */
      readonly budget?: Spending
      /** The earlier position whose approvals still count: nothing that they were about has changed since. */
      readonly keeps?: string
    }
  | {
      readonly is: 'approved'
      readonly position: string
      readonly step: StepId
      readonly person: PersonId
      /** In whose place a stand-in approved. */
      readonly for?: PersonId
      /** The revision of the card that was clicked. */
      readonly revision: number
      /** The digest of that card as it was drawn (I24), where one stood in front of this person. */
      readonly seen?: string
      /** The set of steps being asked is complete with this one. */
      readonly completes: boolean
      /** The set asked next, where that is not simply the one behind it. */
      readonly next?: number
    }
  /** Whoever approved the step before is asked by this one too: their yes counts here as well (D11). */
  | {
      readonly is: 'carried'
      readonly position: string
      readonly step: StepId
      readonly from: StepId
      readonly person: PersonId
      readonly completes: boolean
      readonly next?: number
    }
  | {
      readonly is: 'turned_down'
      readonly position: string
      readonly step: StepId
      readonly person: PersonId
      readonly for?: PersonId
      readonly reason: string
      readonly seen?: string
      /** False while the others of the step can still carry it. Absent: it ended the decision. */
      readonly ends?: boolean
    }
  /** Whoever was still to be heard is not asked any more, and what the others said decides (D17). */
  | {
      readonly is: 'concluded'
      readonly position: string
      readonly step: StepId
      /** Enough said yes; otherwise it can no longer become enough. */
      readonly complete: boolean
      /** The set asked next, where that is not simply the one behind it. */
      readonly next?: number
    }
  /** An approver wanted somebody else to be heard as well (加签). */
  | {
      readonly is: 'added'
      readonly position: string
      readonly step: StepId
      readonly person: PersonId
      readonly place: AddPlace
      readonly reason: string
    }
  /** An approver wants an earlier step to look again (退回), and to hear from it directly or through those in between. */
  | {
      readonly is: 'sent_back'
      readonly position: string
      readonly step: StepId
      readonly to: StepId
      readonly straight: boolean
      readonly reason: string
      readonly seen?: string
    }
  /** An approver asked something; the decision and its clock wait for the answer. */
  | {
      readonly is: 'questioned'
      readonly position: string
      readonly step: StepId
      readonly of: Askable
      readonly text: string
    }
  | { readonly is: 'answered'; readonly position: string; readonly text: string; readonly files: readonly FileRef[] }
  /** Whoever proposed it took the proposal back. */
  | { readonly is: 'recalled'; readonly position: string; readonly reason: string }
  /** One of several who are asked took it on. */
  | { readonly is: 'claimed'; readonly position: string; readonly person: PersonId }
  /** An administrator set these people aside, so that the next by rule are asked. It decides nothing (D17). */
  | {
      readonly is: 'rescued'
      readonly position: string
      readonly step?: StepId
      readonly people: readonly PersonId[]
      readonly reason: string
    }
  /** Nothing reaches these people, so that the next by rule are asked in their place. It decides nothing either (D17). */
  | {
      readonly is: 'unreached'
      readonly position: string
      readonly step?: StepId
      readonly people: readonly PersonId[]
      /** What the platform said. */
      readonly why: string
    }
  /** All steps approved: this much, this kind, to this payee may be carried out once. */
  | {
      readonly is: 'granted'
      readonly position: string
      readonly proposal: Proposal
      /** The budget it is charged to, from now on and for good. */
      readonly charged?: Charge
    }
  /** The customer chose among what was approved: from now on this alone is granted. */
  | { readonly is: 'chosen'; readonly position: string; readonly proposal: Proposal }
  /** An approval no longer holds because what it was about changed. */
  | { readonly is: 'voided'; readonly why: Voiding }
  /** `straight`: from there it comes straight back, past what lies between. */
  | {
      readonly is: 'returned'
      readonly position: string
      readonly to: StageId
      readonly reason: string
      readonly straight?: true
      readonly seen?: string
    }
  | { readonly is: 'rejected'; readonly position: string; readonly reason: string }
  | { readonly is: 'withdrawn'; readonly reason: string }
  | {
      readonly is: 'transferred'
      readonly position: string
      readonly step?: StepId
      readonly from: PersonId
      readonly to: PersonId
      readonly reason: string
    }
  /** A position was left with a result. `cancelled`: a parallel sibling or the whole case ended it. */
  | { readonly is: 'left'; readonly position: string; readonly result: string; readonly reason?: string }
  /** Finance was instructed (F091). `id` is `<number>-P<n>`. */
  | { readonly is: 'instructed'; readonly position: string; readonly id: string; readonly proposal: Proposal }
  | {
      readonly is: 'paid'
      readonly position: string
      readonly id: string
      readonly proposal: Proposal
      readonly voucher: string
      readonly files?: readonly FileRef[]
      /** The last part, where earlier ones were paid before. */
      readonly amount?: Money
    }
  /** A part was paid; the instruction stays open for the rest (F092). */
  | {
      readonly is: 'part_paid'
      readonly position: string
      readonly id: string
      readonly amount: Money
      readonly rest: Money
      readonly voucher: string
      readonly files?: readonly FileRef[]
    }
  /** A payment came back from the bank; `payment` is the sequence number of the fact that told of it. */
  | {
      readonly is: 'payment_returned'
      readonly id: string
      readonly payment: number
      readonly amount: Money
      readonly voucher: string
      readonly reason: string
    }
  /** What came back is to be paid again, on the same instruction. */
  | { readonly is: 'reissued'; readonly position: string; readonly id: string; readonly rest: Money }
  | { readonly is: 'payment_failed'; readonly position: string; readonly id: string; readonly reason: string }
  /** The customer was told: by a notice that was delivered, or by a person who says so. */
  | { readonly is: 'told'; readonly position: string; readonly notice: string; readonly how: 'sent' | 'person' }
  /** No channel reaches the customer, or the send was given up: a person has to tell them. */
  | { readonly is: 'not_told'; readonly position: string; readonly why: string }
  /** An unanswered call-back; the next try opens at `opens`. */
  | { readonly is: 'unanswered'; readonly position: string; readonly opens: Millis }
  /** A call-back became due. */
  | { readonly is: 'opened'; readonly position: string }
  | { readonly is: 'paused'; readonly position: string; readonly why: string; readonly reason: string }
  | { readonly is: 'resumed'; readonly position: string }
  | { readonly is: 'noted'; readonly text: string; readonly files: readonly FileRef[] }
  | { readonly is: 'urged'; readonly position: string; readonly people: readonly PersonId[] }
  /** A clock told these people that a position is late (F058). `due` is when it should have been done. */
  | {
      readonly is: 'nagged'
      readonly position: string
      readonly clock: ClockId
      readonly rung: number
      readonly due: Millis
      readonly people: readonly PersonId[]
    }
  /** Somebody looked at unmasked contact data (F012, C23). */
  | { readonly is: 'unmasked'; readonly fields: readonly FieldId[]; readonly reason: string }
  /** Alarming words were found in what the customer is reported to say (F064); these people are told at once. */
  | {
      readonly is: 'alarmed'
      readonly kind: string
      readonly words: readonly AlarmWord[]
      readonly excerpt: string
      /** The field they stand in, `note` or `answer`. */
      readonly source: string
      readonly people: readonly PersonId[]
    }
  /** Somebody who was told read it and found nothing in it. */
  | { readonly is: 'alarm_cleared'; readonly kind: string; readonly reason: string }
  /** An approver said that a hint about repeat claims under this field is false, as of these other cases (I07). */
  | {
      readonly is: 'unflagged'
      readonly field: FieldId
      readonly numbers: readonly string[]
      readonly reason: string
    }
  /** A war room was asked for (F058): who is to be in it, and why. */
  | { readonly is: 'room_asked'; readonly people: readonly PersonId[]; readonly reason: string }
  /** It stands on a platform; `handle` is what the platform knows it by. */
  | { readonly is: 'room_opened'; readonly platform: string; readonly handle: string }
  | { readonly is: 'ended'; readonly stage: StageId; readonly outcome: string }

/** A happening with its place in the case's history. `seq` starts at 1 and has no gaps. */
export interface Fact {
  readonly seq: number
  readonly at: Millis
  readonly by: Actor
  /** How it came in: `playground`, `slack`, `api`, `clock` … */
  readonly via: string
  readonly what: Happening
}
