/** Says aloud what has come, once and shortly, and counts in the tab's title what is unread. */
import { placeName } from './place-names.js'
import { route } from './route.js'
import { places, store, tabOf, unread } from './store.js'
import { t } from './words-of.js'

/** Milliseconds in which several messages are said as one. */
const GATHER = 600

let waiting = []
let timer = 0

/** Announces these posts politely: what is here by its words, what is elsewhere by its place. */
export function announce(posts = []) {
  const mine = (post) => post.body.type === 'said' && post.body.by === store.me?.id
  waiting.push(...posts.filter((post) => !mine(post)))
  if (waiting.length === 0) return
  clearTimeout(timer)
  timer = setTimeout(() => {
    const texts = new Set(waiting.map(sentence))
    waiting = []
    document.getElementById('news').textContent = [...texts].slice(-3).join('\n')
  }, GATHER)
}

function sentence(post) {
  if (tabOf(post) !== store.place) return t('news_there', { place: placeName(tabOf(post)).name })
  const text = [...(post.body.fallback ?? post.body.text ?? '')].slice(0, 160).join('')
  return t(post.posted === post.changed ? 'news_here' : 'news_changed', { text })
}

/** `(3) Quality · Redress`. */
export function drawTitle() {
  const fresh = places().reduce((sum, place) => sum + (place === store.place ? 0 : unread(place).fresh), 0)
  const { view, number } = route()
  const name = view === 'case' ? number : placeName(store.place).name
  document.title = `${fresh > 0 ? `(${fresh > 99 ? '99+' : fresh}) ` : ''}${name} · ${t('brand')}`
}
