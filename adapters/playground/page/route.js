/**
 * Where we are, by the part of the address after `#`:
 * `/` the list of places · `/me`, `/channel/<id>`, `/customers` a conversation, with `/thread/<number>` behind it a
 * case's thread beside it · `/case/<number>` the case's own page.
 */

/** `{view: 'list' | 'place' | 'case', place?, thread?, number?}`; anything unknown is the list. */
export function route(hash = location.hash) {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decoded)
  const [first, second] = parts
  if (first === 'case' && second) return { view: 'case', number: second }
  const at = parts.indexOf('thread')
  const thread = at > 0 ? parts[at + 1] : undefined
  if (first === 'channel' && second) return { view: 'place', place: `channel/${second}`, thread }
  if (first === 'me') return { view: 'place', place: 'me', thread }
  if (first === 'customers') return { view: 'place', place: 'customers', thread }
  return { view: 'list' }
}

/** The path of a place (`channel/<id>`, `person/<id>` or `me`, `customers`), with a case's thread when one is named. */
export function pathOf(place, thread) {
  const own = place.startsWith('person/') ? 'me' : place
  const path = `/${own.split('/').map(encodeURIComponent).join('/')}`
  return thread ? `${path}/thread/${encodeURIComponent(thread)}` : path
}

/** The path of a case's own page. */
export function casePath(number) {
  return `/case/${encodeURIComponent(number)}`
}

/** Goes there; the browser's back button comes back. */
export function go(path, { replace = false } = {}) {
  if (location.hash === `#${path}`) return
  if (replace) history.replaceState(history.state, '', `#${path}`)
  else history.pushState({ inside: true }, '', `#${path}`)
  dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
}

/** One step back when we came here from inside the page, else to `path`. */
export function back(path) {
  if (history.state?.inside) history.back()
  else go(path, { replace: true })
}

function decoded(part) {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
