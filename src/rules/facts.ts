/** What can have happened to a complaint. Facts are appended, never changed; a case is the fold of its facts. */

import type { AlarmWord } from './alarm-words.ts'
import type { Choice } from './assignment.ts'
import type { BatchHappening, Evidence } from './facts-batch.ts'
import type { DecisionHappening } from './facts-decision.ts'
import type { MergeHappening } from './facts-merge.ts'
import type { PaymentHappening } from './facts-payment.ts'
import type { PromiseHappening } from './facts-promise.ts'
import type {
  Actor,
  ClockId,
  Duty,
  FieldId,
  FileRef,
  Lang,
  Millis,
  PersonId,
  StageId,
  StepId,
  Values,
} from './nouns.ts'

export * from './facts-decision.ts'

/** A derived value with the rule that fired (F033, C01). */
export interface DerivedValue {
  readonly value: string | number
  /** The condition's source, or `else`. */
  readonly why: string
}

export type Happening =
  | DecisionHappening
  | PaymentHappening
  | PromiseHappening
  | BatchHappening
  | MergeHappening
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
      /** The house filed it for many cases about the same. */
      readonly incident?: { readonly rule: string; readonly key: string; readonly evidence?: Evidence }
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
  /** Somebody became the one owner (F045): by whose rule (`team.x`, `transfer` …), what spoke for them, and what was compared. */
  | ({ readonly is: 'assigned'; readonly position: string; readonly why: string } & Choice)
  /** The owner is not there any more: another one of those among whom they were chosen takes over all that was theirs. */
  | ({ readonly is: 'reassigned'; readonly from: PersonId; readonly why: string } & Choice)
  /** A form was filled in at a position. */
  | {
      readonly is: 'submitted'
      readonly position: string
      readonly duty?: Duty
      readonly values: Readonly<Record<FieldId, Values[string] | null>>
    }
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
  | {
      readonly is: 'left'
      readonly position: string
      readonly result: string
      readonly reason?: string
      /** Its clock had stood still, which counts for the clocks of the whole case. */
      readonly paused?: true
    }
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
  /**
   * A clock told these people that a position is late (F058). `due` is when it should have been done. A clock of the whole
   * case has no position, and says since when it runs.
   */
  | {
      readonly is: 'nagged'
      readonly position: string
      readonly clock: ClockId
      readonly rung: number
      readonly due: Millis
      readonly people: readonly PersonId[]
      /** The nth repeat of this rung. */
      readonly again?: number
      /** Whoever stands on this rung was told by a higher one at the same moment. */
      readonly joined?: true
      /** It was due before, while this person was on it. */
      readonly held?: { readonly person: PersonId; readonly until: Millis }
      /** Of a clock of the whole case: since when it runs. */
      readonly from?: Millis
    }
  /** Whoever is asked said that they are on it: nobody is reminded before `until`. The clock runs on. */
  | {
      readonly is: 'acknowledged'
      readonly position: string
      readonly person: PersonId
      readonly until: Millis
      readonly level: 1 | 2 | 3
    }
  /** Reminders of this position reach this person, and nobody else, not before `until`. */
  | { readonly is: 'snoozed'; readonly position: string; readonly person: PersonId; readonly until: Millis }
  /** Somebody looked at unmasked contact data (F012, C23). */
  | { readonly is: 'unmasked'; readonly fields: readonly FieldId[]; readonly reason: string }
  /** Alarming words were found in what the customer is reported to say (F064); these people are told at once. */
  | {
      readonly is: 'alarmed'
      readonly kind: string
      readonly words: readonly AlarmWord[]
      readonly excerpt: string
      /** The field they stand in, `note`, `answer` or `contact`. */
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
