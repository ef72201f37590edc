/** Short messages that go away by themselves. */
import { el } from './dom.js'

const SHOWN_FOR = 4000
const AT_ONCE = 2

/** Shows one; `tone` is plain, good or warn. */
export function toast(text, tone = 'plain') {
  const note = el('div', { class: `toast ${tone}` }, text)
  const box = document.getElementById('toasts')
  box.append(note)
  while (box.children.length > AT_ONCE) box.firstElementChild.remove()
  note.addEventListener('click', () => note.remove())
  setTimeout(() => note.remove(), SHOWN_FOR)
}
