/** The bar at the top: where we look, the clock, the language. */
import { el, fill } from './dom.js'
import { icon } from './icon.js'
import { speak, store, zone } from './store.js'
import { listen } from './stream.js'
import { toast } from './toasts.js'
import { moveClock } from './wire.js'
import { currentLang, longMoment, t } from './words-of.js'

export function drawTop() {
  const [title, hint] = titleOf(store.place)
  fill(
    document.getElementById('top'),
    el(
      'button',
      {
        type: 'button',
        class: 'icon menu',
        'aria-label': t('menu'),
        onclick: () => document.body.classList.toggle('side-open'),
      },
      icon('menu'),
    ),
    el('div', { class: 'title' }, el('h1', {}, title), hint ? el('p', { class: 'quiet' }, hint) : null),
    clock(),
    el(
      'button',
      { type: 'button', class: 'lang', 'aria-label': t('switch_lang_hint'), onclick: switchLang },
      t('switch_lang'),
    ),
  )
}

async function switchLang() {
  await speak(currentLang() === 'zh' ? 'en' : 'zh')
  listen()
}

/** Name and explanation of a place. */
function titleOf(place) {
  if (place === 'customers') return [t('customers'), t('customers_hint')]
  if (place.startsWith('person/')) return [t('my_messages'), store.me?.name]
  return [store.channels.find(({ id }) => `channel/${id}` === place)?.name ?? '', null]
}

function clock() {
  return el(
    'div',
    { class: 'clock', role: 'group', 'aria-label': t('clock') },
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
          drawClock()
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

/** Only the moment shown; a full redraw would take the focus away. */
export function drawClock() {
  const now = document.getElementById('now')
  if (now === null) return
  now.dateTime = store.now
  now.textContent = longMoment(store.now, zone())
}
