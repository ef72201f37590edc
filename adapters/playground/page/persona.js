/** Choosing whom to play: everybody with what waits for them, whoever is late first, found by name, team or role. */
import { avatar } from './avatar.js'
import { openDialog } from './dialog.js'
import { el, fill, freshId } from './dom.js'
import { icon } from './icon.js'
import { onChange, play, store } from './store.js'
import { hush, listen } from './stream.js'
import { toast } from './toasts.js'
import { t } from './words-of.js'

/** How much waits for somebody, and how much of it is late; nothing when nothing does. */
export function drawWaiting({ open, late }) {
  if (open === 0) return null
  return el(
    'span',
    { class: 'counts' },
    late > 0 ? el('span', { class: 'badge late' }, t('late', { late })) : null,
    el('span', { class: 'badge' }, t('waiting', { open })),
  )
}

/** Plays somebody else and follows what they see. */
export async function switchTo(id) {
  hush()
  try {
    await play(id)
    document.getElementById('news').textContent = t('persona_now', { name: store.me.name })
  } catch (error) {
    toast(error.message, 'warn')
  }
  listen()
}

/** Opens the list. */
export function openPersonas() {
  const list = el('ul', { class: 'people', role: 'listbox', id: freshId(), 'aria-label': t('persona_title') })
  const search = el('input', {
    type: 'search',
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-controls': list.id,
    'aria-autocomplete': 'list',
    'aria-label': t('persona_search'),
    placeholder: t('persona_search'),
    autocomplete: 'off',
    enterkeyhint: 'go',
  })
  const content = el(
    'div',
    { class: 'personas' },
    el('p', { class: 'quiet' }, t('persona_hint')),
    el('div', { class: 'search' }, icon('search'), search),
    list,
  )
  // Counts follow while it is open; the order stays, so that nobody slips away under a finger.
  const ended = onChange((what) => what === 'people' && recount(list))
  const dialog = openDialog(t('persona_title'), content, ended)
  dialog.node.classList.add('persona-dialog')
  const choose = (id) => {
    dialog.close()
    if (id !== store.me?.id) void switchTo(id)
  }
  const chooser = { list, search, choose, options: [], at: 0 }
  search.addEventListener('input', () => draw(chooser))
  search.addEventListener('keydown', (event) => onKey(chooser, event))
  draw(chooser)
  search.focus()
}

function recount(list) {
  for (const { id, waiting } of store.people) {
    const line = list.querySelector(`[data-person="${CSS.escape(id)}"]`)
    line?.querySelector('.counts')?.remove()
    if (line) line.append(drawWaiting(waiting) ?? '')
  }
}

/** Late before open before the rest; the directory's order within. */
function sorted() {
  const rank = ({ waiting }) => waiting.late * 1_000 + waiting.open
  return [...store.people].sort((a, b) => rank(b) - rank(a))
}

function draw(chooser) {
  const query = chooser.search.value.trim().toLowerCase()
  const words = ({ id, name, team = '', titles = [] }) => [id, name, team, ...titles].join(' ').toLowerCase()
  const people = sorted().filter((person) => query.split(/\s+/).every((word) => words(person).includes(word)))
  chooser.options = people.map((person) => option(person, chooser.choose))
  if (people.length === 0) {
    const none = el(
      'li',
      { class: 'none quiet', role: 'presentation' },
      t('persona_none', { query: chooser.search.value }),
    )
    fill(chooser.list, none)
  } else fill(chooser.list, chooser.options)
  move(chooser, 0)
}

function option(person, choose) {
  const { id, name, team = '', titles = [], waiting } = person
  return el(
    'li',
    { role: 'option', id: freshId(), 'data-person': id, 'aria-selected': 'false', onclick: () => choose(id) },
    avatar(id, name),
    el(
      'span',
      { class: 'persona-text' },
      el('strong', {}, name, id === store.me?.id ? icon('check') : null),
      el('span', { class: 'quiet' }, [team, ...titles].filter(Boolean).join(' · ')),
    ),
    drawWaiting(waiting),
  )
}

function move(chooser, to) {
  const { options, search } = chooser
  options[chooser.at]?.setAttribute('aria-selected', 'false')
  chooser.at = options.length === 0 ? 0 : (to + options.length) % options.length
  const active = options[chooser.at]
  active?.setAttribute('aria-selected', 'true')
  active?.scrollIntoView({ block: 'nearest' })
  if (active) search.setAttribute('aria-activedescendant', active.id)
  else search.removeAttribute('aria-activedescendant')
}

function onKey(chooser, event) {
  const { at, options } = chooser
  if (event.key === 'Enter' && !event.isComposing) {
    event.preventDefault()
    const id = options[at]?.dataset.person
    if (id) chooser.choose(id)
  }
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: Math.min(at + 8, options.length - 1),
    PageUp: Math.max(at - 8, 0),
  }
  if (to[event.key] === undefined) return
  event.preventDefault()
  move(chooser, to[event.key])
}
