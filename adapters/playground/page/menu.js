/** A menu that a button opens: arrow keys move, Enter acts, Esc closes and gives the focus back. */
import { el } from './dom.js'

/** Makes `button` open a menu of `items`: `{label, act, danger?, data?}`. */
export function attachMenu(button, items) {
  button.setAttribute('aria-haspopup', 'menu')
  button.setAttribute('aria-expanded', 'false')
  button.addEventListener('click', () => openMenu(button, items))
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    openMenu(button, items)
  })
}

function openMenu(button, items) {
  const list = el('div', { class: 'menu', role: 'menu', popover: 'auto' })
  const close = (focus) => {
    if (focus) button.focus()
    list.hidePopover()
  }
  const nodes = items.map(({ label, act, danger, data = {} }) =>
    el(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        tabindex: '-1',
        class: danger ? 'danger' : '',
        ...data,
        onclick: () => {
          close(true)
          act()
        },
      },
      label,
    ),
  )
  list.append(...nodes)
  list.addEventListener('keydown', (event) => {
    const at = nodes.indexOf(document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: nodes.length - 1 }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      nodes[(to + nodes.length) % nodes.length].focus()
    }
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      event.stopPropagation()
      close(true)
    }
  })
  list.addEventListener('toggle', ({ newState }) => {
    if (newState === 'open') return
    button.setAttribute('aria-expanded', 'false')
    list.remove()
  })
  // Inside an open dialog only the dialog's own descendants can be reached.
  ;(button.closest('dialog, main, aside, nav') ?? document.body).append(list)
  list.showPopover()
  place(list, button.getBoundingClientRect())
  button.setAttribute('aria-expanded', 'true')
  nodes[0]?.focus()
}

/** Below the button, or above it where there is no room; never beyond the edge. */
function place(list, { left, top, bottom }) {
  const { offsetWidth: width, offsetHeight: height } = list
  const below = bottom + 6 + height < innerHeight
  list.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`
  list.style.top = `${below ? bottom + 6 : Math.max(8, top - height - 6)}px`
}
