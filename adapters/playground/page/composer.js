/** Where one writes: a message to the place we look at, or a command. Shortcuts stand beside it. */
import { perform } from './act.js'
import { el, fill } from './dom.js'
import { store } from './store.js'
import { t } from './words-of.js'

export function drawComposer(form) {
  const kept = form.querySelector('textarea')?.value ?? ''
  const input = el('textarea', {
    rows: 1,
    maxlength: 20_000,
    placeholder: t('composer'),
    'aria-label': t('composer'),
    value: kept,
  })
  input.addEventListener('keydown', (event) => {
    // Enter also ends the choice of a Chinese input method; that one is not for us.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  })
  form.onsubmit = (event) => {
    event.preventDefault()
    void sendText(input)
  }
  const shortcut = (word, text, style = 'plain') =>
    el('button', { type: 'button', class: style, onclick: () => perform({ do: 'command', text }) }, t(word))
  fill(
    form,
    el(
      'div',
      { class: 'shortcuts' },
      shortcut('file_complaint', '/complaint', 'primary'),
      shortcut('my_tasks', '/complaint mine'),
      shortcut('help', '/complaint help'),
    ),
    el('div', { class: 'write' }, input, el('button', { type: 'submit', class: 'plain' }, t('send'))),
  )
}

async function sendText(input) {
  const text = input.value.trim()
  if (text === '') return
  input.value = ''
  const to = store.place === 'customers' ? undefined : store.place
  const accepted = await perform({ do: 'command', text, ...(to === undefined ? {} : { to }) })
  if (!accepted && input.value === '') input.value = text
}
