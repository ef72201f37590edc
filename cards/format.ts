/** Amounts, moments, sizes and durations as the reader's language writes them. */
import type { Lang, Millis, Money } from '../src/rules/nouns.ts'
import type { Span } from '../src/rules/policy.ts'

const LOCALE = { zh: 'zh-CN', en: 'en-GB' } as const

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

const WEEKDAYS = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const

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

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

interface Parts extends Day {
  readonly time: string
}

/** Minutes told lately, by zone: the cards of a case tell the same few, and even a kept formatter is slow. */
const told = new Map<string, Parts>()
const MOST_TOLD = 10_000

function parts(at: Millis, tz: string): Parts {
  const key = `${Math.floor(at / 60_000)} ${tz}`
  const known = told.get(key)
  if (known !== undefined) return known
  if (told.size >= MOST_TOLD) told.clear()
  const found = partsOf(at, tz)
  told.set(key, found)
  return found
}

function partsOf(at: Millis, tz: string): Parts {
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

/** `11月22日 周日`, `Sun 22 Nov`; with its year `2026年11月22日 周日`, `Sun 22 Nov 2026`. */
function dayWords(lang: Lang, { year, month, day }: Day, withYear: boolean): string {
  const weekday = WEEKDAYS[lang][new Date(Date.UTC(year, month - 1, day)).getUTCDay()]
  if (lang === 'zh') return `${withYear ? `${year}年` : ''}${month}月${day}日 ${weekday}`
  return `${weekday} ${day} ${MONTHS[month - 1]}${withYear ? ` ${year}` : ''}`
}

const joiner = { zh: ' ', en: ', ' } as const

/**
 * A moment in the reader's zone: `11月22日 周日 14:05`, `Sun 22 Nov, 14:05`. The year is told when it is another one than
 * that of `beside`, a moment the reader has in mind.
 */
export function moment(at: Millis, lang: Lang, tz: string, beside: Millis = at): string {
  const here = parts(at, tz)
  return `${dayWords(lang, here, here.year !== parts(beside, tz).year)}${joiner[lang]}${here.time}`
}

/** The same always with its year: `2026年11月22日 周日 14:05`, `Sun 22 Nov 2026, 14:05`. */
export function fullMoment(at: Millis, lang: Lang, tz: string): string {
  const here = parts(at, tz)
  return `${dayWords(lang, here, true)}${joiner[lang]}${here.time}`
}

/** A zone as people name it: `GMT+8`, `GMT-5`; the offset is that of the moment. */
export function zone(at: Millis, tz: string): string {
  const format = keep(
    `zone/${tz}`,
    () => new Intl.DateTimeFormat('en-GB', { timeZone: tz, timeZoneName: 'shortOffset' }),
  )
  return format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? tz
}

/** The day of a moment in the reader's zone, without its weekday: `2026年11月22日`, `22 Nov 2026`. */
export function dayOf(at: Millis, lang: Lang, tz: string): string {
  const { year, month, day } = parts(at, tz)
  return lang === 'zh' ? `${year}年${month}月${day}日` : `${day} ${MONTHS[month - 1]} ${year}`
}

/** A calendar date (`2026-11-22`) in words, with its year. Anything else, also a day that never was, is given back as it is. */
export function date(iso: string, lang: Lang): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  const day = { year: Number(found?.[1]), month: Number(found?.[2]), day: Number(found?.[3]) }
  const real = found !== null && new Date(Date.UTC(day.year, day.month - 1, day.day)).toISOString().startsWith(iso)
  return real ? dayWords(lang, day, true) : iso
}

/** How long ago or ahead: `2 小时 5 分前`, `in 2 h 5 min`, `刚刚`. Only for what is read at once: a card must not age. */
export function relative(at: Millis, now: Millis, lang: Lang): string {
  const away = Math.abs(at - now)
  if (away < 60_000) return lang === 'zh' ? '刚刚' : 'just now'
  const length = duration(away, lang)
  if (at > now) return lang === 'zh' ? `${length}后` : `in ${length}`
  return lang === 'zh' ? `${length}前` : `${length} ago`
}

/** Bytes as people say them: `830 B`, `12 KB`, `1.4 MB`, `20 MB`. */
export function fileSize(bytes: number): string {
  const [size, unit] = SIZES.map(([least, name]) => [bytes / least, name] as const).find(([many]) => many >= 1) ?? [
    0,
    'B',
  ]
  return `${unit === 'B' || unit === 'KB' || size >= 10 ? Math.round(size) : Number(size.toFixed(1))} ${unit}`
}

const SIZES = [
  [1024 ** 3, 'GB'],
  [1024 ** 2, 'MB'],
  [1024, 'KB'],
  [1, 'B'],
] as const

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

/** A span of the policy in words: `24 个工作小时`, `24 working hours`, `2 个工作日`, `1 working day`. */
export function spanWords(span: Span, lang: Lang): string {
  if (span.unit === 'h') return duration(span.amount, lang)
  const days = span.unit === 'bd'
  const amount = days ? span.amount : span.amount / 3_600_000
  if (lang === 'zh') return `${number(amount, lang)} 个工作${days ? '日' : '小时'}`
  return `${number(amount, lang)} working ${days ? 'day' : 'hour'}${amount === 1 ? '' : 's'}`
}
