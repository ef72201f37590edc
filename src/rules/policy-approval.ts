/** Who approves what in a policy, and what may be offered at all. */
import type { Duty, FieldId, StepId, Text } from './nouns.ts'
import type { Who } from './policy-flow.ts'
import type { Condition } from './policy-terms.ts'
import type { Band } from './precedent.ts'

/** How many of some people must approve: any one, all of them, or so many. */
export type Rule = 'any' | 'all' | { readonly quorum: number }

/** People with a rule of their own inside a step. */
export interface Group {
  readonly who: Who
  readonly mode: Rule
}

/** How a step is decided: by one rule, or by groups of which each has its own and all must agree. */
export type Mode = Rule | { readonly groups: readonly Group[] }

export interface Step {
  readonly id: StepId
  readonly name: Text
  /** Everybody it asks: with groups, all of theirs. */
  readonly who: Who
  readonly mode: Mode
  /** Told what was decided once it has been heard; never asked. */
  readonly cc?: Who
}

/** A compensation tier: amounts up to and including `le` (minor units); the last has none (C12). */
export interface Tier {
  readonly le?: number
  readonly step: StepId
}

export interface Approval {
  readonly tiers: readonly Tier[]
  /** Each match asks for at least this step; the highest wins, highest = later in `tiers` (C15). */
  readonly rules: readonly { readonly when: Condition; readonly step: StepId }[]
  readonly extra: readonly {
    readonly when: Condition
    readonly step: StepId
    readonly place: 'before' | 'after' | 'beside'
  }[]
  readonly steps: Readonly<Record<StepId, Step>>
  /**
   * The tier is chosen by the sum of this amount and what other cases were granted within so many days (of 24 hours)
   * that have the same value in any of these fields.
   */
  readonly sumOver?: { readonly same: readonly FieldId[]; readonly days: number }
  /** The fields of a second and a third option for the customer, beside `plan_kind` and `plan_amount`. */
  readonly choice?: readonly { readonly kind: FieldId; readonly amount: FieldId }[]
  /**
   * An amount outside the band of at least so many comparable cases is asked of one tier more, and its plan says why in the
   * field `reason`. Absent: the middle half, and no reason of its own.
   */
  readonly precedents?: { readonly atLeast: number; readonly band?: Band; readonly reason?: FieldId }
  /** Groups of duties that must be pairwise different people. The filer's floor is in code. */
  readonly apart: readonly (readonly Duty[])[]
  /** Of one decision at most so many approvers are added, questions asked, returns to an earlier step made. */
  readonly limits: { readonly added: number; readonly questions: number; readonly returns: number }
}

export interface Kind {
  readonly id: string
  readonly label: Text
}

/** What the matrix allows in one cell: `max` in minor units, absent means no money bound; `when`: not to every customer. */
export interface Cell {
  readonly max?: number
  readonly when?: Condition
}

/**
 * What customers are worth to us (`fields`) may change who sees to it, how soon, and what is offered beside money: never
 * the grade, nor whether or how much of these kinds (`cash`) is paid. Lint proves it.
 */
export interface Worth {
  readonly fields: readonly FieldId[]
  readonly cash: readonly string[]
}
