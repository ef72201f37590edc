/** Modal dialogs. The browser keeps the focus inside and gives it back afterwards. */
import { el, freshId } from './dom.js'
import { icon } from './icon.js'
import { t } from './words-of.js'

/** Opens a dialog around `content`; `onclose` is called however it ends. Gives `{node, close}`. */
export function openDialog(title, content, onclose = () => {}) {
  const id = freshId()
  const shut = el('button', { type: 'button', class: 'icon', 'aria-label': t('close') }, icon('close'))
  const heading = el('h2', { id }, title)
  const node = el('dialog', { 'aria-labelledby': id }, el('div', { class: 'dialog-head' }, heading, shut), content)
  shut.addEventListener('click', () => node.close())
  node.addEventListener('close', () => {
    node.remove()
    onclose()
  })
  document.body.append(node)
  node.showModal()
  return { node, heading, close: () => node.close() }
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
    yes.addEventListener('click', () => {
      answer = true
      dialog.close()
    })
    no.addEventListener('click', () => dialog.close())
    no.focus()
  })
}
