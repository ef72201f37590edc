/**
 * The company's rules after loading: what `src/policy` makes out of the YAML, and all that the rules know of it.
 * Conditions are already compiled; the rules never see CEL, only functions on the type declared here.
 */
import type { Alarms } from './alarm-kinds.ts'
import type { Duplicates } from './duplicates.ts'
import type { Hedges } from './hedges.ts'
import type { ChannelId, ClockId, FieldId, FormId, Lang, Millis, Money, StageId, TeamId, Text, Verb } from './nouns.ts'
import type { Approval, Cell, Kind, Worth } from './policy-approval.ts'
import type { BatchRule, Emergency, SurgeRule } from './policy-batches.ts'
import type { Derived, Field, Form } from './policy-fields.ts'
import type { Stage, Who } from './policy-flow.ts'
import type { Branch, Condition, Span } from './policy-terms.ts'

export * from './policy-approval.ts'
export * from './policy-batches.ts'
export * from './policy-fields.ts'
export * from './policy-flow.ts'
export * from './policy-terms.ts'

/** Something that happens in a case: the customer is talked to, stages are entered or left, it ends. */
export type Event =
  | 'contacted'
  | 'ended'
  | { readonly entered: readonly StageId[] }
  | { readonly left: readonly StageId[] }

/** What a clock of the whole case measures: from what until what, where, and whom it is about. */
export interface CaseSpan {
  readonly from: 'filed' | { readonly entered: readonly StageId[] } | { readonly left: readonly StageId[] }
  readonly until: Event
  readonly asks: Who
  readonly when?: Condition
}

/** What the message at filing promises: until when by level, and what keeps it. */
export interface PromiseRule {
  readonly what: Text
  readonly spans: Readonly<Record<1 | 2 | 3, Span>>
  readonly kept: Event
}

export interface ClockRule {
  readonly id: ClockId
  readonly name: Text
  /** Counted from filing, or from entering the stage. */
  readonly from: 'filed' | 'entered'
  /** By level; a clock with `all` has the same span thrice. */
  readonly spans: Readonly<Record<1 | 2 | 3, Span>>
  /** Who is reminded of it; the policy's ladder when absent. */
  readonly ladder?: readonly Rung[]
  /** The span of complex cases, whatever their level. */
  readonly complex?: Span
  /** It is a clock of the whole case and of no stage. */
  readonly over?: CaseSpan
}

/** A rung: at a share of the span, or this long after it ran out; told to the people asked, their leader, or `who`. */
export interface Rung {
  readonly at: { readonly share: number } | { readonly after: Span }
  readonly to: 'asked' | 'leader' | Who
  /** So long after it ran out at level 1 instead, which waits for no working hours. */
  readonly l1?: Span
  /** A warning comes only where it is at least so long before the end. */
  readonly ahead?: Span
  /** Told again so many more times. */
  readonly repeat?: { readonly every: Span; readonly times: number }
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
  /** Where likely duplicates are looked for; absent: nowhere. */
  readonly duplicates?: Duplicates
  readonly clocks: Readonly<Record<ClockId, ClockRule>>
  /** Which cases are complex (C03). Absent: none. */
  readonly complex?: Condition
  /** The clock of a stage that names none (F058). */
  readonly dwell?: ClockId
  readonly ladder: readonly Rung[]
  /** How long whoever is asked may say that they are on it, so often at each place. Absent: nobody may. */
  readonly acknowledge?: { readonly for: readonly Span[]; readonly times: number }
  /** How long people may put off their own reminders. Absent: nobody may. */
  readonly snooze?: { readonly for: readonly Span[] }
  /** Reasons for which a clock may stand still. */
  readonly pauses: Readonly<Record<string, Text>>
  readonly texts: Readonly<Record<string, Wording>>
  /** Which text the customer gets when the case is filed; absent: none. */
  readonly received?: string
  /** The field with the customer's e-mail address. Absent: no customer is written to by mail. */
  readonly mail?: { readonly customer: FieldId }
  readonly alarms?: Alarms
  readonly batches?: readonly BatchRule[]
  readonly surges?: readonly SurgeRule[]
  readonly emergency?: Emergency
  /** Whoever gave a promise is warned when this share of its time has run. Absent: nobody is warned. */
  readonly promises?: { readonly warn?: number; readonly received?: readonly PromiseRule[] }
  /** Words that no promise to a customer may hold (F118). Absent: none. */
  readonly hedges?: Hedges
}

/** The part of a policy file that is always live. */
export interface Live {
  readonly directory: import('./nouns.ts').Directory
  readonly calendars: Readonly<Record<string, import('./calendar.ts').Calendar>>
  /** Ids that API tokens may carry besides people. */
  readonly services: Readonly<Record<string, Text>>
  /** Absent: no department has a budget. */
  readonly budget?: import('./budget.ts').Budget
  /** Absent: every reminder is sent at once. */
  readonly noise?: import('./noise.ts').Noise
}

/** Upper bounds nobody needs to exceed; larger input is refused by name. */
export const BOUNDS = {
  /** Characters of the complaint text. */
  text: 20_000,
  reason: 2_000,
  note: 4_000,
  /** Characters of what was promised to a customer. */
  promise: 300,
  /** Bytes of one file. */
  file: 20 * 1024 * 1024,
  /** Largest amount in minor units: a thousand million yuan. */
  money: 100_000_000_000,
} as const

export type { Millis, Money }
