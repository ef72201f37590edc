/** What can have happened to a complaint. Facts are appended, never changed; a case is the fold of its facts. */
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
}

/** What a decision is about. Any later change of it voids the decision. */
export interface Proposal {
  readonly kind: string
  readonly amount: Money
  readonly payee: string
}

/** What other cases were granted about the same order or machine, which counts towards the tier of this one (I05). */
export interface Linked {
  readonly sum: Money
  /** The other cases' numbers, in order. */
  readonly numbers: readonly string[]
}

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
      /** The set of steps being asked is complete with this one. */
      readonly completes: boolean
    }
  | {
      readonly is: 'turned_down'
      readonly position: string
      readonly step: StepId
      readonly person: PersonId
      readonly for?: PersonId
      readonly reason: string
    }
  /** All steps approved: this much, this kind, to this payee may be carried out once. */
  | { readonly is: 'granted'; readonly position: string; readonly proposal: Proposal }
  /** An approval no longer holds because what it was about changed. */
  | { readonly is: 'voided'; readonly why: 'amount' | 'kind' | 'payee' | 'sum' | 'second_handling' }
  | { readonly is: 'returned'; readonly position: string; readonly to: StageId; readonly reason: string }
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
    }
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
