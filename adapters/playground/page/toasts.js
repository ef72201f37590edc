/** Short messages that go away by themselves. */
import { el } from './dom.js'

const SHOWN_FOR = 5000

/** Shows one; `tone` is plain, good or warn. */
export function toast(text, tone = 'plain') {
  const note = el('div', { class: `toast ${tone}` }, text)
  document.getElementById('toasts').append(note)
  setTimeout(() => note.remove(), SHOWN_FOR)
}
