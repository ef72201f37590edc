/** What happens while time passes: counted as it arrives, told in full when it is over. */
import { el, fill } from './dom.js'
import { icon } from './icon.js'
import { casePath } from './route.js'
import { onChange, store, zone } from './store.js'
import { counted, shortMoment, t } from './words-of.js'

/** Lines shown before the rest is only counted. */
const MOST = 12

let watching = null

onChange((what, posts) => {
  if (what === 'posts') watching?.(posts ?? [])
})

/** Counts in `log` what arrives until the returned function is called. */
export function quietly(log) {
  let arrived = 0
  fill(log, el('p', {}, t('clock_passing')))
  watching = (posts) => {
    arrived += posts.length
    fill(log, el('p', {}, t('clock_passing'), ' ', t('clock_arrived', { n: arrived })))
  }
  return () => {
    watching = null
  }
}

/** “While time passed: 3 reminders, 1 escalation”, with a line for each that leads to its case. */
export function passed({ reminders, escalations, opened, items }) {
  const parts = [
    reminders > 0 ? counted('clock_reminder', 'clock_reminders', reminders) : '',
    escalations > 0 ? counted('clock_escalation', 'clock_escalations', escalations) : '',
    opened > 0 ? counted('clock_opened_one', 'clock_opened', opened) : '',
  ].filter((part) => part !== '')
  if (parts.length === 0) return el('p', {}, t('clock_nothing'))
  const rest = reminders + escalations + opened - Math.min(MOST, items.length)
  return [
    el('p', {}, el('strong', {}, t('clock_meanwhile', { what: parts.join(t('clock_comma')) }))),
    el('ul', {}, items.slice(0, MOST).map(line)),
    rest > 0 ? el('p', { class: 'quiet' }, t('clock_more', { n: rest })) : null,
  ]
}

const SIGNS = { reminder: 'clock', escalation: 'arrow', opened: 'check' }

function line({ is, number, at, words }) {
  const time = el('time', { class: 'quiet', datetime: at }, shortMoment(at, store.now, zone()))
  return el('li', { class: is }, icon(SIGNS[is]), el('a', { href: `#${casePath(number)}` }, words), time)
}
