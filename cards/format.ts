/** Amounts, moments, sizes and durations as the reader's language writes them. */
import type { Lang, Millis, Money } from '../src/rules/nouns.ts'
import type { Span } from '../src/rules/policy.ts'

const LOCALE = { zh: 'zh-CN', en: 'en-GB' } as const

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** Building an Intl formatter costs a thousand times more than using one, so each is kept. */
const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function keep<F extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => F): F {
  const known = kept.get(key)
  if (known !== undefined) return known as F
  const made = make()
  kept.set(key, made)
  return made
}

/** Digits after the point that ISO 4217 gives a currency; a policy's own `digits` win where one is at hand. */
export function isoDigits(currency: string): number {
  return (
    keep(`digits/${currency}`, () => new Intl.NumberFormat('en', { style: 'currency', currency })).resolvedOptions()
      .maximumFractionDigits ?? 2
  )
}

/** Minor units as an exact decimal string: 50001 with 2 digits is `500.01`. */
export function decimal(minor: number, digits: number): string {
  const whole = Math.abs(minor)
    .toFixed(0)
    .padStart(digits + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)}`
}

/** `¥1,234.50` for Chinese, `CNY 1,234.50` for English. Exact: no float is involved. */
export function money(amount: Money, lang: Lang, digits: number = isoDigits(amount.currency)): string {
  const format = keep(
    `money/${lang}/${amount.currency}/${digits}`,
    () =>
      new Intl.NumberFormat(LOCALE[lang], {
        style: 'currency',
        currency: amount.currency,
        currencyDisplay: lang === 'zh' ? 'symbol' : 'code',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  )
  return format.format(decimal(amount.minor, digits) as Intl.StringNumericLiteral).replace(/\u00A0/g, ' ')
}

/** A number with the reader's grouping; at most six digits after the point. */
export function number(n: number, lang: Lang): string {
  return keep(`number/${lang}`, () => new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: 6 })).format(n)
}

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly time: string
}

function parts(at: Millis, tz: string): Parts {
  const format = keep(
    `moment/${tz}`,
    () =>
      new Intl.DateTimeFormat('en-GB', {
        timeZone: tz,
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  )
  const found: Record<string, string> = {}
  for (const part of format.formatToParts(at)) found[part.type] = part.value
  return {
    year: Number(found.year),
    month: Number(found.month),
    day: Number(found.day),
    time: `${found.hour}:${found.minute}`,
  }
}

function dayWords(lang: Lang, month: number, day: number, year?: number): string {
  if (lang === 'zh') return `${year === undefined ? '' : `${year}年`}${month}月${day}日`
  return `${day} ${MONTHS[month - 1]}${year === undefined ? '' : ` ${year}`}`
}

const joiner = { zh: ' ', en: ', ' } as const

/** A moment in the reader's zone: `11月22日 14:05`, `22 Nov, 14:05`. */
export function moment(at: Millis, lang: Lang, tz: string): string {
  const { month, day, time } = parts(at, tz)
  return `${dayWords(lang, month, day)}${joiner[lang]}${time}`
}

/** The same with its year: `2026年11月22日 14:05`, `22 Nov 2026, 14:05`. */
export function fullMoment(at: Millis, lang: Lang, tz: string): string {
  const { year, month, day, time } = parts(at, tz)
  return `${dayWords(lang, month, day, year)}${joiner[lang]}${time}`
}

/** A calendar date (`2026-11-22`) in words, with its year. Anything else is given back as it is. */
export function date(iso: string, lang: Lang): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  const [year, month, day] = [Number(found?.[1]), Number(found?.[2]), Number(found?.[3])]
  return found !== null && month >= 1 && month <= 12 ? dayWords(lang, month, day, year) : iso
}

/** Bytes as people say them: `830 B`, `12 KB`, `1.4 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kilo = bytes / 1024
  return kilo < 1024 ? `${Math.round(kilo)} KB` : `${(kilo / 1024).toFixed(1)} MB`
}

const UNITS = {
  zh: { d: ' 天', h: ' 小时', m: ' 分' },
  en: { d: ' d', h: ' h', m: ' min' },
} as const

/** A length of time in its two largest units: `2 小时 5 分`, `2 h 5 min`. Under a minute counts as one minute. */
export function duration(length: Millis, lang: Lang): string {
  const minutes = Math.max(1, Math.round(length / 60_000))
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const unit = UNITS[lang]
  const said = [d > 0 ? `${d}${unit.d}` : '', h > 0 ? `${h}${unit.h}` : '', d === 0 && m > 0 ? `${m}${unit.m}` : '']
  return said.filter((word) => word !== '').join(' ')
}

/** A span of the policy in words: `24 个工作小时`, `24 working hours`, `2 个工作日`. */
export function spanWords(span: Span, lang: Lang): string {
  if (span.unit === 'bd') return lang === 'zh' ? `${span.amount} 个工作日` : `${span.amount} working days`
  if (span.unit === 'h') return duration(span.amount, lang)
  const hours = number(span.amount / 3_600_000, lang)
  return lang === 'zh' ? `${hours} 个工作小时` : `${hours} working hours`
}
