/** Listens to the server. After a break the browser asks again from the last change it saw. */
import { changed, store, takePost } from './store.js'

let source = null

/** Follows what the person who is playing sees. */
export function listen() {
  source?.close()
  source = new EventSource(`/playground/api/stream?${new URLSearchParams({ as: store.as, since: store.seq })}`)
  source.addEventListener('post', (event) => takePost(JSON.parse(event.data)))
  source.addEventListener('people', (event) => takeWaiting(JSON.parse(event.data)))
  source.addEventListener('clock', (event) => {
    store.now = JSON.parse(event.data).now
    changed('clock')
  })
  source.addEventListener('open', () => online(true))
  source.addEventListener('error', () => online(false))
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
