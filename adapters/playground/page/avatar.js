/** A person's sign: initials on a colour of their own, the same everywhere. */
import { el } from './dom.js'
import { icon } from './icon.js'

const HUES = [8, 28, 48, 88, 135, 165, 190, 212, 238, 262, 290, 325]

/** For a person's id and name; without them the bot's. */
export function avatar(id, name, size = '') {
  if (id === undefined) return el('img', { class: `avatar ${size}`, src: '/playground/page/icon.svg', alt: '' })
  const sign = el('span', { class: `avatar letter ${size}`, 'aria-hidden': 'true' }, initialsOf(name))
  sign.style.setProperty('--hue', String(HUES[sumOf(id) % HUES.length]))
  return sign
}

/** The sign of a customer. */
export function customerAvatar() {
  return el('span', { class: 'avatar letter customer', 'aria-hidden': 'true' }, icon('person'))
}

/** The last two characters of a Chinese name, else the first letters of the first and last word. */
function initialsOf(name) {
  const letters = [...name.trim()]
  if (/\p{Script=Han}/u.test(name)) return letters.slice(-2).join('')
  const words = name.trim().split(/\s+/)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends.map((word) => [...word][0]?.toUpperCase() ?? '').join('') || '?'
}

function sumOf(id) {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 100_003
  return sum
}
