/**
 * Listens to the server. After a break the browser asks again from the last change it saw; when it has given up, we do.
 * A page nobody looks at hangs up after a while: browsers allow a site only a few connections.
 */
import { changed, store, takePost } from './store.js'
import { currentLang } from './words-of.js'

/** Milliseconds: between our own tries, of silence that count as lost, and until a hidden page hangs up. */
const AGAIN = 2_000
const SILENCE = 40_000
const HIDDEN = 60_000

let source = null
let retry = 0
let silence = 0
let hangUp = 0

/** Follows what the person who is playing sees, from the last change we have. */
export function listen() {
  source?.close()
  clearTimeout(retry)
  const line = new EventSource(
    `/playground/api/stream?${new URLSearchParams({ as: store.as, since: store.seq, lang: currentLang() })}`,
  )
  source = line
  heard()
  line.addEventListener('post', (event) => heard(takePost(JSON.parse(event.data))))
  line.addEventListener('people', (event) => heard(takeWaiting(JSON.parse(event.data))))
  line.addEventListener('clock', (event) => heard(takeClock(JSON.parse(event.data).now)))
  line.addEventListener('open', () => heard(online(true)))
  line.addEventListener('error', () => {
    online(false)
    if (line !== source) return
    clearTimeout(retry)
    if (line.readyState === EventSource.CLOSED) retry = setTimeout(listen, AGAIN)
  })
}

/** Stops listening: somebody else is about to play. */
export function hush() {
  source?.close()
  clearTimeout(retry)
  clearTimeout(silence)
}

/** A line that died without a word is opened again. */
function heard() {
  clearTimeout(silence)
  silence = setTimeout(() => {
    online(false)
    listen()
  }, SILENCE)
}

function takeClock(now) {
  store.now = now
  changed('clock')
}

function takeWaiting(list) {
  const waiting = new Map(list.map((one) => [one.id, one.waiting]))
  store.people = store.people.map((person) => ({ ...person, waiting: waiting.get(person.id) ?? person.waiting }))
  changed('people')
}

function online(is) {
  if (store.online === is) return
  store.online = is
  changed('line')
}

addEventListener('online', () => source && listen())
addEventListener('offline', () => online(false))

document.addEventListener('visibilitychange', () => {
  clearTimeout(hangUp)
  if (source === null) return
  if (document.visibilityState === 'visible') {
    if (source.readyState === EventSource.CLOSED) listen()
    return
  }
  hangUp = setTimeout(hush, HIDDEN)
})
