/** The columns of exported payments, in the reader's language; those of the journal are what Kingdee and Yonyou call them. */
import type { Text } from '../src/rules/nouns.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

/** Columns of the list, in order. docs/payments.md says what stands in each. */
export const PAYMENT_COLUMNS = {
  day: text('日期', 'Date'),
  time: text('时间', 'Time'),
  number: text('客诉编号', 'Complaint'),
  instruction: text('付款指令', 'Payment instruction'),
  movement: text('类型', 'Movement'),
  kind: text('补偿方式', 'Kind'),
  payee: text('收款人', 'Payee'),
  account: text('收款账户（后四位）', 'Account (last four)'),
  method: text('支付方式', 'Paid by'),
  amount: text('金额', 'Amount'),
  currency: text('币别', 'Currency'),
  approved: text('获批金额', 'Approved'),
  rest: text('待付', 'Left to pay'),
  voucher: text('凭证号', 'Voucher number'),
  files: text('凭证文件数', 'Voucher files'),
  by: text('经办人', 'Recorded by'),
  approvals: text('审批人', 'Approved by'),
  reason: text('事由', 'Reason'),
} as const satisfies Record<string, Text>
export type PaymentColumn = keyof typeof PAYMENT_COLUMNS

/** What a movement is called. */
export const MOVEMENTS = {
  paid: text('付款', 'Payment'),
  back: text('退回', 'Returned'),
} as const satisfies Record<string, Text>

/** Columns of the journal, as the import of both programs names them. */
export const JOURNAL_COLUMNS = [
  '日期',
  '凭证字',
  '凭证号',
  '分录号',
  '摘要',
  '科目编码',
  '科目名称',
  '币别',
  '借方金额',
  '贷方金额',
  '业务编号',
] as const

/** What the journal's line says. `{kind}`, `{number}` and `{instruction}` are filled in. */
export const JOURNAL_SUMMARY = { paid: '客诉补偿 {kind} {number}', back: '客诉补偿退回 {kind} {number}' } as const

/** The first sheet of the XLSX. */
export const SHEET_NAME = text('付款', 'Payments')
