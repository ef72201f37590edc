/** What a conversation stands on: the parts it uses, and under which policy and in which language its words are read. */

import { say } from '../cards/catalogue.ts'
import type { FormField } from '../cards/model.ts'
import { inWords } from '../cards/names.ts'
import type { Reader } from '../cards/reader.ts'
import { asksForReason } from '../cards/reason-form.ts'
import { refusalText } from '../cards/refusals.ts'
import { showValue } from '../cards/values.ts'
import type { Company } from './company.ts'
import type { Named } from './conversation-line.ts'
import type { HalfForm } from './conversation-memory.ts'
import type { Desk } from './desk.ts'
import type { Caller, Clock, Drafts, Files, Reception, Reply, Store } from './ports.ts'
import type { Case } from './rules/case.ts'
import type { Timely } from './rules/clocks.ts'
import type { FileRef, Refusal, Value } from './rules/nouns.ts'
import { isCaseless, isRefusal } from './rules/nouns.ts'
import { readValue } from './rules/read-values.ts'

/** Everything a conversation needs; main.ts has all of it at hand. */
export interface ConversationParts {
  readonly reception: Reception
  readonly desk: Desk
  readonly store: Store
  readonly drafts: Drafts
  readonly files: Files
  readonly company: Company
  readonly clock: Clock
  /** Loads the policy version of an older case. */
  loadPolicy(version: string): Promise<void>
}

/** Who reads, under which rules, and the case it is about. */
export interface Ground {
  readonly reader: Reader
  readonly timely: Timely
  readonly state?: Case
}

/** The ground under a case, or under today's policy when there is no number; a refusal when there is no such case. */
export async function groundOf(
  parts: Pick<ConversationParts, 'store' | 'company' | 'loadPolicy'>,
  caller: Caller,
  number?: string,
): Promise<Ground | Refusal> {
  const state = number === undefined ? undefined : await parts.store.case(number)
  if (number !== undefined && !state) return { refused: 'not_found', params: { number } }
  if (state) await parts.loadPolicy(state.policy)
  const timely = parts.company.under(state?.policy ?? parts.company.current.version)
  const { policy, directory } = timely
  const person = caller.actor.kind === 'person' ? directory.people[caller.actor.id] : undefined
  const reader = { lang: caller.lang, tz: person?.tz ?? policy.company.tz, policy, directory }
  return { reader, timely, ...(state ? { state } : {}) }
}

/** The local day, `2026-11-22`. */
export function dayIn(tz: string, now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: tz, dateStyle: 'short' }).format(now)
}

/** A plain message to whoever spoke. */
export function tell(caller: Caller, text: string, tone?: 'warn' | 'good'): Reply {
  return { is: 'say', message: { text, lang: caller.lang, ...(tone ? { tone } : {}) } }
}

/** An expected no in words. */
export function noWords({ reader }: Ground, refusal: Refusal): string {
  return say(reader.lang, 'answer.refused', refusalText(refusal, reader.lang, reader))
}

/** The value as the field takes it, or why it does not: the same words as on the form. */
export function checked(ground: Ground, half: HalfForm, field: FormField, raw: unknown): Value | Refusal {
  const { reader } = ground
  const known = isPolicys(ground, half) ? reader.policy.fields[field.id] : undefined
  if (known) return readValue(reader.policy, reader.directory, known, raw)
  const { kind } = field
  if (kind.input !== 'text' || typeof raw !== 'string') return raw as Value
  const text = raw.trim()
  if (!text.isWellFormed() || text.includes('\u0000'))
    return { refused: 'field_type', field: field.id, params: { field: field.id } }
  return text.length > kind.maxLength
    ? { refused: 'field_too_long', field: field.id, params: { field: field.id, max: kind.maxLength } }
    : text
}

/** True for the small form of a verb (a reason and the like). */
export function isOwn({ form, verb }: Pick<HalfForm, 'form' | 'verb'>): boolean {
  return !isCaseless(verb) && asksForReason(verb) && form === verb
}

/** True for a form whose fields are the policy's. */
export function isPolicys({ reader }: Ground, half: Pick<HalfForm, 'form' | 'verb'>): boolean {
  return half.verb === 'amend' || (!isOwn(half) && Object.hasOwn(reader.policy.forms, half.form))
}

/** A value in words. What this person did not write in this form is shown masked where it is personal. */
export function valueWords(ground: Ground, half: HalfForm, field: FormField, value: unknown): string {
  const { reader } = ground
  const known = isPolicys(ground, half) ? reader.policy.fields[field.id] : undefined
  const masked = !Object.hasOwn(half.values, field.id)
  if (known) {
    const read = readValue(reader.policy, reader.directory, known, value)
    return isRefusal(read) ? '' : showValue(known, read, { ...reader, masked })
  }
  const { kind } = field
  if (kind.input === 'select' || kind.input === 'person')
    return kind.options.find(({ id }) => id === value)?.label ?? String(value)
  if (kind.input === 'files')
    return (value as readonly FileRef[]).map(({ name }) => name).join(say(reader.lang, 'term.comma'))
  return String(value)
}

/** What a person may call the fields of the policy: label in both languages, either half of an `or` in it, or id. */
export function namesOf(
  { reader: { policy } }: Ground,
  ids: readonly string[],
  also: Readonly<Record<string, readonly string[]>> = {},
): readonly Named[] {
  return ids.flatMap((id) => {
    const field = policy.fields[id]
    if (!field) return []
    const labels = [inWords(field.label, 'zh'), inWords(field.label, 'en')]
    return [{ id, names: [id, ...labels, ...labels.flatMap((label) => label.split(/或| or /)), ...(also[id] ?? [])] }]
  })
}
