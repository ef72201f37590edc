/** What stands where a conversation is empty: in a house without complaints, the three ways to begin. */
import { perform } from './act.js'
import { el, fill } from './dom.js'
import { icon } from './icon.js'
import { whilePending } from './pending.js'
import { play, store, zone } from './store.js'
import { loadSample, readSample } from './story-wire.js'
import { hush, listen } from './stream.js'
import { toast } from './toasts.js'
import { startTour } from './tour.js'
import { dayName, t } from './words-of.js'

/** Milliseconds between two looks at how far the sample company has come. */
const LOOK = 350
/** And how far back the sample company goes. */
const SEASON = 92 * 86_400_000

let standing = null
let watching = false

/** Draws it into `#welcome`, which is there only while a place has no posts. */
export function drawWelcome(host) {
  draw(host)
  void look(host)
}

async function look(host) {
  if (watching) return
  standing = await readSample().catch(() => standing)
  if (standing?.state === 'loading') void watch()
  else draw(host)
}

/** The host that stands there now: posts are drawn again while the sample company acts. */
const current = () => document.getElementById('welcome')

function draw(host) {
  if (!host) return
  host.className = 'empty welcome'
  if (standing?.state === 'loading') return showProgress(host)
  if (standing?.state !== 'offered') return fill(host, plain())
  fill(
    host,
    el('h2', {}, t('welcome_title')),
    el('p', { class: 'quiet' }, t('welcome_text')),
    el(
      'ul',
      { class: 'ways' },
      way('welcome_file', 'plus', 'primary', () => perform({ do: 'command', text: '/complaint' })),
      way('welcome_sample', 'people', 'plain', begin),
      way('welcome_tour', 'next', 'plain', startTour),
    ),
  )
}

function plain() {
  return [
    el('p', {}, t('nothing_here')),
    el('p', { class: 'quiet' }, t('start_hint')),
    button('file_complaint', 'plus', 'primary', () => perform({ do: 'command', text: '/complaint' })),
  ]
}

function way(word, sign, style, work) {
  return el('li', {}, button(word, sign, style, work), el('p', { class: 'quiet' }, t(`${word}_hint`)))
}

function button(word, sign, style, work) {
  const node = el('button', { type: 'button', class: style, 'data-way': word }, icon(sign), el('span', {}, t(word)))
  node.addEventListener('click', () => whilePending(node, work))
  return node
}

// ───────────────────────────────────────────────────────────────────────────── the sample company

async function begin() {
  try {
    standing = await loadSample()
    await watch()
  } catch (error) {
    toast(error.message, 'warn')
    standing = await readSample().catch(() => standing)
    draw(current())
  }
}

/** Looks until it is done. The line is hung up meanwhile: three months of posts are read at once in the end. */
async function watch() {
  if (watching) return
  watching = true
  hush()
  while (standing?.state === 'loading') {
    showProgress(current())
    await new Promise((resolve) => setTimeout(resolve, LOOK))
    standing = await readSample().catch(() => standing)
  }
  watching = false
  await play(store.as).catch(() => {})
  listen()
  const loaded = standing?.state === 'full'
  toast(t(loaded ? 'welcome_loaded' : 'welcome_failed'), loaded ? 'good' : 'warn')
}

/** How much of the three months lies behind: days pass more evenly than complaints end. */
const lived = (day) => Math.min(1, Math.max(0, 1 - (Date.now() - Date.parse(day)) / SEASON))

function showProgress(host) {
  if (!host) return
  const { done, of, day } = standing
  const when = day ? dayName(day, store.now, zone()) : '…'
  const bar = host.querySelector('progress') ?? el('progress', { max: 100, 'aria-label': t('welcome_sample') })
  bar.value = day ? Math.round(100 * lived(day)) : 0
  const words = host.querySelector('.loading-words') ?? el('p', { class: 'loading-words', role: 'status' })
  words.textContent = t('welcome_loading', { day: when })
  if (!bar.isConnected) fill(host, el('h2', {}, t('welcome_sample')), words, bar, el('p', { class: 'quiet count' }))
  host.querySelector('.count').textContent = of === 0 ? '' : t('welcome_progress', { done, of })
}
