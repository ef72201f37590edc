/** The messages of the place we look at. A post that changes is drawn again in place; nothing else moves. */
import { el } from './dom.js'
import { icon } from './icon.js'
import { continues, drawPost, versionOf } from './post.js'
import { isAfter } from './read-marks.js'
import { forget, reconcile } from './reconcile.js'
import { hold, isNearEnd, keepInView, note } from './scroll-hold.js'
import { fetchOlder, isMine, postsAt, store, zone } from './store.js'
import { toast } from './toasts.js'
import { drawWelcome } from './welcome.js'
import { ago, dayName, dayOf, t } from './words-of.js'

/** Pixels from the end beyond which a button leads back there. */
const NEAR = 140

let drawnFor = ''
let loading = false

/** The last post of our own: a newer one is followed to the end. */
let mine = 0

export function drawPosts(box, what) {
  const pane = box.parentElement
  if (what === 'clock') return tick(box)
  const target = `${store.as} ${store.place} ${document.documentElement.lang}`
  const other = target !== drawnFor
  if (other) forget(box)
  drawnFor = target
  const posts = postsAt(store.place)
  reconcile(box, posts.length === 0 ? [welcome()] : [...older(), ...lines(posts)])
  if (other) settle(pane, box)
  else if (isMine(posts.at(-1)) && posts.at(-1).id > mine) pane.scrollTop = pane.scrollHeight
  else hold(pane)
  mine = Math.max(0, ...posts.filter(isMine).map(({ id }) => id))
}

/** Watches what is in view, so that it stays there whatever changes above or beside it. */
export function watchScroll(pane) {
  const jump = document.getElementById('jump')
  jump.addEventListener('click', () => {
    pane.scrollTop = pane.scrollHeight
  })
  keepInView(pane, () => {
    jump.hidden = isNearEnd(pane, NEAR * 2)
    if (pane.scrollTop < 200 && store.older.has(store.place)) void loadOlder()
  })
}

/** Where we arrive: at the line above what is new, else at the end. */
function settle(pane, box) {
  const line = box.querySelector('.new-line')
  pane.scrollTop = pane.scrollHeight
  if (line && line.offsetTop < pane.scrollTop) pane.scrollTop = Math.max(0, line.offsetTop - 60)
  note(pane)
}

function welcome() {
  const version = `${store.as} ${document.documentElement.lang} ${store.seq === 0}`
  return {
    key: 'welcome',
    version,
    make: () => {
      const host = el('div', { id: 'welcome', class: 'empty' })
      drawWelcome(host)
      return host
    },
  }
}

function older() {
  if (!store.older.has(store.place)) return []
  const make = () =>
    el('div', { class: 'older' }, el('button', { type: 'button', class: 'plain', onclick: loadOlder }, t('older')))
  return [{ key: 'older', version: document.documentElement.lang, make }]
}

async function loadOlder() {
  if (loading) return
  loading = true
  try {
    await fetchOlder(store.place)
  } catch (error) {
    toast(error.message, 'warn')
  } finally {
    loading = false
  }
}

/** Posts with the days between them and the line above what is new. */
function lines(posts) {
  const items = []
  let day = ''
  let line = false
  posts.forEach((post, at) => {
    const own = dayOf(post.posted, zone())
    const turns = own !== day
    if (turns) items.push(dayLine(post, own))
    day = own
    const starts = !line && at > 0 && isAfter(post, store.arrived) && !isAfter(posts[at - 1], store.arrived)
    if (starts) items.push(newLine())
    line ||= starts
    const joined = !turns && !starts && continues(post, posts[at - 1])
    const version = versionOf(post, { joined })
    items.push({ key: post.id, version, make: () => drawPost(post, { joined }), mark: markOf(post) })
  })
  return items
}

/** The class for a change: only of a card whose content changed, not of a count below it. */
const shownSeq = new Map()
function markOf(post) {
  const before = shownSeq.get(post.id)
  shownSeq.set(post.id, post.seq)
  return before !== undefined && before !== post.seq ? 'changed' : undefined
}

function dayLine(post, day) {
  const name = dayName(post.posted, store.now, zone())
  return {
    key: `day ${day}`,
    version: name,
    make: () => el('h2', { class: 'day' }, el('span', {}, name)),
  }
}

function newLine() {
  return {
    key: 'new',
    version: document.documentElement.lang,
    make: () =>
      el('div', { class: 'new-line', role: 'separator', 'aria-label': t('new_line') }, el('span', {}, t('new_line'))),
  }
}

/** Time passes: what says how long ago something was is written again. */
function tick(box) {
  for (const node of box.querySelectorAll('[data-last]')) {
    node.textContent = t('last_reply', { ago: ago(node.dataset.last, store.now) })
  }
}

/** The button that leads to the newest. */
export function jumpButton() {
  return el(
    'button',
    { type: 'button', id: 'jump', class: 'icon', 'aria-label': t('jump_down'), hidden: true },
    icon('arrow'),
  )
}
