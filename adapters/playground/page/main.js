/**
 * Starts the page. Its shape, for whoever adds a part:
 *
 * - route.js says where we are by the address after `#`. A conversation is `<main id="conversation">` (with
 *   `<aside id="thread">`), a case's own page is `<main id="case-page">`; only one of the two mains is shown. On a phone
 *   one pane is shown at a time: the side (`#/`), a conversation, a thread, or a case's page.
 *   `go(casePath(number))` goes to a case, `back('/me')` comes back.
 * - PARTS below: each draws itself into its place in the shell (adapters/playground/page.ts). `draw(host, what, detail)`
 *   is called after every change it names in `on`: `all` (person, language, place, or the page itself has changed: draw
 *   everything), `posts` (detail: the posts that came or changed; the case's page gets `{number, posts}`), `people`,
 *   `clock`, `line` (online or not), `read` (another tab has read something).
 * - Places for parts of their own: `#clock` in the top bar, `#tour` at the foot of the side, `#case-page`, and
 *   `#welcome` where a conversation is empty (posts.js makes it and calls `drawWelcome`).
 * - Ready to use: `openDialog` and `ask` (dialog.js), `attachMenu` (menu.js), `toast`, `whilePending` (pending.js: a
 *   button at work), `drawBody` and `drawBlocks` (card.js), `drawButtons`, `drawFiles` (pictures, videos), `avatar`.
 * - Words: `t('…')` knows PAGE_WORDS (cards/page.ts) and STORY_WORDS (cards/page-story.ts). Colours and sizes are
 *   variables of base.css; story.css is linked last.
 * - Text from outside only ever becomes text nodes: use `el` and `fill` of dom.js, never innerHTML.
 */
import { clearAnswers } from './answers.js'
import { drawCasePage } from './case-page.js'
import { drawClockMenu } from './clock-menu.js'
import { drawComposer } from './composer.js'
import { drawLine } from './line.js'
import { onLook } from './look.js'
import { announce, drawTitle } from './news.js'
import { openPersonas } from './persona.js'
import { placeName } from './place-names.js'
import { drawPosts, jumpButton, watchScroll } from './posts.js'
import { onMarks } from './read-marks.js'
import { go, pathOf, route } from './route.js'
import { drawSide } from './side.js'
import { arrive, changed, onChange, play, readHere, store } from './store.js'
import { listen } from './stream.js'
import { closeOnEscape, drawThread } from './thread.js'
import { toast } from './toasts.js'
import { drawTop } from './top.js'
import { drawTour } from './tour.js'
import { setLang, t } from './words-of.js'

const PARTS = [
  { host: 'side', on: ['all', 'posts', 'people', 'read'], draw: drawSide },
  { host: 'top', on: ['all'], draw: drawTop },
  { host: 'clock', on: ['all', 'clock'], draw: drawClockMenu },
  { host: 'posts', on: ['all', 'posts', 'clock'], draw: drawPosts, only: 'conversation' },
  { host: 'composer', on: ['all'], draw: drawComposer, only: 'conversation' },
  { host: 'thread', on: ['all', 'posts'], draw: drawThread },
  { host: 'case-page', on: ['all', 'posts', 'clock'], draw: drawCasePage, only: 'case' },
  { host: 'tour', on: ['all'], draw: drawTour },
  { host: 'line', on: ['line'], draw: drawLine },
]

let whose = ''
let shown = ''
let prepared = false

onChange((what, detail) => {
  const here = route()
  if (what === 'all') showView(here)
  for (const { host, on, draw, only } of PARTS) {
    if (!on.includes(what) || (only && (only === 'case') !== (here.view === 'case'))) continue
    const node = document.getElementById(host)
    if (node) draw(node, what, only === 'case' ? { number: here.number, posts: detail ?? [] } : detail)
  }
  if (what === 'posts') announce(detail)
  if (what !== 'clock') drawTitle()
})

/** Shows one of the two mains; on a phone the focus follows to the pane that is shown now. */
function showView({ view, thread }) {
  const pane = `${view} ${store.place}`
  if (whose !== store.as || pane !== shown) clearAnswers()
  label()
  const app = document.getElementById('app')
  app.dataset.view = view
  document.getElementById('conversation').hidden = view === 'case'
  document.getElementById('case-page').hidden = view !== 'case'
  const moved = whose === store.as && shown !== '' && shown !== pane && !thread
  whose = store.as
  shown = pane
  if (moved && view === 'place' && !document.querySelector('dialog[open]')) {
    document.getElementById('stream').focus({ preventScroll: true, focusVisible: false })
  }
}

/** What the server has labelled follows the language and the place. */
function label() {
  document.querySelector('[data-skip]').textContent = t('skip')
  document.getElementById('side').setAttribute('aria-label', t('places'))
  const { name } = placeName(store.place)
  document.getElementById('stream').setAttribute('aria-label', `${t('messages')}: ${name}`)
}

function prepare() {
  if (prepared) return
  prepared = true
  const stream = document.getElementById('stream')
  stream.after(jumpButton())
  watchScroll(stream)
  closeOnEscape()
  addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || document.querySelector('dialog[open]'))
      return
    event.preventDefault()
    openPersonas()
  })
  document.querySelector('[data-skip]').addEventListener('click', (event) => {
    event.preventDefault()
    document.querySelector('#conversation:not([hidden]) #stream, #case-page:not([hidden])')?.focus()
  })
  addEventListener('popstate', () => store.me && arrive())
  onMarks(() => changed('read'))
  onLook(() => changed('all'))
  document.addEventListener('visibilitychange', () => {
    if (readHere()) changed('read')
  })
}

async function start() {
  const query = new URLSearchParams(location.search)
  prepare()
  if (query.has('lang')) setLang(query.get('lang') === 'en' ? 'en' : 'zh')
  const to = query.get('to')
  if (to && location.hash === '') go(pathOf(to), { replace: true })
  if (location.hash === '') go('/me', { replace: true })
  await play(query.get('as') ?? localStorage.getItem('redress.as') ?? document.body.dataset.starter)
  // Whoever was played last may have left; a stranger is only played when the address asks for one.
  if (store.me.stranger && !query.has('as')) await play(document.body.dataset.starter)
  listen()
}

/** A server that is not there yet is asked again. */
async function begin() {
  try {
    await start()
  } catch (error) {
    toast(error.message || t('failed'), 'warn')
    setTimeout(begin, 3_000)
  }
}

void begin()
