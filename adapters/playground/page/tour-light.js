/** The light of the tour: everything but one thing is dimmed. It follows that thing when the page scrolls or grows. */
import { el } from './dom.js'

const MARGIN = 8

let beam = null
let wanted = ''
let frame = 0
let reached = false

/** Lets the light fall on what this selector finds, also when it appears only later; on nothing without one. */
export function lightOn(selector) {
  if (selector !== wanted) reached = false
  wanted = selector ?? ''
  beam ??= el('div', { class: 'tour-light', 'aria-hidden': 'true' })
  if (!beam.isConnected) document.body.append(beam)
  cancelAnimationFrame(frame)
  follow()
}

/** Puts it out. */
export function lightOff() {
  cancelAnimationFrame(frame)
  beam?.remove()
}

function follow() {
  const target = wanted === '' ? undefined : [...document.querySelectorAll(wanted)].filter(isShown).at(-1)
  if (target && !reached) {
    target.scrollIntoView({ block: 'center', behavior: 'instant' })
    reached = true
  }
  // A modal dialog brings its own veil.
  beam.hidden = !target || document.querySelector('dialog[open]') !== null
  if (target) place(target.getBoundingClientRect())
  frame = requestAnimationFrame(follow)
}

const isShown = (node) => node.checkVisibility()

function place({ left, top, width, height }) {
  const style = { left: left - MARGIN, top: top - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN }
  for (const [name, value] of Object.entries(style)) {
    const px = `${Math.round(value)}px`
    if (beam.style[name] !== px) beam.style[name] = px
  }
}
