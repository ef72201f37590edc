/**
 * The company's rules after loading: what `src/policy` makes out of the YAML, and all that the rules know of it.
 * Conditions are already compiled; the rules never see CEL, only functions on the type declared here.
 */
import type { Alarms } from './alarm-kinds.ts'
import type {
  ChannelId,
  ClockId,
  Duty,
  FieldId,
  FormId,
  Lang,
  Millis,
  Money,
  PersonId,
  StageId,
  StepId,
  TeamId,
  Text,
  Verb,
} from './nouns.ts'
import type { Band } from './precedent.ts'

/** Variables a condition may name. Money and measures are doubles (major units), `level`, rounds and counts BigInt. */
export type Env = Readonly<Record<string, unknown>>

/** A compiled condition. `source` is kept for the "why" people read. A condition never throws: lint type-checked it. */
export interface Condition {
  readonly source: string
  test(env: Env): boolean
}

/** The first matching branch wins; a branch without `when` always matches. */
export interface Branch<T> {
  readonly when?: Condition
  readonly is: T
}

/** A typed duration (C06): `24h` wall clock, `24bh` business hours, `2bd` = the close of the second working day after. */
export interface Span {
  readonly unit: 'h' | 'bh' | 'bd'
  /** Milliseconds for `h` and `bh`; working days for `bd`. */
  readonly amount: number
  /** As written, e.g. `24bh`. */
  readonly text: string
}

export const FIELD_TYPES = [
  'text',
  'phone',
  'email',
  'number',
  'money',
  'choice',
  'choices',
  'tree',
  'date',
  'time',
  'files',
  'person',
  'checkbox',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

export interface Option {
  readonly id: string
  readonly label: Text
}

/** A node of a multi-level select; `path` is its ids from the root joined by `.`. */
export interface TreeNode {
  readonly id: string
  readonly path: string
  readonly name: Text
  readonly children: readonly TreeNode[]
}

export interface Field {
  readonly id: FieldId
  readonly type: FieldType
  readonly label: Text
  readonly hint?: Text
  /** Must be filled when true. Absent: optional. */
  readonly required?: Condition
  /** Shown (and accepted) only when true. Absent: always. */
  readonly visible?: Condition
  readonly options?: readonly Option[]
  readonly tree?: readonly TreeNode[]
  /** What kind of personal data this is; it is masked on shared surfaces and never logged. */
  readonly personal?: 'name' | 'phone' | 'email' | 'address' | 'account' | 'id'
  readonly long?: boolean
  /** For text: the most characters (code points). */
  readonly maxLength: number
  /** For files: which kinds, and at most `max` of them. For choices: at most `max`. */
  readonly accept?: readonly ('image' | 'video' | 'document')[]
  readonly max?: number
  /** For number: inclusive bounds. */
  readonly range?: { readonly min?: number; readonly max?: number }
  /** `matrix`: only what the matrix allows for this grade. */
  readonly within?: 'matrix'
}

export interface Form {
  readonly id: FormId
  readonly name: Text
  readonly fields: readonly FieldId[]
  /** This form also asks for whatever that form requires and is still missing (review completes a one-line intake). */
  readonly completes?: FormId
}

export interface Derived {
  readonly id: FieldId
  readonly label: Text
  readonly type: 'string' | 'int'
  readonly first: readonly Branch<string | number>[]
  /** Labels of the values (the grade's name and so on), by String(value). */
  readonly values: Readonly<Record<string, Text>>
}

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

export interface FormStage extends StageCommon {
  readonly kind: 'form'
  readonly who: Who
  readonly form: FormId
  /** Entering picks one person of `who`, who becomes the case's owner (F045). */
  readonly assign: boolean
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

export const OUTCOMES = ['closed', 'unconfirmed', 'rejected', 'withdrawn', 'not_a_complaint'] as const
export type Outcome = (typeof OUTCOMES)[number]

export type Stage = FormStage | DecisionStage | PaymentStage | CustomerStage | CallbackStage | ParallelStage | EndStage

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

export interface ClockRule {
  readonly id: ClockId
  readonly name: Text
  /** Counted from filing, or from entering the stage. */
  readonly from: 'filed' | 'entered'
  /** By level; a clock with `all` has the same span thrice. */
  readonly spans: Readonly<Record<1 | 2 | 3, Span>>
}

/** A rung: at a share of the span, or this long after it ran out; told to the people asked, their leader, or `who`. */
export interface Rung {
  readonly at: { readonly share: number } | { readonly after: Span }
  readonly to: 'asked' | 'leader' | Who
}

/** A text frozen and sent, to a customer. `{number}`, `{customer}`, `{amount}`, `{kind}` … are filled in. */
export interface Wording {
  readonly subject: Text
  readonly body: Text
}

export interface Policy {
  /** `<version>-<first 8 of the sha256 of the pinned part>`; what a case keeps. */
  readonly version: string
  readonly company: {
    readonly name: Text
    readonly lang: Lang
    readonly tz: string
    readonly currency: string
    /** Digits after the point of each accepted currency; only these may be used. */
    readonly digits: Readonly<Record<string, number>>
    readonly numberPrefix: string
    readonly calendar: string
  }
  readonly families: Readonly<Record<string, { readonly name: Text; readonly team: TeamId }>>
  /** Every node of the category tree by path, with what it inherits. */
  readonly categories: Readonly<
    Record<
      string,
      {
        readonly name: Text
        readonly family: string
        readonly team: TeamId
        readonly defectKind?: string
        readonly leaf: boolean
      }
    >
  >
  readonly fields: Readonly<Record<FieldId, Field>>
  readonly derived: readonly Derived[]
  readonly forms: Readonly<Record<FormId, Form>>
  readonly routes: Readonly<Record<string, readonly Branch<Who>[]>>
  readonly flow: {
    readonly intake: FormId
    readonly start: StageId
    /** Where every case is announced and keeps its living card, by condition. */
    readonly channel: readonly Branch<ChannelId>[]
    /** Verbs available from every stage and where they lead. */
    readonly anywhere: Readonly<Partial<Record<Verb, StageId>>>
    readonly stages: Readonly<Record<StageId, Stage>>
    /** May a chat account mapped to nobody file? */
    readonly strangersMayFile: boolean
    /** One of them receives a complaint that a service or a stranger filed; absent: one of those asked first. */
    readonly receivers?: Who
  }
  readonly kinds: readonly Kind[]
  readonly approval: Approval
  /** Grade (value of `impact`) → kind → cell. A kind that is not there is not allowed. */
  readonly matrix: Readonly<Record<string, Readonly<Record<string, Cell>>>>
  readonly worth?: Worth
  readonly clocks: Readonly<Record<ClockId, ClockRule>>
  /** The clock of a stage that names none (F058). */
  readonly dwell?: ClockId
  readonly ladder: readonly Rung[]
  /** Reasons for which a clock may stand still. */
  readonly pauses: Readonly<Record<string, Text>>
  readonly texts: Readonly<Record<string, Wording>>
  /** Which text the customer gets when the case is filed; absent: none. */
  readonly received?: string
  readonly alarms?: Alarms
}

/** The part of a policy file that is always live. */
export interface Live {
  readonly directory: import('./nouns.ts').Directory
  readonly calendars: Readonly<Record<string, import('./calendar.ts').Calendar>>
  /** Ids that API tokens may carry besides people. */
  readonly services: Readonly<Record<string, Text>>
  /** Absent: no department has a budget. */
  readonly budget?: import('./budget.ts').Budget
}

/** Upper bounds nobody needs to exceed; larger input is refused by name. */
export const BOUNDS = {
  /** Characters of the complaint text. */
  text: 20_000,
  reason: 2_000,
  note: 4_000,
  /** Bytes of one file. */
  file: 20 * 1024 * 1024,
  /** Largest amount in minor units: a thousand million yuan. */
  money: 100_000_000_000,
} as const

export type { Millis, Money }
