/** Draws one post: who, when, what, and the way to its case's thread. */
import { avatar, customerAvatar } from './avatar.js'
import { drawBody } from './card.js'
import { drawCustomerReply } from './customer-reply.js'
import { el } from './dom.js'
import { icon } from './icon.js'
import { personName, placeName } from './place-names.js'
import { casePath, go, pathOf } from './route.js'
import { isRoot, store, tabOf, zone } from './store.js'
import { ago, clockTime, counted, fullMoment, shortMoment, t } from './words-of.js'

/** Milliseconds within which somebody's next post needs no name above it. */
const TOGETHER = 5 * 60_000

/** Who a post is from: `{id, name}` of a person, or only the bot's name. */
export function authorOf(post) {
  const { body } = post
  if (body.type === 'said') return { id: body.by, name: personName(body.by) }
  if (tabOf(post) === 'customers')
    return { customer: post.number ?? '', name: t('to_customer', { number: post.number ?? '' }) }
  return { name: t('bot') }
}

/** True when `post` goes on where `before` stopped. */
export function continues(post, before) {
  if (!before || authorOf(post).name !== authorOf(before).name) return false
  return Date.parse(post.posted) - Date.parse(before.posted) < TOGETHER
}

/** What is drawn depends on these and nothing else. */
export function versionOf(post, { joined, fresh, where } = {}) {
  const replies = post.number ? store.threads.get(post.number) : undefined
  return [post.seq, joined, fresh, where, replies?.count, replies?.last, document.documentElement.lang, zone()].join(
    '|',
  )
}

/** `joined`: goes on from the one before. `inThread`: no way to the thread we are in; `where` says where it stands. */
export function drawPost(post, { joined = false, inThread = false, where = '' } = {}) {
  const { body } = post
  const { id, name, customer } = authorOf(post)
  const text = body.fallback ?? body.text ?? ''
  return el(
    'article',
    {
      class: `post is-${body.type} ${joined ? 'joined' : ''} ${customer === undefined ? '' : 'to-customer'}`,
      'data-post': post.id,
      'data-number': post.number,
      'aria-label': `${name}: ${[...text].slice(0, 120).join('')}`,
      tabindex: '-1',
    },
    customer === undefined ? avatar(id, name) : customerAvatar(),
    el(
      'div',
      { class: 'post-main' },
      head(post, name, where, inThread),
      drawBody(body, body.type === 'said' ? undefined : post.id),
      inThread || body.type !== 'card' ? null : foot(post),
      customer === undefined || customer === '' || inThread ? null : drawCustomerReply(post),
    ),
  )
}

function head(post, name, where, inThread) {
  const edited = post.changed !== post.posted && post.body.type === 'card'
  const links = !inThread && post.number && post.body.type !== 'card' ? smallLinks(post) : null
  return el(
    'div',
    { class: 'post-head' },
    el('strong', {}, name),
    moment(post.posted),
    where ? el('span', { class: 'quiet' }, where) : null,
    edited
      ? el('span', { class: 'quiet edited' }, t('updated', { at: shortMoment(post.changed, store.now, zone()) }))
      : null,
    links,
  )
}

function moment(iso) {
  return el('time', { class: 'quiet', datetime: iso, title: fullMoment(iso, zone()) }, clockTime(iso, zone()))
}

/** Below a card: its thread, and the case's own page. */
function foot(post) {
  const replies = store.threads.get(post.number)
  // A card that stands below another one is itself one of the replies.
  const count = (replies?.count ?? 0) - (isRoot(post) ? 0 : 1)
  const words =
    count > 0
      ? [
          el('strong', {}, counted('reply_one', 'replies', count)),
          el(
            'span',
            { class: 'quiet', 'data-last': replies.last },
            t('last_reply', { ago: ago(replies.last, store.now) }),
          ),
        ]
      : [el('span', {}, t(isRoot(post) ? 'thread' : 'thread_open'))]
  return el(
    'div',
    { class: 'post-foot' },
    link(threadPath(post), `foot-link ${count > 0 ? 'has-replies' : ''}`, icon('thread'), words),
    link(casePath(post.number), 'foot-link', icon('page'), el('span', {}, t('case_page'))),
  )
}

/** The same for a message, as two small signs beside its name. */
function smallLinks(post) {
  const sign = (path, name, label) => {
    const node = link(path, 'icon', icon(name))
    node.setAttribute('aria-label', label)
    node.title = label
    return node
  }
  const { number } = post
  return el(
    'span',
    { class: 'small-links' },
    sign(threadPath(post), 'thread', t('thread_of', { number })),
    sign(casePath(number), 'page', `${t('case_page')} ${number}`),
  )
}

function threadPath({ number }) {
  return pathOf(store.place || 'me', number)
}

function link(path, name, ...children) {
  const follow = (event) => {
    event.preventDefault()
    go(path)
  }
  return el(
    'a',
    { href: `#${path}`, class: name, 'data-action': path.split('/').slice(0, -1).join('/'), onclick: follow },
    children,
  )
}

/** Where a post stands, for a thread that gathers them from several places. */
export function whereOf(post, home) {
  if (post.to === home) return ''
  if (post.to.startsWith('person/')) return t('to_you')
  return t('in_channel', { name: placeName(post.to).name })
}
