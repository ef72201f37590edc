/** The page's words in the chosen language, and how moments are written. */
import { WORDS } from './words.js'

let lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'

export function currentLang() {
  return lang
}

/** Switches the words, for this page and the next one; the caller draws again. */
export function setLang(next) {
  lang = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  // biome-ignore lint/suspicious/noDocumentCookie: the server draws the shell in this language; a cookie is how it knows.
  document.cookie = `redress_lang=${next}; path=/; max-age=31536000; samesite=strict`
}

/** A word or sentence; `{name}` is filled from `params`. */
export function t(id, params = {}) {
  return WORDS[id][lang].replace(/\{(\w+)\}/g, (part, name) => String(params[name] ?? part))
}

/** `one` for exactly one in languages that tell it apart, else `many`. */
export function counted(one, many, n) {
  return t(n === 1 && lang === 'en' ? one : many, { n })
}

const locale = () => (lang === 'zh' ? 'zh-CN' : 'en-GB')
const formats = new Map()

/** Formats are costly to make: each is made once per language and zone. */
function format(options, tz) {
  const key = `${lang} ${tz} ${JSON.stringify(options)}`
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(locale(), { hourCycle: 'h23', timeZone: tz, ...options }))
  }
  return formats.get(key)
}

const TIME = { hour: '2-digit', minute: '2-digit' }

/** `11月22日 周日 10:30`, in the person's time zone. */
export function longMoment(iso, tz) {
  return format({ month: 'short', day: 'numeric', weekday: 'short', ...TIME }, tz).format(new Date(iso))
}

/** `2026年11月22日星期日 10:30`: everything, for whoever points at a moment. */
export function fullMoment(iso, tz) {
  const options = { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long', ...TIME, timeZoneName: 'short' }
  return format(options, tz).format(new Date(iso))
}

/** `10:30` on the same day, else `11月20日 10:30`. */
export function shortMoment(iso, now, tz) {
  const same = dayOf(iso, tz) === dayOf(now, tz)
  return format(same ? TIME : { month: 'short', day: 'numeric', ...TIME }, tz).format(new Date(iso))
}

/** `10:30`. */
export function clockTime(iso, tz) {
  return format(TIME, tz).format(new Date(iso))
}

/** The calendar day of a moment, to compare with another. */
export function dayOf(iso, tz) {
  return format({ year: 'numeric', month: '2-digit', day: '2-digit' }, tz).format(new Date(iso))
}

const DAY = 86_400_000

/** `Today`, `Yesterday`, or the day with its weekday; with the year when it is another one. */
export function dayName(iso, now, tz) {
  const day = dayOf(iso, tz)
  if (day === dayOf(now, tz)) return t('today')
  if (day === dayOf(new Date(Date.parse(now) - DAY).toISOString(), tz)) return t('yesterday')
  const year = format({ year: 'numeric' }, tz)
  const same = year.format(new Date(iso)) === year.format(new Date(now))
  const options = { month: 'long', day: 'numeric', weekday: 'long', ...(same ? {} : { year: 'numeric' }) }
  return format(options, tz).format(new Date(iso))
}

const STEPS = [
  ['day', DAY],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** `3 hours ago`; `just now` within the minute; what lies ahead counts as now. */
export function ago(iso, now) {
  const passed = Date.parse(now) - Date.parse(iso)
  const [unit, size] = STEPS.find(([, ms]) => passed >= ms) ?? []
  if (unit === undefined) return t('just_now')
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'always' }).format(-Math.floor(passed / size), unit)
}
