/** The bar at the top: where we look, the clock, the language. */
import { el, fill } from './dom.js'
import { icon } from './icon.js'
import { speak, store } from './store.js'
import { listen } from './stream.js'
import { currentLang, t } from './words-of.js'

export function drawTop(top) {
  const [title, hint] = titleOf(store.place)
  fill(
    top,
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
    top.querySelector('#clock') ?? el('div', { id: 'clock', class: 'clock' }),
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
