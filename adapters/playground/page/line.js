/** The banner over everything when the connection is lost. A short break says nothing. */
import { store } from './store.js'
import { t } from './words-of.js'

/** Milliseconds of a break nobody need hear of, and for which the good news stays. */
const GRACE = 1_200
const GLAD = 2_500

let timer = 0

export function drawLine(host) {
  clearTimeout(timer)
  if (!store.online) {
    timer = setTimeout(() => say(host, t('offline'), 'lost'), GRACE)
  } else if (!host.hidden) {
    say(host, t('online'), 'back')
    timer = setTimeout(() => {
      host.hidden = true
    }, GLAD)
  }
}

function say(host, text, how) {
  host.textContent = text
  host.className = how
  host.hidden = false
}
