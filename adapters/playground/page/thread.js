/** The pane beside a conversation: a case's card, and below it everything else about the case that this person sees. */
import { clearAnswers } from './answers.js'
import { drawComposerInto } from './composer.js'
import { el, fill } from './dom.js'
import { icon } from './icon.js'
import { drawPost, whereOf } from './post.js'
import { forget, reconcile } from './reconcile.js'
import { back, casePath, go, pathOf, route } from './route.js'
import { hold, keepInView, note } from './scroll-hold.js'
import { changed, isMine, isRoot, store, tabOf } from './store.js'
import { toast } from './toasts.js'
import { readThread } from './wire.js'
import { counted, t } from './words-of.js'

/** The thread that is open: its number, whose eyes it is seen with, its root and its replies by id. */
let open = { number: '', as: '', root: undefined, posts: new Map(), loaded: false, mine: 0 }

/** Draws it when the address names one, and takes in what changed. */
export function drawThread(aside, what, posts = []) {
  const { thread: number, view } = route()
  const shown = Boolean(number) && view === 'place'
  aside.hidden = !shown
  document.getElementById('app').dataset.thread = shown ? 'open' : ''
  if (!shown) {
    open = { number: '', as: '', root: undefined, posts: new Map(), loaded: false, mine: 0 }
    return
  }
  if (number !== open.number || store.as !== open.as || aside.dataset.lang !== document.documentElement.lang) {
    begin(aside, number)
    return
  }
  if (what === 'posts') for (const post of posts) take(post)
  drawReplies(aside)
}

function take(post) {
  if (post.number !== open.number || tabOf(post) === 'customers') return
  if (isRoot(post)) open.root = post
  else if (!repeated(post)) open.posts.set(post.id, post)
}

/** A channel's copy of what this person was asked directly. */
function repeated(post) {
  const { key } = post.body
  const direct = (other) => other.to.startsWith('person/') && other.body.key === key
  return key !== undefined && post.to.startsWith('channel/') && [...open.posts.values()].some(direct)
}

function begin(aside, number) {
  open = { number, as: store.as, root: undefined, posts: new Map(), loaded: false, mine: 0 }
  aside.dataset.lang = document.documentElement.lang
  const close = () => back(pathOf(store.place))
  const replies = el('div', { id: 'thread-posts' })
  forget(replies)
  fill(
    aside,
    el(
      'header',
      { class: 'thread-head' },
      el(
        'button',
        { type: 'button', class: 'icon to-conversation', 'aria-label': t('back'), onclick: close },
        icon('back'),
      ),
      el('div', { class: 'title' }, el('h2', { id: 'thread-name' }, t('thread')), el('p', { class: 'quiet' }, number)),
      caseLink(number),
      el(
        'button',
        { type: 'button', class: 'icon from-desk', 'aria-label': t('thread_close'), onclick: close },
        icon('close'),
      ),
    ),
    el(
      'div',
      { class: 'thread-stream', tabindex: '0', role: 'group', 'aria-label': t('thread_of', { number }) },
      replies,
      el('div', { id: 'thread-answers', role: 'status' }),
    ),
    el('form', { id: 'thread-composer', class: 'composer', hidden: true }),
  )
  void load(aside, number)
  // The pane has taken room from the conversation: what was pressed stays in view.
  document.querySelector(`#posts [data-number="${CSS.escape(number)}"]`)?.scrollIntoView({ block: 'nearest' })
}

function caseLink(number) {
  const path = casePath(number)
  const follow = (event) => {
    event.preventDefault()
    go(path)
  }
  return el('a', { href: `#${path}`, class: 'foot-link', onclick: follow }, icon('page'), t('case_page'))
}

async function load(aside, number) {
  const mine = open
  try {
    const { root, posts } = await readThread(store.as, number)
    if (mine !== open) return
    // What the stream brought meanwhile is newer than what was read.
    for (const post of posts) if ((open.posts.get(post.id)?.seq ?? 0) < post.seq) open.posts.set(post.id, post)
    open.root ??= root
    open.loaded = true
    const last = posts.at(-1)
    if (last) store.threads.set(number, { count: posts.length, last: last.posted })
    open.mine = last?.id ?? 0
    drawReplies(aside)
    const pane = aside.querySelector('.thread-stream')
    pane.scrollTop = 0
    note(pane)
    keepInView(pane)
    pane.focus({ preventScroll: true, focusVisible: false })
    changed('posts', [])
  } catch (error) {
    toast(error.message, 'warn')
  }
}

function drawReplies(aside) {
  if (!open.loaded) return
  const box = aside.querySelector('#thread-posts')
  const pane = box.parentElement
  const { root } = open
  const replies = [...open.posts.values()].sort((a, b) => a.id - b.id)
  const home = root?.to ?? store.place
  const item = (post, where) => ({
    key: post.id,
    version: `${post.seq} ${where} ${document.documentElement.lang}`,
    make: () => drawPost(post, { inThread: true, where }),
    mark: 'changed',
  })
  const many = replies.length
  const line = many === 0 ? t('thread_empty') : counted('reply_one', 'replies', many)
  reconcile(box, [
    ...(root ? [item(root, whereOf(root, store.place))] : []),
    { key: 'count', version: line, make: () => el('p', { class: 'reply-count quiet' }, el('span', {}, line)) },
    ...replies.map((post) => item(post, whereOf(post, home))),
  ])
  const last = replies.at(-1)
  if (isMine(last) && last.id > open.mine) pane.scrollTop = pane.scrollHeight
  else hold(pane)
  if (isMine(last)) open.mine = last.id
  const under = root ?? replies[0]
  if (under) drawComposerInto(aside.querySelector('#thread-composer'), { under: under.id, label: t('composer_note') })
}

/** Esc closes the thread, unless something inside has used it. */
export function closeOnEscape() {
  document.addEventListener('keydown', (event) => {
    const aside = document.getElementById('thread')
    if (event.key !== 'Escape' || event.defaultPrevented || aside.hidden || document.querySelector('dialog[open]'))
      return
    if (!aside.contains(document.activeElement)) return
    event.preventDefault()
    clearAnswers()
    back(pathOf(store.place))
  })
}
