/** Modal dialogs. The browser keeps the focus inside and gives it back afterwards. */
import { el, freshId } from './dom.js'
import { icon } from './icon.js'
import { t } from './words-of.js'

/** Opens a dialog around `content`; `onclose` is called however it ends. Gives `{node, heading, close}`. */
export function openDialog(title, content, onclose = () => {}) {
  const id = freshId()
  const before = document.activeElement
  const shut = el('button', { type: 'button', class: 'icon', 'aria-label': t('close') }, icon('close'))
  const heading = el('h2', { id }, title)
  const node = el('dialog', { 'aria-labelledby': id }, el('div', { class: 'dialog-head' }, heading, shut), content)
  shut.addEventListener('click', () => node.close())
  node.addEventListener('close', () => {
    node.remove()
    if (before?.isConnected) before.focus({ preventScroll: true })
    onclose()
  })
  document.body.append(node)
  node.showModal()
  raiseToasts(node)
  return { node, heading, close: () => node.close() }
}

/** Short messages must be seen above a modal dialog, which covers everything else. */
function raiseToasts(dialog) {
  const box = document.getElementById('toasts')
  dialog.append(box)
  dialog.addEventListener('close', () => {
    const below = [...document.querySelectorAll('dialog[open]')].at(-1)
    ;(below ?? document.body).append(box)
  })
}

/** Asks yes or no; resolves to true for yes. */
export function ask(confirm, style) {
  return new Promise((resolve) => {
    let answer = false
    const yes = el('button', { type: 'button', class: style === 'danger' ? 'danger' : 'primary' }, confirm.yes)
    const no = el('button', { type: 'button', class: 'plain' }, confirm.no)
    const content = el(
      'div',
      { class: 'ask' },
      el('p', { class: 'lines' }, confirm.text),
      el('div', { class: 'buttons end' }, no, yes),
    )
    const dialog = openDialog(confirm.title, content, () => resolve(answer))
    dialog.node.classList.add('ask-dialog')
    yes.addEventListener('click', () => {
      answer = true
      dialog.close()
    })
    no.addEventListener('click', () => dialog.close())
    no.focus()
  })
}
