/** Buttons of a card: pressed once at a time, with the question before those that ask one; minor ones in a menu. */
import { perform } from './act.js'
import { ask } from './dialog.js'
import { el } from './dom.js'
import { icon } from './icon.js'
import { attachMenu } from './menu.js'
import { whilePending } from './pending.js'
import { t } from './words-of.js'

/** A row of them, or null when there are none. `post` is the id of the post they stand on. */
export function drawButtons(actions, post) {
  if (actions.length === 0) return null
  const minor = actions.filter((action) => action.minor)
  return el(
    'div',
    { class: 'buttons' },
    actions.filter((action) => !action.minor).map((action) => button(action, post)),
    minor.length === 0 ? null : moreButton(minor, post),
  )
}

function button(action, post) {
  const node = el('button', { type: 'button', class: action.style, 'data-action': action.action_id }, action.text)
  node.addEventListener('click', () => press(action, post, node))
  return node
}

function moreButton(actions, post) {
  const node = el('button', { type: 'button', class: 'plain more', 'data-action': 'more' }, t('more'), icon('down'))
  const items = actions.map((action) => ({
    label: action.text,
    danger: action.style === 'danger',
    data: { 'data-action': action.action_id },
    act: () => press(action, post, node),
  }))
  attachMenu(node, items)
  return node
}

async function press(action, post, node) {
  if (action.confirm && !(await ask(action.confirm, action.style))) return
  const request = { do: 'click', action: action.action_id, value: action.value }
  await whilePending(node, () => perform(post === undefined ? request : { ...request, post }, node))
}
