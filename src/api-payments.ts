/** What the API gives out of the book of payments: the list to reconcile, and files for the books. */
import type { ListedPayment, PaymentFormat, PaymentsFile, PaymentsList, PaymentTotal } from './api-port.ts'
import type { BookEntry, BookParts, Days, Movement } from './payment-book.ts'
import { accountOf, entriesOf, movementsIn } from './payment-book.ts'
import { exportPayments } from './payment-export.ts'
import type { Lang, Value } from './rules/nouns.ts'

/** Every instruction issued, paid or returned within these days, and what moved by day and method; accounts by their last four. */
export async function listPayments(parts: BookParts, days: Days, lang: Lang): Promise<PaymentsList> {
  const entries = await entriesOf(parts, days, lang)
  return { ...days, items: entries.map(listed), totals: totalsOf(movementsIn(entries, days)) }
}

/** The same movements as a file. */
export async function paymentsFile(
  parts: BookParts,
  days: Days,
  format: PaymentFormat,
  lang: Lang,
): Promise<PaymentsFile> {
  const movements = movementsIn(await entriesOf(parts, days, lang), days)
  const { bytes, type, ending } = await exportPayments(movements, format, lang)
  return { bytes, type, name: `${format === 'journal' ? 'journal' : 'payments'}-${days.from}-${days.to}.${ending}` }
}

function listed(entry: BookEntry): ListedPayment {
  const { number, instruction, balance, paid, rest, values } = entry
  const { id, issued, proposal, payments = [] } = instruction
  return {
    number,
    instruction: id,
    balance,
    issued,
    ...{ kind: proposal.kind, payee: proposal.payee, method: wordOf(values.pay_method) },
    ...{ account: accountOf(entry), approved: proposal.amount, paid, rest },
    payments: payments.map(({ at, amount, voucher, files, returned }) => ({
      ...{ at, amount, voucher, files: files?.length ?? 0 },
      ...(returned ? { returned: { at: returned.at, reason: returned.reason } } : {}),
    })),
  }
}

const wordOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '')

function totalsOf(movements: readonly Movement[]): readonly PaymentTotal[] {
  const totals = new Map<string, PaymentTotal>()
  for (const { entry, day, amount, back } of movements) {
    const method = wordOf(entry.values.pay_method)
    const { currency, minor } = amount
    const key = JSON.stringify([day, method, currency])
    const before = totals.get(key) ?? { day, method, currency, paid: 0, back: 0, count: 0 }
    const sums = back ? { back: before.back - minor } : { paid: before.paid + minor }
    totals.set(key, { ...before, ...sums, count: before.count + 1 })
  }
  return [...totals.values()]
}
