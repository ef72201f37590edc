/** The page's words in the chosen language, and how moments are written. */
import { WORDS } from './words.js'

let lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'

export function currentLang() {
  return lang
}

/** Switches the words; the caller draws again. */
export function setLang(next) {
  lang = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  document.title = WORDS.title[next]
}

/** A word or sentence; `{name}` is filled from `params`. */
export function t(id, params = {}) {
  return WORDS[id][lang].replace(/\{(\w+)\}/g, (part, name) => String(params[name] ?? part))
}

function format(options, tz) {
  return new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', { hourCycle: 'h23', timeZone: tz, ...options })
}

/** `11月22日 周日 10:30`, in the person's time zone. */
export function longMoment(iso, tz) {
  const day = { month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit' }
  return format(day, tz).format(new Date(iso))
}

/** `10:30` on the same day, else `11月20日 10:30`. */
export function shortMoment(iso, now, tz) {
  const day = format({ year: 'numeric', month: '2-digit', day: '2-digit' }, tz)
  const time = { hour: '2-digit', minute: '2-digit' }
  const same = day.format(new Date(iso)) === day.format(new Date(now))
  return format(same ? time : { month: 'short', day: 'numeric', ...time }, tz).format(new Date(iso))
}
