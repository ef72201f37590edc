/** The messages of the place we look at. A post that changes is drawn again in place. */

import { drawBody } from './card.js'
import { el, fill } from './dom.js'
import { postsHere, store, zone } from './store.js'
import { drawWelcome } from './welcome.js'
import { shortMoment, t } from './words-of.js'

/** What is drawn: place and language it was drawn for, and each post's node with its seq. */
let drawnFor = ''
let drawn = new Map()

export function drawPosts(box, what) {
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120
  const target = `${store.as} ${store.place} ${document.documentElement.lang}`
  const other = what === 'all' || target !== drawnFor
  if (other) drawn = new Map()
  drawnFor = target
  const posts = postsHere()
  if (posts.length === 0) fill(box, empty())
  else place(box, posts, other)
  if (other || atEnd) box.scrollTop = box.scrollHeight
}

function place(box, posts, anew) {
  if (anew || box.querySelector('.empty')) box.replaceChildren()
  for (const post of posts) {
    const old = drawn.get(post.id)
    if (old?.seq === post.seq) continue
    const node = drawPost(post)
    if (old) old.node.replaceWith(node)
    else box.append(node)
    drawn.set(post.id, { seq: post.seq, node })
  }
}

function empty() {
  const host = el('div', { id: 'welcome', class: 'empty' })
  drawWelcome(host)
  return host
}

function drawPost(post) {
  const { body } = post
  const said = body.type === 'said'
  const customer = post.to.startsWith('customer/')
  const who = said
    ? nameOf(body.by)
    : customer
      ? t('to_customer', { number: post.number ?? post.to.slice(9) })
      : t('bot')
  const edited = post.changed !== post.posted
  return el(
    'article',
    {
      class: `post ${said ? 'said' : ''}`,
      'data-post': post.id,
      'data-number': post.number,
      'aria-label': body.fallback ?? body.text?.slice(0, 80),
    },
    avatar(said ? who : null),
    el(
      'div',
      { class: 'post-main' },
      el(
        'div',
        { class: 'post-head' },
        el('strong', {}, who),
        el('time', { class: 'quiet', datetime: post.posted }, shortMoment(post.posted, store.now, zone())),
        edited
          ? el('span', { class: 'quiet' }, t('updated', { at: shortMoment(post.changed, store.now, zone()) }))
          : null,
      ),
      drawBody(body, post.id),
    ),
  )
}

function avatar(name) {
  if (name === null) return el('img', { class: 'avatar', src: '/playground/page/icon.svg', alt: '' })
  return el('span', { class: 'avatar letter', 'aria-hidden': 'true' }, [...name][0] ?? '?')
}

function nameOf(id) {
  return store.people.find((person) => person.id === id)?.name ?? `${id} (${t('stranger')})`
}
