/** Exact money arithmetic. Major units appear only in text and in conditions; everything else is minor units. */
import type { Money } from './nouns.ts'

/** Why an amount in words is not one: see `parseMoney`. */
export type MoneyProblem = 'amount_precision' | 'amount_negative' | 'amount_currency' | 'field_type' | 'field_range'

const LARGEST_MINOR = 100_000_000_000

/**
 * Reads an amount as people write it: `500.01`, `1,234.50`, `¥500`, `CNY 500`, full-width digits too.
 * Exact: the decimal text is split, never multiplied. More digits than the currency has are refused, as are negative,
 * enormous and foreign amounts.
 */
export function parseMoney(written: string, currency: string, digits: number): Money | MoneyProblem {
  const text = written.normalize('NFKC').trim()
  const match =
    /^(?<sign>-?)\s*(?<mark>[A-Za-z]{3}|[¥$€£元]?)\s*(?<minus>-?)(?<whole>[\d,]+)(?:\.(?<part>\d*))?\s*(?<tail>元|[A-Za-z]{3})?$/u.exec(
      text,
    )
  const groups = match?.groups
  if (!groups) return 'field_type'
  const named = (groups.mark ?? '') || (groups.tail ?? '')
  if (named && !meansCurrency(named, currency)) return 'amount_currency'
  if (groups.sign || groups.minus) return 'amount_negative'
  const whole = (groups.whole ?? '').replaceAll(',', '')
  const part = (groups.part ?? '').replace(/0+$/, '')
  if (whole === '' || !/^\d{1,3}(,\d{3})*$|^\d+$/.test(groups.whole ?? '')) return 'field_type'
  if (part.length > digits) return 'amount_precision'
  const minor = Number(whole + part.padEnd(digits, '0'))
  if (!Number.isSafeInteger(minor) || minor > LARGEST_MINOR) return 'field_range'
  return { minor, currency }
}

function meansCurrency(named: string, currency: string): boolean {
  const marks: Readonly<Record<string, readonly string[]>> = {
    CNY: ['¥', '元', 'RMB'],
    JPY: ['¥'],
    USD: ['$'],
    EUR: ['€'],
    GBP: ['£'],
  }
  return named.toUpperCase() === currency || (marks[currency] ?? []).includes(named.toUpperCase())
}

/** Major units as a double, for conditions only: one division, so 50001 fen is exactly the literal `500.01`. */
export function majorUnits(money: Money, digits: number): number {
  return money.minor / 10 ** digits
}
