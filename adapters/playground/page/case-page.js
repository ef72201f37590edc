/** The case's own page: `#/case/<number>`. It reads the story anew whenever something about the case or the time changes. */
import { drawAside } from './case-aside.js'
import { drawTimeline } from './case-days.js'
import { drawHead } from './case-head.js'
import { drawFacts, drawMessages } from './case-records.js'
import { drawTasks } from './case-tasks.js'
import { drawClockMenu } from './clock-menu.js'
import { el, fill } from './dom.js'
import { back } from './route.js'
import { store } from './store.js'
import { readStory } from './story-wire.js'
import { Unreached } from './wire.js'
import { t } from './words-of.js'

/** Milliseconds in which changes are gathered before the story is read again. */
const GATHER = 120

/** The parts of the page: what each is drawn from, and how. A part is drawn again only when that has changed. */
const PARTS = [
  ['head', ({ days, facts, messages, customerView, approvals, now, ...rest }) => rest, drawHead],
  ['tasks', ({ tasks, outcome, number }) => ({ tasks, outcome, number }), drawTasks],
  ['aside', ({ days, facts, messages, tasks, stages, now, ...rest }) => rest, drawAside],
  ['days', ({ days, number }) => ({ days, number }), drawTimeline],
  ['messages', ({ messages }) => ({ messages }), drawMessages],
  ['facts', ({ facts, number }) => ({ facts, number }), drawFacts],
]

/** On paper nothing can be unfolded; only the facts as data stay folded, which nobody reads there. */
const UNFOLDED = '.case details:not([data-keep="facts"], [data-keep="messages"], [data-keep="cards"])'
let folded = []

addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll(UNFOLDED)].filter((one) => !one.open)
  for (const one of folded) one.open = true
})
addEventListener('afterprint', () => {
  for (const one of folded) one.open = false
})

let shown = { number: '', as: '', lang: '' }
let turn = 0
let waiting = 0

/** Draws it into `<main id="case-page">`: on arrival (`all`), and after changes. */
export function drawCasePage(host, what, { number, posts = [] }) {
  const clock = host.querySelector('.clock')
  if (what === 'clock' && clock) drawClockMenu(clock, what)
  if (what === 'posts' && !posts.some((post) => post.number === number)) return
  const wanted = { number, as: store.as, lang: document.documentElement.lang }
  const anew = JSON.stringify(wanted) !== JSON.stringify(shown) || host.childElementCount === 0
  clearTimeout(waiting)
  if (!anew) {
    waiting = setTimeout(() => void refresh(host, number), GATHER)
    return
  }
  const other = wanted.number !== shown.number
  shown = wanted
  if (other || host.childElementCount === 0) begin(host, number)
  void refresh(host, number)
}

/** The empty page: a place for each part, so that nothing jumps when the story comes. */
function begin(host, number) {
  host.setAttribute('aria-label', number)
  host.tabIndex = -1
  const part = (name) => el('div', { class: `case-${name}`, 'data-part': name })
  fill(
    host,
    el(
      'article',
      { class: 'case', 'aria-busy': 'true' },
      part('head'),
      el(
        'div',
        { class: 'case-columns' },
        el('div', { class: 'case-main' }, part('tasks'), part('days'), part('messages'), part('facts')),
        part('aside'),
      ),
    ),
  )
  host.scrollTop = 0
  fill(host.querySelector('[data-part="head"]'), el('h1', {}, number))
  host.focus({ preventScroll: true })
}

async function refresh(host, number) {
  turn += 1
  const mine = turn
  const story = await readStory(number).catch((error) => ({ error }))
  if (mine !== turn || shown.number !== number) return
  if (story.error) {
    // What stands here stays while the line is lost; the line itself says so.
    if (!(story.error instanceof Unreached && host.querySelector('.way'))) fill(host, missing(number, story.error))
    return
  }
  if (!host.querySelector('.case')) begin(host, number)
  host.querySelector('.case')?.removeAttribute('aria-busy')
  for (const [name, from, draw] of PARTS) {
    const node = host.querySelector(`[data-part="${name}"]`)
    const version = `${shown.as} ${shown.lang} ${JSON.stringify(from(story))}`
    if (!node || node.dataset.version === version) continue
    node.dataset.version = version
    redraw(node, () => fill(node, draw(story)))
  }
}

/** Draws a part again: what was unfolded stays so, and the focus stays where it was. */
function redraw(node, draw) {
  const open = new Set([...node.querySelectorAll('details[open]')].map((one) => one.dataset.keep))
  const focused = node.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined
  draw()
  for (const one of node.querySelectorAll('details')) if (open.has(one.dataset.keep)) one.open = true
  if (focused) node.querySelector(`[data-keep="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
}

function missing(number, error) {
  const go = el('button', { type: 'button', onclick: () => back('/me') }, t('back'))
  return el('div', { class: 'case-missing' }, el('h1', {}, number), el('p', {}, error.message), go)
}
