/** The bar at the top of a conversation: where we look, and on a phone the way back to the list. */
import { el, fill } from './dom.js'
import { icon } from './icon.js'
import { placeName } from './place-names.js'
import { go } from './route.js'
import { store } from './store.js'
import { t } from './words-of.js'

export function drawTop(top) {
  const { name, hint, sign } = placeName(store.place)
  fill(
    top,
    el(
      'button',
      { type: 'button', class: 'icon to-list', 'aria-label': t('back_to_list'), onclick: () => go('/') },
      icon('back'),
    ),
    el(
      'div',
      { class: 'title' },
      el('h1', { id: 'place-name' }, icon(sign), name),
      hint ? el('p', { class: 'quiet' }, hint) : null,
    ),
    top.querySelector('#clock') ?? el('div', { id: 'clock', class: 'clock' }),
  )
}
