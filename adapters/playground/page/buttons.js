/** Buttons of a card: pressed once at a time, with the question before those that ask one; minor ones in a menu. */
import { perform } from './act.js'
import { ask } from './dialog.js'
import { el } from './dom.js'
import { icon } from './icon.js'
import { t } from './words-of.js'

export function drawButtons(actions, post) {
  if (actions.length === 0) return null
  const minor = actions.filter((action) => action.minor)
  return el(
    'div',
    { class: 'buttons' },
    actions.filter((action) => !action.minor).map((action) => button(action, post)),
    minor.length === 0 ? null : menu(minor, post),
  )
}

function menu(actions, post) {
  const details = el(
    'details',
    { class: 'more' },
    el('summary', {}, t('more'), ' ', icon('down')),
    el(
      'div',
      { class: 'more-list' },
      actions.map((action) => button(action, post)),
    ),
  )
  details.addEventListener('click', (event) => {
    if (event.target.tagName === 'BUTTON') details.open = false
  })
  return details
}

function button(action, post) {
  const node = el('button', { type: 'button', class: action.style, 'data-action': action.action_id }, action.text)
  node.addEventListener('click', async () => {
    if (action.confirm && !(await ask(action.confirm, action.style))) return
    node.disabled = true
    try {
      await perform({
        do: 'click',
        action: action.action_id,
        value: action.value,
        ...(post === undefined ? {} : { post }),
      })
    } finally {
      node.disabled = false
    }
  })
  return node
}
