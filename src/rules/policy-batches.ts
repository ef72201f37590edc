/** What many cases about the same mean: batches, surges, and the emergency plan that one incident for all of them follows. */
import type { FieldId, Millis, StageId, Text, Values } from './nouns.ts'
import type { Who } from './policy-flow.ts'
import type { Condition } from './policy-terms.ts'

/** A field that cases have in common; of a tree only so many levels from its root. */
export interface Common {
  readonly field: FieldId
  readonly depth?: number
}

/** The same problem again within a window (F065, C13). More than so many cases are amber, more than so many red. */
export interface BatchRule {
  readonly id: string
  readonly name: Text
  readonly same: readonly Common[]
  readonly window: Millis
  readonly amber?: number
  readonly red: number
  /** Which cases count; all when absent. */
  readonly when?: Condition
  /** On holidays other bounds hold (F067). */
  readonly holidays?: { readonly amber?: number; readonly red?: number }
  /** Told once of amber and once of red. */
  readonly to: Who
}

/** More cases than the same weekday ever leads one to expect (F070). */
export interface SurgeRule {
  readonly id: string
  readonly name: Text
  readonly by: readonly Common[]
  readonly window: Millis
  /** So many weeks back are compared. */
  readonly weeks: number
  /** So unlikely, and no likelier, is a surge. */
  readonly tail: number
  /** Fewer cases are never one. */
  readonly least: number
  /** So many times as many cases are expected on a holiday (F067). */
  readonly holidayFactor: number
  readonly when?: Condition
  readonly to: Who
  /** It opens an incident like a red batch. */
  readonly opens: boolean
}

/** The emergency plan (F066): what an incident is, and who is called into its room. */
export interface Emergency {
  readonly name: Text
  /** Where an incident begins. */
  readonly stage: StageId
  /** What is known of every incident from the beginning. */
  readonly values: Values
  /** The field whose text all cases of an incident share once it is handed in (F071). */
  readonly wording?: FieldId
  readonly roles: readonly { readonly id: string; readonly name: Text; readonly who: Who }[]
  /** Which cases call the team together without an incident (C16). */
  readonly when?: Condition
}
