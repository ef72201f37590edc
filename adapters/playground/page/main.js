/**
 * Starts the page. Its shape, for whoever adds a part:
 *
 * - route.js says where we are by the address after `#`. A conversation is `<main id="conversation">` (with
 *   `<aside id="thread">`), a case's own page is `<main id="case-page">`; only one of the two mains is shown.
 *   `go(casePath(number))` goes to a case, `back('/me')` comes back.
 * - PARTS below: each draws itself into its place in the shell (adapters/playground/page.ts). `draw(host, what, detail)`
 *   is called after every change it names in `on`: `all` (person, language, place, or the page itself has changed: draw
 *   everything), `posts` (detail: the post), `people`, `clock`, `line` (online or not).
 * - Places for parts of their own: `#clock` in the top bar, `#tour` at the foot of the side, `#case-page`, and
 *   `#welcome` where a conversation is empty (posts.js makes it and calls `drawWelcome`).
 * - Words: `t('…')` knows PAGE_WORDS (cards/page.ts) and STORY_WORDS (cards/page-story.ts). Colours and sizes are
 *   variables of base.css; story.css is linked last.
 * - Text from outside only ever becomes text nodes: use `el` and `fill` of dom.js, never innerHTML.
 */
import { clearAnswers } from './answers.js'
import { drawCasePage } from './case-page.js'
import { drawClockMenu } from './clock-menu.js'
import { drawComposer } from './composer.js'
import { drawPosts } from './posts.js'
import { go, pathOf, route } from './route.js'
import { drawSide } from './side.js'
import { arrive, onChange, play, store } from './store.js'
import { listen } from './stream.js'
import { toast } from './toasts.js'
import { drawTop } from './top.js'
import { drawTour } from './tour.js'
import { setLang, t } from './words-of.js'

const PARTS = [
  { host: 'side', on: ['all', 'posts', 'people'], draw: drawSide },
  { host: 'top', on: ['all'], draw: drawTop },
  { host: 'clock', on: ['all', 'clock'], draw: drawClockMenu },
  { host: 'posts', on: ['all', 'posts'], draw: drawPosts, view: 'place' },
  { host: 'composer', on: ['all'], draw: drawComposer, view: 'place' },
  { host: 'case-page', on: ['all', 'posts', 'clock'], draw: drawCasePage, view: 'case' },
  { host: 'tour', on: ['all'], draw: drawTour },
]

let whose = ''

onChange((what, detail) => {
  const here = route()
  if (what === 'all') showView(here)
  for (const { host, on, draw, view } of PARTS) {
    if (!on.includes(what) || (view && view !== here.view)) continue
    const node = document.getElementById(host)
    if (node) draw(node, what, view === 'case' ? { number: here.number, post: detail } : detail)
  }
  if (what === 'line') document.body.classList.toggle('offline', !store.online)
})

/** Shows one of the two mains. */
function showView({ view }) {
  if (whose !== store.as) clearAnswers()
  whose = store.as
  document.getElementById('app').dataset.view = view
  document.getElementById('conversation').hidden = view === 'case'
  document.getElementById('case-page').hidden = view !== 'case'
}

async function start() {
  const query = new URLSearchParams(location.search)
  if (query.has('lang')) setLang(query.get('lang') === 'en' ? 'en' : 'zh')
  document.body.dataset.offline = t('offline')
  const to = query.get('to')
  if (to && location.hash === '') go(pathOf(to), { replace: true })
  if (location.hash === '') go('/me', { replace: true })
  const wanted = query.get('as') ?? localStorage.getItem('redress.as') ?? ''
  await play(wanted || 'nobody', { quiet: true })
  const known = store.people.some(({ id }) => id === store.me.id)
  // Without a name in the address the first person of the directory plays; a stranger may be named there on purpose.
  if (!known && !query.has('as') && store.people[0]) await play(store.people[0].id, { quiet: true })
  addEventListener('popstate', arrive)
  listen()
}

start().catch((error) => toast(error.message || t('failed'), 'warn'))
