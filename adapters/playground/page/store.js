/** What the page knows: who is playing, where we look, the posts. Everything is drawn from here. */
import { isAfter, markOf, setMark, settleFloor } from './read-marks.js'
import { go, pathOf, route } from './route.js'
import { readOlder, readState } from './wire.js'
import { currentLang, setLang } from './words-of.js'

const listeners = new Set()

export const store = {
  as: '',
  me: null,
  now: new Date().toISOString(),
  people: [],
  channels: [],
  /** Post id → post. */
  posts: new Map(),
  /** Places with older posts than those we have. */
  older: new Set(),
  /** Case number → `{count, last}`: the replies in its thread. */
  threads: new Map(),
  /** The conversation we look at, or looked at last: `channel/<id>`, `person/<id>` or `customers`. */
  place: '',
  /** What had been read here when we arrived; below it stands the line "new". */
  arrived: { seq: 0, at: '' },
  seq: 0,
  online: true,
}

/** Calls `draw(what, detail)` after every change; `what` names it: all, posts, people, clock, line, read. Gives what ends it. */
export function onChange(draw) {
  listeners.add(draw)
  return () => listeners.delete(draw)
}

export function changed(what, detail) {
  for (const draw of listeners) draw(what, detail)
}

/** Our own time zone: the person's. */
export function zone() {
  return store.me?.tz
}

/** The place in the list at the side that a post belongs to. */
export function tabOf(post) {
  return post.to.startsWith('customer/') ? 'customers' : post.to
}

/** True for the card of a case: the root of its thread. */
export function isRoot(post) {
  return post.body.key === 'case'
}

/** Posts of a place, oldest first; what belongs into the thread of a card that stands here is left out. */
export function postsAt(place) {
  const here = [...store.posts.values()].filter((post) => tabOf(post) === place)
  const rooted = new Set(here.filter(isRoot).map(({ number }) => number))
  return here.filter((post) => isRoot(post) || !rooted.has(post.number)).sort((a, b) => a.id - b.id)
}

/** `{fresh, stirred}`: posts that are new at a place since it was read, and whether anything else there has changed. */
export function unread(place) {
  const mark = markOf(store.as, place)
  const posts = [...store.posts.values()].filter((post) => tabOf(post) === place)
  const fresh = posts.filter((post) => isAfter(post, mark) && !isMine(post)).length
  return { fresh, stirred: posts.some((post) => post.seq > mark.seq && !isMine(post)) }
}

/** True for what the person who plays has said. */
export function isMine(post) {
  return post?.body.type === 'said' && post.body.by === store.me?.id
}

/** Every place in the list at the side. */
export function places() {
  return [...store.channels.map(({ id }) => `channel/${id}`), `person/${store.me?.id}`, 'customers']
}

/** Plays a person: everything is read anew. */
export async function play(as) {
  const state = await readState(as, currentLang())
  store.as = as
  store.posts = new Map(state.posts.map((post) => [post.id, post]))
  store.older = new Set(state.older)
  store.threads = new Map(Object.entries(state.threads))
  Object.assign(store, { me: state.me, now: state.now, seq: state.seq })
  Object.assign(store, { people: state.people, channels: state.channels })
  if (settleFloor(state.seq, state.now)) for (const place of places()) readUpTo(place)
  remember()
  arrive()
}

/** Looks at another place. */
export function visit(place) {
  go(pathOf(place))
}

/** Reads from the address where we are, and draws it. */
export function arrive() {
  const { place } = route()
  const asked = place === 'me' || !place ? `person/${store.me?.id}` : place
  const next = places().includes(asked) ? asked : `person/${store.me?.id}`
  if (place || !places().includes(store.place)) store.place = next
  store.arrived = markOf(store.as, store.place)
  readHere()
  changed('all')
}

/** What stands where we look has been read, if anybody is looking. */
export function readHere() {
  if (document.visibilityState !== 'visible' || route().view === 'case') return false
  readUpTo(store.place)
  return true
}

function readUpTo(place) {
  const ids = [...store.posts.values()].filter((post) => tabOf(post) === place).map(({ id }) => id)
  setMark(store.as, place, { id: Math.max(0, ...ids), seq: store.seq })
}

let waiting = []

/** A post that came over the line. A burst is drawn once. */
export function takePost(post) {
  const known = store.posts.get(post.id)
  if (known && known.seq >= post.seq) return
  if (!known) countReply(post)
  store.posts.set(post.id, post)
  store.seq = Math.max(store.seq, post.seq)
  waiting.push(post)
  if (waiting.length > 1) return
  setTimeout(() => {
    const posts = waiting
    waiting = []
    if (posts.some((one) => tabOf(one) === store.place)) readHere()
    changed('posts', posts)
  }, 20)
}

/** A new post about a case is a reply in its thread, unless it only repeats in a channel what somebody was asked directly. */
function countReply(post) {
  const { number, body } = post
  if (!number || isRoot(post) || tabOf(post) === 'customers' || post.posted !== post.changed) return
  const twin = (other) => other.number === number && other.body.key !== undefined && other.body.key === body.key
  if ([...store.posts.values()].some(twin)) return
  store.threads.set(number, { count: (store.threads.get(number)?.count ?? 0) + 1, last: post.posted })
}

/** Fetches the page of posts before the oldest we have of a place. */
export async function fetchOlder(place) {
  const ids = postsAt(place).map(({ id }) => id)
  const page = await readOlder(store.as, place, Math.min(...ids))
  for (const post of page.posts) if (!store.posts.has(post.id)) store.posts.set(post.id, post)
  for (const [number, replies] of Object.entries(page.threads)) store.threads.set(number, replies)
  if (!page.older.includes(place)) store.older.delete(place)
  changed('posts', page.posts)
}

/** Switches the language of the page and reads names anew. */
export async function speak(lang) {
  setLang(lang)
  await play(store.as)
}

/** Keeps in the address who plays and in which language, so that it can be shared and reloaded. */
function remember() {
  const query = new URLSearchParams({ as: store.as, lang: currentLang() })
  history.replaceState(history.state, '', `/?${query}${location.hash}`)
  localStorage.setItem('redress.as', store.as)
}
