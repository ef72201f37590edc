/** The words everything else is written in. No behaviour lives here. */

/** A language people read Redress in. */
export type Lang = 'zh' | 'en'

/** A sentence or label in both languages. */
export interface Text {
  readonly zh: string
  readonly en: string
}

/** An amount in minor units (fen, cents): 500.01 CNY is `{minor: 50001, currency: 'CNY'}`. Always a safe integer. */
export interface Money {
  readonly minor: number
  readonly currency: string
}

/** A moment, in milliseconds since 1970 UTC. */
export type Millis = number

export type PersonId = string
export type TeamId = string
export type ChannelId = string
export type FieldId = string
export type FormId = string
export type StageId = string
export type StepId = string
export type ClockId = string

/** A stored file: its bytes live in the content-addressed store under `sha256` (lower-case hex). `size` is in bytes. */
export interface FileRef {
  readonly sha256: string
  readonly name: string
  readonly type: string
  readonly size: number
}

/**
 * What a field holds. By field type: text, phone, email → string; number → number; money → Money; choice → option id;
 * tree → path of ids joined by `.` (`quality.failure.no_cooling`); choices → option ids; date → `2026-11-22`;
 * time → `13:30`; files → FileRef[]; person → PersonId; checkbox → boolean. An unfilled field is absent, never null.
 */
export type Value = string | number | boolean | Money | readonly string[] | readonly FileRef[]

/** Field values by field id; unfilled fields are absent. */
export type Values = Readonly<Record<FieldId, Value>>

/** Who or what did something. Only a `person` may decide; `account` is a chat account mapped to nobody. */
export type Actor =
  | { readonly kind: 'person'; readonly id: PersonId }
  | { readonly kind: 'service'; readonly id: string }
  | { readonly kind: 'account'; readonly platform: string; readonly account: string }
  | { readonly kind: 'clock' }
  | { readonly kind: 'delivery' }

/** The closed set of things a person can do to a case. Which of them a stage offers is the policy's; see flow. */
export const VERBS = [
  'submit',
  'approve',
  'reject',
  'return',
  'transfer',
  'withdraw',
  'amend',
  'note',
  'pay',
  'fail',
  'bounce',
  'unflag',
  'pause',
  'resume',
  'urge',
  'unmask',
  'room',
  'clear',
  'add',
  'ask',
  'answer',
  'recall',
  'rescue',
  'claim',
  'merge',
  'contact',
  'keep',
  'renew',
  'acknowledge',
  'snooze',
] as const
export type Verb = (typeof VERBS)[number]

/** What forms that belong to no case are for: filing one, one's own settings, deciding several at once. */
export const CASELESS = ['file', 'preferences', 'bulk'] as const
/** What a form is filled in for. */
export type FormVerb = Verb | (typeof CASELESS)[number]

/** True for a form that belongs to no case. */
export function isCaseless(verb: FormVerb): verb is (typeof CASELESS)[number] {
  return (CASELESS as readonly string[]).includes(verb)
}

/** Duties that may have to be kept apart (separation of duties, I06). */
export const DUTIES = ['filer', 'appraiser', 'approver', 'payer', 'caller'] as const
export type Duty = (typeof DUTIES)[number]

/** A person as the directory knows them. Somebody who left is simply not in the directory any more. */
export interface Person {
  readonly id: PersonId
  readonly name: Text
  readonly lang: Lang
  readonly tz: string
  readonly email?: string
  readonly leader?: PersonId
  readonly roles: readonly string[]
  /** What speaks for them where somebody is assigned: skills by id, and the regions and tiers of customers they know. */
  readonly skills?: readonly string[]
  readonly regions?: readonly string[]
  readonly tiers?: readonly string[]
  /** Account id by platform name, in order of preference. */
  readonly accounts: Readonly<Record<string, string>>
  /** Their platform says that they left or were deactivated: they are asked nothing, and that is shown (F150). */
  readonly gone?: boolean
  /** Who is asked in their place just now (dated stand-ins, made current by the roster). */
  readonly standIn?: PersonId
  /** They wish to get by letter too what a chat tells them. */
  readonly letters?: true
  /** When reminders wait (D12); both as `22:00` in their own zone. */
  readonly quiet?: { readonly from: string; readonly to: string }
  /** Wants reminders together, at the moments of the policy, not one by one. */
  readonly roundups?: true
}

export interface Team {
  readonly id: TeamId
  readonly name: Text
  readonly lead?: PersonId
  readonly members: readonly PersonId[]
  /** Working calendar; the company's when absent. */
  readonly calendar?: string
  /** By platform, a group kept there (a user group, a department, a tag) whose people the roster counts as members too. */
  readonly groups?: Readonly<Record<string, string>>
}

/** A channel, and its address on each platform: an id, or for WeCom a group robot's or app chat's settings. */
export interface Channel {
  readonly id: ChannelId
  readonly name: Text
  readonly addresses: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

/** Who is who, as of now: people, teams and channels are always live, never pinned to a case. */
export interface Directory {
  readonly people: Readonly<Record<PersonId, Person>>
  readonly teams: Readonly<Record<TeamId, Team>>
  readonly channels: Readonly<Record<ChannelId, Channel>>
  /** What skills are called, by id. */
  readonly skills?: Readonly<Record<string, Text>>
}

/** What a sentence's placeholder may hold; it is shown as the reader's language writes it. */
export type Param = string | number | Text | Money | { readonly at: Millis }

/** An expected "no": a code with its parameters; the catalogue in `cards` holds the sentence in both languages. */
export interface Refusal {
  readonly refused: RefusalCode
  /** The field or parameter it is about, if any. */
  readonly field?: string
  readonly params?: Readonly<Record<string, Param>>
}

/** Every expected "no". Each has a sentence and a fix in both languages in `cards/catalogue`. */
export const REFUSALS = [
  'not_found',
  'not_a_person',
  'may_not_file',
  'unknown_verb',
  'not_offered',
  'not_yours',
  'already_decided',
  'already_done',
  'case_ended',
  'card_outdated',
  'duties_apart',
  'reason_required',
  'target_required',
  'target_unknown',
  'target_barred',
  'merge_self',
  'merge_unknown',
  'merge_ended',
  'merge_graver',
  'merge_promised',
  'money_moved',
  'field_unknown',
  'field_required',
  'field_type',
  'field_too_long',
  'field_option',
  'field_range',
  'field_files',
  'kind_not_allowed',
  'amount_over_limit',
  'amount_currency',
  'amount_precision',
  'amount_negative',
  'amount_unusual',
  'not_approved',
  'payment_under_way',
  'budget_used',
  'not_chosen',
  'option_not_approved',
  'amount_over_rest',
  'voucher_used',
  'part_paid',
  'nothing_paid',
  'work_open',
  'nobody_to_ask',
  'not_open_yet',
  'question_open',
  'rounds_used',
  'hedge_word',
  'promise_time',
  'throttled',
  'not_put_off',
  'file_type',
  'file_too_large',
  'file_unknown',
  'key_reused',
  'bad_request',
  'unauthorised',
  'forbidden',
  'too_large',
  'unexpected',
] as const
export type RefusalCode = (typeof REFUSALS)[number]

/** True when `x` is a refusal. */
export function isRefusal(x: unknown): x is Refusal {
  return typeof x === 'object' && x !== null && 'refused' in x
}
