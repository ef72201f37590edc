/** What stands where a conversation is empty. */
import { perform } from './act.js'
import { el, fill } from './dom.js'
import { t } from './words-of.js'

/** Draws it into `#welcome`, which is there only while a place has no posts. */
export function drawWelcome(host) {
  fill(
    host,
    el('p', {}, t('nothing_here')),
    el('p', { class: 'quiet' }, t('start_hint')),
    el(
      'button',
      { type: 'button', class: 'primary', onclick: () => perform({ do: 'command', text: '/complaint' }) },
      t('file_complaint'),
    ),
  )
}
