/** Short messages that go away by themselves; not while somebody points at them. */
import { el } from './dom.js'
import { icon } from './icon.js'
import { withNumbers } from './numbers.js'

/** Milliseconds for the shortest; longer texts stay longer. */
const SHOWN_FOR = 3_600
const PER_LETTER = 40
const AT_ONCE = 2

/** Shows one; `tone` is plain, good or warn. */
export function toast(text, tone = 'plain') {
  const sign = { good: 'check', warn: 'help' }[tone]
  const note = el('div', { class: `toast ${tone}` }, sign ? icon(sign) : null, el('span', {}, withNumbers(text)))
  // A modal dialog covers everything but itself.
  const box = document.getElementById('toasts')
  box.append(note)
  while (box.children.length > AT_ONCE) box.firstElementChild.remove()
  note.addEventListener('click', () => note.remove())
  let timer = 0
  const leave = () => {
    timer = setTimeout(() => note.remove(), SHOWN_FOR + Math.min(6_000, text.length * PER_LETTER))
  }
  note.addEventListener('pointerenter', () => clearTimeout(timer))
  note.addEventListener('pointerleave', leave)
  leave()
}
