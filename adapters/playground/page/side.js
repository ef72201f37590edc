/** The side: who is playing, and the places to look at. */
import { el, fill, freshId } from './dom.js'
import { icon } from './icon.js'
import { play, store, unread, visit } from './store.js'
import { listen } from './stream.js'
import { t } from './words-of.js'

export function drawSide(side) {
  const focused = side.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined
  const tour = side.querySelector('#tour') ?? el('div', { id: 'tour' })
  fill(side, brand(), persona(), nav(), tour)
  if (focused) side.querySelector(`[data-keep="${CSS.escape(focused)}"]`)?.focus()
}

function brand() {
  return el(
    'div',
    { class: 'brand' },
    el('img', { src: '/playground/page/icon.svg', alt: '' }),
    el('div', {}, el('strong', {}, t('brand')), el('span', { class: 'quiet' }, t('practice'))),
  )
}

function persona() {
  const id = freshId()
  const choose = el(
    'select',
    { id, 'data-keep': 'persona', onchange: (event) => switchTo(event.target.value) },
    store.people.map((person) =>
      el('option', { value: person.id, selected: person.id === store.me?.id }, nameOf(person)),
    ),
  )
  const me = store.people.find(({ id }) => id === store.me?.id)
  return el(
    'div',
    { class: 'persona' },
    el('label', { for: id }, t('persona')),
    choose,
    el('div', { class: 'counts' }, me ? badges(me.waiting) : null),
    el('p', { class: 'quiet' }, t('persona_hint')),
  )
}

function nameOf({ name, waiting }) {
  return waiting.open > 0 ? `${name} · ${t('waiting', waiting)}` : name
}

function badges(waiting) {
  return [
    el('span', { class: 'badge' }, t('waiting', waiting)),
    waiting.late > 0 ? el('span', { class: 'badge late' }, t('late', waiting)) : null,
  ]
}

/** Plays somebody else and follows what they see. */
export async function switchTo(as) {
  await play(as)
  listen()
}

function nav() {
  const channels = store.channels.map(({ id, name }) => place(`channel/${id}`, name, 'hash'))
  return el(
    'nav',
    { 'aria-label': t('channels') },
    group(t('channels'), channels),
    group(t('direct'), [place(`person/${store.me?.id}`, t('my_messages'), 'mail')]),
    group(t('customers'), [place('customers', t('customers'), 'person')]),
  )
}

function group(title, items) {
  return [
    el('h2', {}, title),
    el(
      'ul',
      {},
      items.map((item) => el('li', {}, item)),
    ),
  ]
}

function place(id, name, mark) {
  const fresh = id === store.place ? 0 : unread(id)
  return el(
    'button',
    {
      type: 'button',
      class: 'place',
      'data-keep': id,
      'aria-current': id === store.place ? 'page' : null,
      onclick: () => {
        document.body.classList.remove('side-open')
        visit(id)
      },
    },
    el('span', { class: 'mark' }, icon(mark)),
    el('span', { class: 'name' }, name),
    fresh > 0 ? el('span', { class: 'fresh' }, String(fresh)) : null,
  )
}
