/** What can have happened to cases that are likely the same, and to two that became one. */
import type { FieldId, FileRef, Millis, PersonId, StageId, Values } from './nouns.ts'

/** Another case that is likely the same, and the fields in which it says the same. */
export interface Likeness {
  readonly number: string
  readonly same: readonly FieldId[]
  /** When it was filed, where it stood when it was found, and whom it asked there. */
  readonly filed?: Millis
  readonly stage?: StageId
  readonly people?: readonly PersonId[]
}

export type MergeHappening =
  /** Other open cases say the same where the policy looks for duplicates (D15): the newest of them. */
  | { readonly is: 'likened'; readonly of: readonly Likeness[] }
  /** Somebody found that this is the same as that one, where it is handled from now on. */
  | { readonly is: 'merged'; readonly into: string; readonly reason: string }
  /** That one was merged into this: what it said, so that nothing of it is lost here. */
  | {
      readonly is: 'absorbed'
      readonly number: string
      readonly text: string
      readonly files: readonly FileRef[]
      readonly reason: string
      /** The personal values that case knew: by them its words are masked where others read along. */
      readonly personal?: Values
    }
