/** Compiles the small words: labels, who-expressions, spans, amounts. */
import { parseSpan } from '../rules/calendar.ts'
import type { MoneyProblem } from '../rules/money.ts'
import { parseMoney } from '../rules/money.ts'
import type { Text } from '../rules/nouns.ts'
import type { Span, Who } from '../rules/policy.ts'
import type { Path, Report } from './problems.ts'
import { both, shown } from './problems.ts'
import type { RawAmount, RawLabel, RawWho } from './schema-words.ts'
import type { Source } from './yaml.ts'

/** What compiling any part of a policy needs. */
export interface Compiling {
  readonly report: Report
  readonly source: Source
  /** The company's currency and its digits after the point. */
  readonly currency: string
  readonly digits: number
}

/** One string serves both languages. */
export function textOf(label: RawLabel): Text {
  return typeof label === 'string' ? { zh: label, en: label } : label
}

/** `team.x` and the like, already checked for form by the schema. */
export function whoOf(raw: RawWho): Who {
  if (typeof raw !== 'string') {
    const of = raw.map(whoOf)
    return of.length === 1 && of[0] ? of[0] : { kind: 'list', of }
  }
  const dot = raw.indexOf('.')
  return { kind: raw.slice(0, dot) as Exclude<Who['kind'], 'list'>, id: raw.slice(dot + 1) }
}

const NO_SPAN: Span = { unit: 'h', amount: 0, text: '0h' }

/** A typed duration; reports what the schema's pattern lets through (part of a working day, more than a hundred years, nothing). */
export function spanOf(written: string, path: Path, { report }: Compiling): Span {
  const span = parseSpan(written)
  if (span && span.amount > 0) return span
  report.error(
    path,
    both(`时长 ${shown(written)} 不可用`, `The span ${shown(written)} cannot be used`),
    both(
      '写大于零的时长，工作日用整数，例如 24h、4bh、2bd。',
      'Write a span above zero, working days as whole numbers: 24h, 4bh, 2bd.',
    ),
  )
  return NO_SPAN
}

/** An amount in major units as exact minor units, read from the text as typed, so no binary fraction comes in between. */
export function minorOf(raw: RawAmount, path: Path, { report, source, currency, digits }: Compiling): number {
  const written = source.written(path) ?? String(raw)
  const money = parseMoney(written, currency, digits)
  if (typeof money !== 'string') return money.minor
  const { message, fix } = moneyProblem(money, written, currency, digits)
  report.error(path, message, fix)
  return 0
}

function moneyProblem(
  problem: MoneyProblem,
  written: string,
  currency: string,
  digits: number,
): { message: Text; fix: Text } {
  const say = (zh: string, en: string, fixZh: string, fixEn: string) => ({
    message: both(`金额 ${shown(written)} ${zh}`, `The amount ${shown(written)} ${en}`),
    fix: both(fixZh, fixEn),
  })
  switch (problem) {
    case 'amount_precision':
      return say(
        `的小数位多于 ${currency} 的 ${digits} 位`,
        `has more digits than the ${digits} of ${currency}`,
        `最多写 ${digits} 位小数。`,
        `Write at most ${digits} digits after the point.`,
      )
    case 'amount_negative':
      return say('是负数', 'is negative', '写零或正数。', 'Write zero or more.')
    case 'amount_currency':
      return say(`不是 ${currency}`, `is not in ${currency}`, `换算成 ${currency}。`, `Convert it to ${currency}.`)
    case 'field_range':
      return say('太大', 'is too large', '写十亿以内的金额。', 'Write at most a thousand million.')
    case 'field_type':
      return say('不是金额', 'is no amount', '写成 500 或 500.01。', 'Write it like 500 or 500.01.')
  }
}
