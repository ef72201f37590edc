/** What stands in exported files, and that nothing in them does anything in a spreadsheet. */
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { policy } from '../data/testing/shipped.ts'
import type { BookEntry, Movement } from './payment-book.ts'
import { movementsIn } from './payment-book.ts'
import { csv, exportPayments, harmless } from './payment-export.ts'
import type { Instruction } from './rules/case.ts'
import { balanceOf } from './rules/payments.ts'

const DAY = Date.parse('2026-11-22T02:00:00Z')
const cny = (minor: number) => ({ minor, currency: 'CNY' })
const instruction: Instruction = {
  id: 'C-20261122-0001-P1',
  position: 'payment#1',
  proposal: { kind: 'refund', amount: cny(30_000), payee: '=HYPERLINK("http://evil","张三")' },
  issued: DAY,
  state: 'issued',
  payments: [
    {
      seq: 9,
      at: DAY,
      amount: cny(10_000),
      voucher: '+V,1',
      returned: { at: DAY + 86_400_000, reason: '@销户\n第二行' },
    },
    { seq: 11, at: DAY + 3_600_000, amount: cny(20_001), voucher: 'V-2' },
  ],
}
const entry: BookEntry = {
  number: 'C-20261122-0001',
  instruction,
  balance: balanceOf(instruction),
  paid: cny(20_001),
  rest: cny(9_999),
  values: { pay_method: 'alipay', account: '6222020200011116789', plan_reason: '坏了' },
  approvals: [{ step: 'supervisor', people: ['feng.lan'] }],
  reader: { lang: 'zh', tz: 'Asia/Shanghai', policy, directory: { people: {}, teams: {}, channels: {} } },
}
const ALL = { from: '2026-11-22', to: '2026-11-23' }
const moved: readonly Movement[] = movementsIn([entry], ALL)
const textOf = ({ bytes }: { readonly bytes: Uint8Array }): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

/** The parts of a zip by name, read from its central directory. */
function unzipped(bytes: Uint8Array): ReadonlyMap<string, string> {
  const zip = Buffer.from(bytes)
  const found = new Map<string, string>()
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'))
  let at = zip.readUInt32LE(end + 16)
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [method, size, names, extra, comment, head] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      ...[zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)],
    ] as [number, number, number, number, number, number]
    const from = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28)
    const raw = zip.subarray(from, from + size)
    found.set(
      zip.toString('utf8', at + 46, at + 46 + names),
      (method === 8 ? inflateRawSync(raw) : raw).toString('utf8'),
    )
    at += 46 + names + extra + comment
  }
  return found
}

test('movements: each payment and each return, by the day of the company', () => {
  expect(moved.map(({ day, amount, back }) => [day, amount.minor, back])).toEqual([
    ['2026-11-22', 10_000, false],
    ['2026-11-22', 20_001, false],
    ['2026-11-23', -10_000, true],
  ])
  expect(movementsIn([entry], { from: '2026-11-23', to: '2026-11-23' })).toHaveLength(1)
})

test('CSV: a byte order mark, no formula, the account by its last four', async () => {
  const text = textOf(await exportPayments(moved, 'csv', 'zh'))
  expect(text.startsWith('\uFEFF日期,时间,客诉编号')).toBe(true)
  const lines = text.split('\r\n')
  expect(lines).toHaveLength(5)
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil"",""张三"")"`)
  expect(lines[1]).toContain(`"'+V,1"`)
  expect(lines[3]).toContain(`"'@销户 第二行"`)
  expect(lines[3]).toContain(',-100.00,CNY,300.00,99.99,')
  expect(text).not.toContain('0001111')
  expect(lines[1]).toContain('6789')
  expect(csv([[{ number: '-1.50' }, '-1.50']])).toBe(`\uFEFF-1.50,"'-1.50"\r\n`)
  for (const bad of ['=1', '+1', '-1', '@a', '\t=1', ' \u00A0=1', '\u200B=1', '＝1', '|x', '%x'])
    expect(harmless(bad)[0]).toBe("'")
})

test('the journal is in balance, line by line and in all', async () => {
  const [head = '', ...lines] = textOf(await exportPayments(moved, 'journal', 'zh'))
    .trimEnd()
    .split('\r\n')
  expect(head).toBe('\uFEFF日期,凭证字,凭证号,分录号,摘要,科目编码,科目名称,币别,借方金额,贷方金额,业务编号')
  const cells = lines.map((line) => line.split(','))
  expect(cells.map((row) => [row[2], row[3], row[5], row[8], row[9]])).toEqual([
    ['1', '1', '6601', '100.00', ''],
    ['1', '2', '1012', '', '100.00'],
    ['2', '1', '6601', '200.01', ''],
    ['2', '2', '1012', '', '200.01'],
    ['3', '1', '6601', '-100.00', ''],
    ['3', '2', '1012', '', '-100.00'],
  ])
})

test('XLSX: amounts are numbers, text is text and no formula', async () => {
  const { bytes, ending } = await exportPayments(moved, 'xlsx', 'zh')
  expect(ending).toBe('xlsx')
  const parts = unzipped(bytes)
  const sheet = [...parts].find(([name]) => /worksheets\/sheet1\.xml$/.test(name))?.[1] ?? ''
  expect(sheet).toContain('<v>-100</v>')
  expect(sheet).not.toMatch(/<f[ >]/)
  const all = [...parts.values()].join('')
  expect(all).toContain('HYPERLINK')
  expect(all).not.toContain('0001111')
})
