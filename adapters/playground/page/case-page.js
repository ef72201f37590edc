/** The case's own page: `#/case/<number>`. */
import { el, fill } from './dom.js'

/** Draws it into `<main id="case-page">`. Called on arrival (`all`) and after changes: `posts` comes with the changed post. */
export function drawCasePage(host, _what, { number }) {
  fill(host, el('h1', {}, number))
}
