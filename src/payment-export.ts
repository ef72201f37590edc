/** The book of payments as files: a list as CSV or XLSX, and a journal that Kingdee and Yonyou import (docs/payments.md). */
import { decimal, isoDigits } from '../cards/format.ts'
import { kindName, personName, stepName } from '../cards/names.ts'
import {
  JOURNAL_COLUMNS,
  JOURNAL_SUMMARY,
  MOVEMENTS,
  PAYMENT_COLUMNS,
  type PaymentColumn,
  SHEET_NAME,
} from '../cards/payment-columns.ts'
import { plain } from '../cards/text.ts'
import { showValue } from '../cards/values.ts'
import { accountOf, type Movement } from './payment-book.ts'
import type { Lang, Money } from './rules/nouns.ts'

export const EXPORT_FORMATS = ['csv', 'xlsx', 'journal'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** A number stands as it is; everything else is text, whatever it looks like. */
export type Cell = string | { readonly number: string }

/** A file to hand out. */
export interface ExportFile {
  readonly bytes: Uint8Array
  readonly type: string
  readonly ending: 'csv' | 'xlsx'
}

/** Writes movements down. */
export async function exportPayments(
  movements: readonly Movement[],
  format: ExportFormat,
  lang: Lang,
): Promise<ExportFile> {
  if (format === 'xlsx') return xlsx([headOf(lang), ...movements.map(listRow)], SHEET_NAME[lang])
  const rows: readonly (readonly Cell[])[] =
    format === 'journal'
      ? [JOURNAL_COLUMNS, ...movements.flatMap(journalRows)]
      : [headOf(lang), ...movements.map(listRow)]
  return { bytes: new TextEncoder().encode(csv(rows)), type: 'text/csv; charset=utf-8', ending: 'csv' }
}

const COLUMNS = Object.keys(PAYMENT_COLUMNS) as readonly PaymentColumn[]

const headOf = (lang: Lang): readonly Cell[] => COLUMNS.map((id) => PAYMENT_COLUMNS[id][lang])

function listRow(movement: Movement): readonly Cell[] {
  const cells = cellsOf(movement)
  return COLUMNS.map((id) => cells[id])
}

function cellsOf({ entry, payment, back, at, day, amount }: Movement): Readonly<Record<PaymentColumn, Cell>> {
  const { instruction, reader, rest, approvals } = entry
  const { lang, tz } = reader
  const by = back ? payment.returned?.by : payment.by
  return {
    day,
    time: new Intl.DateTimeFormat('en-GB', { timeZone: tz, timeStyle: 'short' }).format(at),
    number: entry.number,
    instruction: instruction.id,
    movement: MOVEMENTS[back ? 'back' : 'paid'][lang],
    kind: kindName(instruction.proposal.kind, reader),
    payee: instruction.proposal.payee,
    account: accountOf(entry),
    method: fieldOf('pay_method', entry),
    amount: numberOf(amount, entry),
    currency: amount.currency,
    approved: numberOf(instruction.proposal.amount, entry),
    rest: numberOf(rest, entry),
    voucher: payment.voucher,
    files: { number: String(payment.files?.length ?? 0) },
    by: by === undefined ? '' : personName(by, reader),
    approvals: approvals
      .map(({ step, people }) => `${stepName(step, reader)} ${people.map((one) => personName(one, reader)).join(' ')}`)
      .join('; '),
    reason: back ? (payment.returned?.reason ?? '') : fieldOf('plan_reason', entry),
  }
}

function fieldOf(id: string, { reader, values }: Movement['entry']): string {
  const { policy, directory, lang } = reader
  const field = Object.hasOwn(policy.fields, id) ? policy.fields[id] : undefined
  const value = values[id]
  return field && value !== undefined ? showValue(field, value, { policy, directory, lang, masked: true }) : ''
}

function numberOf({ minor, currency }: Money, { reader }: Movement['entry']): { readonly number: string } {
  return { number: decimal(minor, reader.policy.company.digits[currency] ?? isoDigits(currency)) }
}

// ───────────────────────────────────────────────────────────────────────────── journal

/** Accounts of the chart that every company has (企业会计准则): what compensation costs, and where it is paid from. */
const COST = { code: '6601', name: '销售费用' } as const
const BANK = { code: '1002', name: '银行存款' } as const
const WALLET = { code: '1012', name: '其他货币资金' } as const
const WALLETS: readonly unknown[] = ['alipay', 'wechat']

/** Two lines for each movement, equal on both sides; what came back is written below zero (红字), on the same sides. */
function journalRows(movement: Movement, i: number): readonly (readonly Cell[])[] {
  const { entry, payment, back, day, amount } = movement
  const { number, instruction, reader, values } = entry
  const said = { number, kind: kindName(instruction.proposal.kind, { policy: reader.policy, lang: 'zh' }) }
  const summary = JOURNAL_SUMMARY[back ? 'back' : 'paid'].replace(/\{(kind|number)\}/g, (_, id: 'kind') => said[id])
  const from = WALLETS.includes(values.pay_method) ? WALLET : BANK
  const sum = numberOf(amount, entry)
  const line = (nth: number, account: { code: string; name: string }, debit: Cell, credit: Cell): readonly Cell[] => [
    ...[day, '记', { number: String(i + 1) }, { number: String(nth) }, summary, account.code, account.name],
    ...[amount.currency, debit, credit, `${instruction.id} ${payment.voucher}`],
  ]
  return [line(1, COST, sum, ''), line(2, from, '', sum)]
}

// ───────────────────────────────────────────────────────────────────────────── files

/** With a byte order mark, so that Excel reads it as UTF-8; lines end as Excel's do. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`
}

function csvCell(cell: Cell): string {
  if (typeof cell !== 'string') return cell.number
  const text = harmless(cell)
  return /[",\r\n']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Text on one line that no spreadsheet takes for a formula: one that begins like one is given an apostrophe. */
export function harmless(text: string): string {
  const line = plain(text).replace(/\s+/gu, ' ').trim()
  return /^[=+\-@＝＋－＠|%]/u.test(line) ? `'${line}` : line
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Text cells are written as text, which no spreadsheet evaluates; amounts as numbers. The writer is loaded when asked for. */
async function xlsx(rows: readonly (readonly Cell[])[], sheet: string): Promise<ExportFile> {
  const { default: write } = await import('write-excel-file/node')
  const data = rows.map((row, i) =>
    row.map((cell) => {
      if (typeof cell !== 'string') return { value: Number(cell.number), type: Number, format: formatOf(cell.number) }
      const value = harmless(cell)
      return i === 0 ? { value, type: String, fontWeight: 'bold' as const } : { value, type: String }
    }),
  )
  const bytes = await write(data, { sheet }).toBuffer()
  return { bytes: new Uint8Array(bytes), type: XLSX, ending: 'xlsx' }
}

const formatOf = (written: string): string => `0${/\.\d+$/.exec(written)?.[0].replace(/\d/g, '0') ?? ''}`
