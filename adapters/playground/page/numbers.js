/** Case numbers in what somebody reads become ways to their pages. */
import { el } from './dom.js'
import { casePath, go } from './route.js'

const NUMBER = /\b[A-Z]{1,4}-\d{8}-\d{4,}\b/g

/** The text in pieces: strings, and a link for every number. */
export function withNumbers(text) {
  const pieces = []
  let at = 0
  for (const { 0: number, index } of text.matchAll(NUMBER)) {
    pieces.push(text.slice(at, index), numberLink(number))
    at = index + number.length
  }
  return [...pieces, text.slice(at)]
}

function numberLink(number) {
  const path = casePath(number)
  const follow = (event) => {
    event.preventDefault()
    for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close()
    go(path)
  }
  return el('a', { href: `#${path}`, class: 'number', onclick: follow }, number)
}
