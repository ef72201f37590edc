/** The book of payments: every instruction with what was paid on it and what came back, gathered from the cases. */

import { mask } from '../cards/masks.ts'
import type { Reader } from '../cards/reader.ts'
import { dayOf } from './case-numbers.ts'
import type { Company } from './company.ts'
import type { Store } from './ports.ts'
import type { Case, Instruction, Payment } from './rules/case.ts'
import { replay } from './rules/evolve.ts'
import type { Lang, Millis, Money, PersonId, Values } from './rules/nouns.ts'
import { isRefusal } from './rules/nouns.ts'
import type { Balance } from './rules/payments.ts'
import { balanceOf, paidOn, restOf } from './rules/payments.ts'

/** Days of the company's calendar, `2026-11-22`, both within. */
export interface Days {
  readonly from: string
  readonly to: string
}

/** True for a day that the calendar has. */
export function isDay(written: unknown): written is string {
  if (typeof written !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(written)) return false
  const at = Date.parse(`${written}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(written)
}

/** Who approved a step of what is paid. */
export interface Approval {
  readonly step: string
  readonly people: readonly PersonId[]
}

/** An instruction as it stands in the book. */
export interface BookEntry {
  readonly number: string
  readonly instruction: Instruction
  readonly balance: Balance
  readonly paid: Money
  readonly rest: Money
  /** The case's values as they were when it was last issued: account, method, reason. */
  readonly values: Values
  readonly approvals: readonly Approval[]
  readonly reader: Reader
}

/** Money that moved: a payment, or (`back`) one that came back, then with an amount below zero. */
export interface Movement {
  readonly entry: BookEntry
  readonly payment: Payment
  readonly back: boolean
  readonly at: Millis
  readonly day: string
  readonly amount: Money
}

export interface BookParts {
  readonly store: Pick<Store, 'list' | 'case' | 'facts'>
  readonly company: Company
  loadPolicy(version: string): Promise<void>
}

/** Instructions issued, paid or returned within these days, by case. */
export async function entriesOf(
  { store, company, loadPolicy }: BookParts,
  days: Days,
  lang: Lang,
): Promise<readonly BookEntry[]> {
  const { tz } = company.current.company
  const entries: BookEntry[] = []
  for await (const number of touched(store, tz, days)) {
    const state = await store.case(number)
    if (!state) continue
    for (const instruction of state.instructions) {
      if (!momentsOf(instruction).some((at) => within(dayOf(at, tz), days))) continue
      await loadPolicy(state.policy)
      const { policy, directory } = company.under(state.policy)
      const reader = { lang, tz, policy, directory }
      entries.push(entryOf(await asIssued(state, instruction, store), instruction, reader))
    }
  }
  return entries
}

/** What moved within these days, in the order in which it did. */
export function movementsIn(entries: readonly BookEntry[], days: Days): readonly Movement[] {
  return entries
    .flatMap((entry) =>
      (entry.instruction.payments ?? []).flatMap((payment): Omit<Movement, 'day'>[] => {
        const { amount, returned } = payment
        const out = { entry, payment, back: false, at: payment.at, amount }
        const minus = { ...amount, minor: -amount.minor }
        return returned ? [out, { entry, payment, back: true, at: returned.at, amount: minus }] : [out]
      }),
    )
    .map((one) => ({ ...one, day: dayOf(one.at, one.entry.reader.tz) }))
    .filter(({ day }) => within(day, days))
    .sort((a, b) => a.at - b.at || (a.entry.instruction.id < b.entry.instruction.id ? -1 : 1))
}

/** Numbers of the cases in which something may have happened within these days, newest first. */
async function* touched(store: BookParts['store'], tz: string, { from, to }: Days): AsyncGenerator<string> {
  let after: string | undefined
  do {
    const page = await store.list({ limit: 200, ...(after === undefined ? {} : { after }) })
    if (isRefusal(page)) throw new Error(page.refused)
    for (const { number, filed, changed } of page.items)
      if (dayOf(changed, tz) >= from && dayOf(filed, tz) <= to) yield number
    after = page.next
  } while (after !== undefined)
}

const within = (day: string, { from, to }: Days): boolean => day >= from && day <= to

function momentsOf({ issued, payments = [] }: Instruction): readonly Millis[] {
  return [issued, ...payments.flatMap(({ at, returned }) => (returned ? [at, returned.at] : [at]))]
}

/** The case as it was when a later instruction had not yet changed what this one says. */
async function asIssued(state: Case, { id }: Instruction, store: BookParts['store']): Promise<Case> {
  if (state.instructions.at(-1)?.id === id) return state
  const facts = await store.facts(state.number)
  const issued = facts.findLastIndex(
    ({ what }) => (what.is === 'instructed' || what.is === 'reissued') && what.id === id,
  )
  return replay(facts.slice(0, issued + 1)) ?? state
}

function entryOf(state: Case, instruction: Instruction, reader: Reader): BookEntry {
  const { currency } = instruction.proposal.amount
  const granted = state.past.findLast(({ asking, result, left }) => {
    return asking !== undefined && result === 'approved' && left <= instruction.issued
  })
  const approvals = (granted?.asking?.sequence ?? [])
    .flat()
    .map(({ step, given }) => ({ step, people: given }))
    .filter(({ people }) => people.length > 0)
  return {
    number: state.number,
    instruction,
    balance: balanceOf(instruction),
    paid: { minor: paidOn(instruction), currency },
    rest: restOf(instruction),
    values: state.values,
    approvals,
    reader,
  }
}

/** What the policy marks as an account, by its last four: it never leaves in full. Empty without one. */
export function accountOf({ values, reader }: Pick<BookEntry, 'values' | 'reader'>): string {
  const field = Object.values(reader.policy.fields).find(({ id, personal }) => personal === 'account' && values[id])
  return field ? mask('account', String(values[field.id])) : ''
}
