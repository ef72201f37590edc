/** The guided tour: one complaint from filing to closing, with one press a step. Its button stands at the foot of the side. */
import { el, fill, freshId } from './dom.js'
import { icon } from './icon.js'
import { whilePending } from './pending.js'
import { go, route } from './route.js'
import { onChange, store } from './store.js'
import { toast } from './toasts.js'
import { lightOff, lightOn } from './tour-light.js'
import { press, pressWords, stepOf, targetOf, visitFor, WAY } from './tour-steps.js'
import { t } from './words-of.js'

const DONE = 'redress.tour.done'
const UNDER_WAY = 'redress.tour'

/** What the tour remembers while it lasts, over a reload too: its complaint, and what has been looked at. */
let tour = JSON.parse(sessionStorage.getItem(UNDER_WAY) ?? 'null')
let known = new Set()
let shown = ''
let turn = 0
let waiting = 0

const panel = el('section', { class: 'tour-panel', role: 'dialog', 'aria-modal': 'false' })

panel.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  event.stopPropagation()
  leave()
})

/** Draws the button that starts it into `#tour`; a tour that is under way goes on after a reload. */
export function drawTour(host) {
  const done = localStorage.getItem(DONE) === '1'
  const words = el('span', {}, t(done ? 'tour_again' : 'welcome_tour'))
  fill(
    host,
    el(
      'button',
      { type: 'button', class: 'ghost tour-start', 'data-keep': 'tour', onclick: startTour },
      icon(done ? 'check' : 'next'),
      words,
    ),
  )
  if (tour) void update()
}

/** Starts it from the beginning. */
export function startTour() {
  tour = { since: store.now }
  shown = ''
  known = numbers()
  remember()
  if (route().view === 'list') go('/me')
  void update()
}

/** A complaint that came in since the tour began; an old card that merely changed is none. */
const isNew = ({ number, posted }) => number && posted >= tour.since && !known.has(number)

const numbers = () => new Set([...store.posts.values()].map(({ number }) => number))

function remember() {
  if (tour) sessionStorage.setItem(UNDER_WAY, JSON.stringify(tour))
  else sessionStorage.removeItem(UNDER_WAY)
}

/** Ends it; it may be begun again. */
function leave({ done = false } = {}) {
  tour = null
  turn += 1
  remember()
  lightOff()
  panel.remove()
  if (done) localStorage.setItem(DONE, '1')
  const button = document.querySelector('.tour-start')
  if (done && button) drawTour(button.parentElement)
  document.querySelector('.tour-start')?.focus({ preventScroll: true })
}

onChange((what, posts) => {
  if (!tour || what !== 'posts') return
  if (!tour.number) {
    const fresh = posts?.find((post) => post.body.key === 'case' && isNew(post))
    if (fresh) Object.assign(tour, { number: fresh.number })
    remember()
  }
  clearTimeout(waiting)
  waiting = setTimeout(() => void update(), 150)
})

/** Looks where the complaint stands, and shows the step for it. */
async function update() {
  if (!tour) return
  turn += 1
  const mine = turn
  const step = await stepOf(tour).catch(() => null)
  if (mine !== turn || !tour) return
  // Its complaint is not here any more: another house answers now.
  if (!step) return leave()
  const version = `${step.id} ${store.as} ${document.documentElement.lang}`
  const moved = version.split(' ')[0] !== shown.split(' ')[0]
  if (version === shown && panel.isConnected) return
  shown = version
  if (moved) visitFor(step)
  draw(step, moved)
}

function draw(step, moved) {
  const { id } = step
  const heading = freshId()
  const at = WAY.indexOf(id)
  const words = pressWords(step)
  const main = words ? el('button', { type: 'button', class: 'primary' }, words) : null
  main?.addEventListener('click', () => whilePending(main, () => onward(step)))
  panel.setAttribute('aria-labelledby', heading)
  fill(
    panel,
    at < 0 ? null : el('p', { class: 'quiet' }, t('tour_step', { n: at + 1, of: WAY.length })),
    el('h2', { id: heading, tabindex: '-1' }, t(`tour_${id}`)),
    el('p', {}, t(`tour_${id}_text`)),
    at < 0 ? null : progress(at),
    el(
      'div',
      { class: 'buttons' },
      id === 'closed' ? null : el('button', { type: 'button', class: 'ghost', onclick: () => leave() }, t('tour_skip')),
      el('span', { class: 'grow' }),
      main,
    ),
  )
  if (!panel.isConnected) document.body.append(panel)
  lightOn(targetOf(step, tour))
  if (moved && !document.querySelector('dialog[open]')) panel.querySelector('h2').focus({ preventScroll: true })
}

function progress(at) {
  const bar = el('span', { class: 'tour-progress', 'aria-hidden': 'true' }, el('span', {}))
  bar.firstChild.style.width = `${Math.round((100 * (at + 1)) / WAY.length)}%`
  return bar
}

/** The main button: a step that is only looked at is over with it, any other is done. */
async function onward(step) {
  try {
    if (step.id === 'closed') return leave({ done: true })
    if (step.id === 'card' || step.id === 'customer') {
      tour[step.id] = true
      remember()
    } else await press(step)
  } catch (error) {
    toast(error.message, 'warn')
  }
  await update()
}
