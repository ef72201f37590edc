/** What the page knows: who is playing, where we look, the posts. Everything is drawn from here. */

import { go, pathOf, route } from './route.js'
import { readState } from './wire.js'
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
  /** The conversation we look at, or looked at last: `channel/<id>`, `person/<id>` or `customers`. */
  place: '',
  /** Place → highest seq that was looked at. */
  read: new Map(),
  seq: 0,
  online: true,
}

/** Calls `draw(what, detail)` after every change; `what` names it: all, posts, people, clock, line. */
export function onChange(draw) {
  listeners.add(draw)
}

export function changed(what, detail) {
  for (const draw of listeners) draw(what, detail)
}

/** Our own time zone: the person's. */
export function zone() {
  return store.me?.tz
}

/** The tab a post belongs to. */
export function tabOf(post) {
  return post.to.startsWith('customer/') ? 'customers' : post.to
}

/** Posts of the place we look at, oldest first. */
export function postsHere() {
  return [...store.posts.values()].filter((post) => tabOf(post) === store.place).sort((a, b) => a.id - b.id)
}

/** How many posts of a place changed since it was looked at. */
export function unread(place) {
  const seen = store.read.get(place) ?? 0
  return [...store.posts.values()].filter((post) => tabOf(post) === place && post.seq > seen).length
}

/** Plays a person: everything is read anew. */
export async function play(as, { quiet = false } = {}) {
  const state = await readState(as, currentLang())
  store.as = as
  store.posts = new Map(state.posts.map((post) => [post.id, post]))
  store.seq = state.seq
  Object.assign(store, { me: state.me, now: state.now, people: state.people, channels: state.channels })
  for (const place of places()) store.read.set(place, state.seq)
  remember()
  arrive()
  if (!quiet) document.getElementById('posts').focus({ preventScroll: true })
}

/** Every place in the list at the side. */
export function places() {
  return [...store.channels.map(({ id }) => `channel/${id}`), `person/${store.me?.id}`, 'customers']
}

/** Looks at another place. */
export function visit(place) {
  go(pathOf(place))
}

/** Reads from the address where we are, and draws it. */
export function arrive() {
  const { place } = route()
  if (place) store.place = place === 'me' ? `person/${store.me?.id}` : place
  store.read.set(store.place, store.seq)
  changed('all')
}

/** A post that came over the line. */
export function takePost(post) {
  store.posts.set(post.id, post)
  store.seq = Math.max(store.seq, post.seq)
  if (tabOf(post) === store.place) store.read.set(store.place, store.seq)
  changed('posts', post)
}

/** Switches the language of the page and reads names anew. */
export async function speak(lang) {
  setLang(lang)
  await play(store.as, { quiet: true })
}

/** Keeps the address of what we look at, so that it can be shared and reloaded. */
function remember() {
  const query = new URLSearchParams({ as: store.as, lang: currentLang() })
  history.replaceState(history.state, '', `/?${query}${location.hash}`)
  localStorage.setItem('redress.as', store.as)
}
