/** What the API needs of the house. `main.ts` fulfils it from the desk, the store and the cards' catalogue. */
import type { Remedy } from '../cards/problems.ts'
import type { CaseFilter, CaseRow, Page } from './ports.ts'
import type { Answer } from './rules/commands.ts'
import type { Fact } from './rules/facts.ts'
import type { Actor, Directory, FileRef, Lang, Millis, Money, Refusal, Values } from './rules/nouns.ts'
import type { Balance } from './rules/payments.ts'
import type { Task } from './rules/views.ts'

/** A complaint somebody wants to file. */
export interface Filing {
  /** Inbox key: the same one twice files once. */
  readonly id: string
  readonly actor: Actor
  readonly via: 'api'
  /** Values by field id, unchecked but for being JSON: the rules say what is wrong with them. */
  readonly values: Readonly<Record<string, unknown>>
  /** Files by their sha256, for whichever field of the intake form takes files. */
  readonly files: readonly string[]
}

/** A case as the API shows it. */
export interface Look {
  readonly row: CaseRow
  readonly values: Values
  readonly tasks: readonly Task[]
  readonly facts: readonly Fact[]
}

/** Days of the company's calendar, both within. */
export interface DayRange {
  readonly from: string
  readonly to: string
}

/** An instruction as finance reconciles it; `method` and `kind` are ids of the policy. */
export interface ListedPayment {
  readonly number: string
  readonly instruction: string
  readonly balance: Balance
  readonly issued: Millis
  readonly kind: string
  readonly payee: string
  readonly method: string
  /** Its last four. */
  readonly account: string
  readonly approved: Money
  readonly paid: Money
  readonly rest: Money
  readonly payments: readonly {
    readonly at: Millis
    readonly amount: Money
    readonly voucher: string
    readonly files: number
    readonly returned?: { readonly at: Millis; readonly reason: string }
  }[]
}

/** What moved on one day by one method, in minor units; `back` is what was returned. */
export interface PaymentTotal {
  readonly day: string
  readonly method: string
  readonly currency: string
  readonly paid: number
  readonly back: number
  readonly count: number
}

export interface PaymentsList extends DayRange {
  readonly items: readonly ListedPayment[]
  readonly totals: readonly PaymentTotal[]
}

export type PaymentFormat = 'csv' | 'xlsx' | 'journal'

export interface PaymentsFile {
  readonly bytes: Uint8Array
  readonly type: string
  readonly name: string
}

/** Whether personal fields are shown as they are. */
export type Personal = 'masked' | 'plain'

export interface ApiBackend {
  now(): Millis
  /** The company's time zone. */
  tz(): string
  directory(): Directory
  /** Whom a token's name stands for: a person of the directory, or a service of the policy. */
  actor(name: string): Actor
  /** `digest` names the body: the same key with another digest is refused with `key_reused`. */
  file(filing: Filing, digest: string): Promise<Answer>
  look(number: string, personal: Personal): Promise<Look | undefined>
  list(filter: CaseFilter, personal: Personal): Promise<Page<CaseRow> | Refusal>
  payments(days: DayRange, lang: Lang): Promise<PaymentsList>
  paymentsFile(days: DayRange, format: PaymentFormat, lang: Lang): Promise<PaymentsFile>
  keep(bytes: Uint8Array, name: string): Promise<FileRef | Refusal>
  explain(refusal: Refusal): Remedy
}
