/** Where one writes: a message to the place we look at, a note in a thread, or a command with suggestions. */
import { perform } from './act.js'
import { suggestionsFor } from './completion.js'
import { el, fill, freshId } from './dom.js'
import { icon } from './icon.js'
import { whilePending } from './pending.js'
import { placeName } from './place-names.js'
import { store } from './store.js'
import { toast } from './toasts.js'
import { freshKey } from './wire.js'
import { t } from './words-of.js'

/** What was begun and not sent, by person and place, while the page is open. */
const begun = new Map()

/** The composer of the conversation. */
export function drawComposer(form) {
  const closed = store.place === 'customers'
  const label = closed ? t('composer_closed') : t('composer')
  const to = closed ? undefined : store.place
  drawComposerInto(form, { to, label, name: t('composer_at', { place: placeName(store.place).name }), shortcuts: true })
}

/** Draws one: `to` a place, or `under` a post of a case. Typed words stay when it is drawn again. */
export function drawComposerInto(form, { to, under, label, name = label, shortcuts = false }) {
  const key = `${store.as} ${to ?? ''} ${under ?? ''}`
  const version = `${key} ${label} ${name}`
  form.hidden = false
  if (form.dataset.version === version) return
  form.dataset.version = version
  form.classList.add('composer')
  const list = el('ul', { class: 'suggestions', role: 'listbox', id: freshId(), hidden: true, 'aria-label': t('help') })
  const input = el('textarea', {
    rows: 1,
    maxlength: 20_000,
    placeholder: label,
    'aria-label': name,
    'aria-autocomplete': 'list',
    'aria-controls': list.id,
    enterkeyhint: 'send',
    value: begun.get(key) ?? '',
  })
  const submit = el('button', { type: 'submit', class: 'icon send', 'aria-label': t('send') }, icon('send'))
  const told = el('span', { class: 'hidden', role: 'status' })
  const composer = { form, input, list, submit, told, options: [], at: -1, to, under, key, turn: freshKey() }
  input.addEventListener('input', () => {
    begun.set(key, input.value)
    composer.turn = freshKey()
    grow(input)
    suggest(composer)
  })
  input.addEventListener('keydown', (event) => onKey(composer, event))
  input.addEventListener('blur', () => hide(composer))
  form.onsubmit = (event) => {
    event.preventDefault()
    void sendText(composer)
  }
  const row = el('div', { class: 'composer-row' }, shortcuts ? shortcutButtons() : el('span'), submit)
  fill(form, el('div', { class: 'composer-box' }, list, input, row, told))
  grow(input)
}

function shortcutButtons() {
  const shortcut = (word, sign, text) =>
    el(
      'button',
      {
        type: 'button',
        class: 'ghost',
        'aria-label': t(word),
        onclick: (event) => {
          const button = event.currentTarget
          return whilePending(button, () => perform({ do: 'command', text }, button))
        },
      },
      icon(sign),
      el('span', {}, t(word)),
    )
  return el(
    'div',
    { class: 'shortcuts' },
    shortcut('file_complaint', 'plus', '/complaint'),
    shortcut('my_tasks', 'tasks', '/complaint mine'),
    shortcut('help', 'help', '/complaint help'),
  )
}

/** As high as its text, up to a third of the window. */
function grow(input) {
  input.style.height = 'auto'
  input.style.height = `${Math.min(input.scrollHeight, innerHeight / 3)}px`
}

async function sendText(composer) {
  const { input, submit, to, under, key } = composer
  const text = input.value.trim()
  if (text === '') return
  hide(composer)
  await whilePending(submit, async () => {
    const place = under === undefined ? (to === undefined ? {} : { to }) : { under }
    if (to === undefined && under === undefined && !text.startsWith('/')) return toast(t('nowhere'), 'warn')
    const accepted = await perform({ do: 'command', text, key: composer.turn, ...place }, input)
    if (!accepted || input.value.trim() !== text) return
    input.value = ''
    begun.delete(key)
    composer.turn = freshKey()
    grow(input)
  })
}

// ───────────────────────────────────────────────────────────────────────────── suggestions

function suggest(composer) {
  const found = suggestionsFor(composer.input.value)
  composer.options = found.map((one) => ({
    ...one,
    node: el(
      'li',
      {
        role: 'option',
        id: freshId(),
        'aria-selected': 'false',
        // The text keeps the focus, so that a tap does not close the list before it counts.
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => choose(composer, one),
      },
      el('strong', {}, one.show),
      el('span', { class: 'quiet' }, one.help),
    ),
  }))
  fill(
    composer.list,
    composer.options.map(({ node }) => node),
  )
  composer.list.hidden = found.length === 0
  composer.told.textContent = found.length === 0 ? '' : t('suggestions', { n: found.length })
  move(composer, found.length === 0 ? -1 : 0)
}

function hide(composer) {
  composer.options = []
  composer.list.hidden = true
  composer.told.textContent = ''
  move(composer, -1)
}

function move(composer, to) {
  const { options, input } = composer
  options[composer.at]?.node.setAttribute('aria-selected', 'false')
  composer.at = options.length === 0 ? -1 : (to + options.length) % options.length
  const active = options[composer.at]?.node
  active?.setAttribute('aria-selected', 'true')
  active?.scrollIntoView({ block: 'nearest' })
  if (active) input.setAttribute('aria-activedescendant', active.id)
  else input.removeAttribute('aria-activedescendant')
}

function choose(composer, { text, whole }) {
  const { input } = composer
  input.value = text
  begun.set(composer.key, text)
  composer.turn = freshKey()
  grow(input)
  input.focus()
  hide(composer)
  if (whole) void sendText(composer)
  else suggest(composer)
}

function onKey(composer, event) {
  // Enter also ends the choice of a Chinese input method; that one is not for us.
  if (event.isComposing) return
  const { options, at } = composer
  const open = options.length > 0
  if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault()
    move(composer, at + (event.key === 'ArrowDown' ? 1 : -1))
  } else if (open && event.key === 'Escape') {
    event.preventDefault()
    hide(composer)
  } else if (open && event.key === 'Tab' && !event.shiftKey) {
    event.preventDefault()
    take(composer, options[at])
  } else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault()
    if (open && options[at].text !== composer.input.value.trim()) choose(composer, options[at])
    else composer.form.requestSubmit()
  }
}

/** Takes a suggestion's words without sending them. */
function take(composer, option) {
  choose(composer, { text: option.text, whole: false })
}
