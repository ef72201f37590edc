/** The clock in the top bar: what time it is here, and the buttons that move it. */
import { el, fill } from './dom.js'
import { store, zone } from './store.js'
import { toast } from './toasts.js'
import { moveClock } from './wire.js'
import { longMoment, t } from './words-of.js'

/** Draws it into `#clock`. */
export function drawClockMenu(host, what) {
  const shown = host.querySelector('#now')
  // Only the moment shown: a full redraw would take the focus away.
  if (what === 'clock' && shown) {
    shown.dateTime = store.now
    shown.textContent = longMoment(store.now, zone())
    return
  }
  host.setAttribute('role', 'group')
  host.setAttribute('aria-label', t('clock'))
  fill(
    host,
    el('time', { id: 'now', datetime: store.now, title: t('now') }, longMoment(store.now, zone())),
    mover('plus_2h', { advance: '2h' }),
    mover('next_workday', { to: 'next-workday' }),
    mover('next_timer', { to: 'next-timer' }),
  )
}

function mover(word, move) {
  const button = el(
    'button',
    {
      type: 'button',
      onclick: async () => {
        button.disabled = true
        try {
          const { now } = await moveClock(move)
          store.now = now
          toast(t('moved', { now: longMoment(now, zone()) }), 'good')
        } catch (error) {
          toast(error.message, 'warn')
        } finally {
          button.disabled = false
        }
      },
    },
    t(word),
  )
  return button
}
