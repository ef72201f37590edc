/** The flow of a policy: its stages, where each result leads, and who works there. */
import type {
  ChannelId,
  ClockId,
  Duty,
  FieldId,
  FormId,
  PersonId,
  StageId,
  StepId,
  TeamId,
  Text,
  Verb,
} from './nouns.ts'
import type { Branch, Condition, Span } from './policy-terms.ts'

/** Who works on something. Resolved live against the directory; a list is the union. */
export type Who =
  | { readonly kind: 'team'; readonly id: TeamId }
  | { readonly kind: 'role'; readonly id: string }
  | { readonly kind: 'route'; readonly id: string }
  | { readonly kind: 'field'; readonly id: FieldId }
  | { readonly kind: 'person'; readonly id: PersonId }
  | { readonly kind: 'list'; readonly of: readonly Who[] }

/** Where a result leads: the first way that matches, or the person who acts chooses among stages. */
export type Next = { readonly ways: readonly Branch<StageId>[] } | { readonly choose: readonly StageId[] }

/** Inside a parallel stage's branch, going to this id means: this branch is done. */
export const JOIN = 'join'

interface StageCommon {
  readonly id: StageId
  readonly name: Text
  /** By result: `submit`, `return`, `reject`, `approved`, `rejected`, `returned`, `paid`, `failed`, `exhausted` … */
  readonly next: Readonly<Record<string, Next>>
  readonly verbs: readonly Verb[]
  readonly clock?: ClockId
  /** At most this many visits; the next one goes to `next.exhausted` instead. */
  readonly rounds?: number
  /** Task cards are also posted here. */
  readonly channel?: ChannelId
  /** While waiting for one of these, the clock stands still (pause verb; C05). */
  readonly pauseOn: readonly string[]
}

/** What speaks for somebody: a skill of theirs, or that they have the region or tier which a field of the case names. */
export interface Preference {
  readonly when?: Condition
  readonly wants: 'skill' | 'region' | 'tier'
  /** The skill; for a region or a tier the field that names it. */
  readonly id: string
}

/** How the owner is chosen: each preference narrows the choice while somebody is left, then least to do, or in turn by number. */
export interface Assignment {
  readonly prefer: readonly Preference[]
  readonly by: 'load' | 'turn'
}

export interface FormStage extends StageCommon {
  readonly kind: 'form'
  readonly who: Who
  readonly form: FormId
  /** Entering picks one person of `who`, who becomes the case's owner (F045). */
  readonly assign?: Assignment
  /** Submitting counts as this duty. */
  readonly duty?: Duty
  /** What its form says is the customer's choice among what was approved. */
  readonly choice?: true
}

export interface DecisionStage extends StageCommon {
  readonly kind: 'decision'
  /** `matrix`: the steps that amount, grade and rules call for; else these steps, one after the other. */
  readonly steps: 'matrix' | readonly StepId[]
  /** Told what was decided; never asked. */
  readonly cc?: Who
}

export interface PaymentStage extends StageCommon {
  readonly kind: 'payment'
  readonly who: Who
  readonly form: FormId
}

export interface CustomerStage extends StageCommon {
  readonly kind: 'customer'
  /** Who tells the customer when no channel reaches them. */
  readonly who: Who
  /** Id of the text in `texts` the customer is sent. */
  readonly notice: string
}

export interface CallbackStage extends StageCommon {
  readonly kind: 'callback'
  readonly who: Who
  readonly form: FormId
  /** The call is due this long after the stage is entered. */
  readonly opens: Span
  /** An unanswered call is tried again, at most `max` times, `every` apart. */
  readonly tries: { readonly max: number; readonly every: Span; readonly when: Condition }
}

export interface ParallelStage extends StageCommon {
  readonly kind: 'parallel'
  /** Branch id → the stages that belong to it; the first is where it starts. `next.submit` follows the join. */
  readonly branches: Readonly<Record<string, readonly StageId[]>>
  readonly join: 'all' | 'any'
}

export interface EndStage extends StageCommon {
  readonly kind: 'end'
  /** Counted as which end in reports and by `play`. */
  readonly outcome: Outcome
}

export const OUTCOMES = ['closed', 'unconfirmed', 'rejected', 'withdrawn', 'merged', 'not_a_complaint'] as const
export type Outcome = (typeof OUTCOMES)[number]

export type Stage = FormStage | DecisionStage | PaymentStage | CustomerStage | CallbackStage | ParallelStage | EndStage
