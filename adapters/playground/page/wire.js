/** Speaks to the server. Every call resolves to what it answered, or throws with a sentence to show. */
import { currentLang, t } from './words-of.js'

/** Posts of each place that are read at first, and at once when going back. */
const PAGE = 30

/** The server could not be reached: nobody knows whether it heard us, so the same key must be used again. */
export class Unreached extends Error {}

async function answerOf(request) {
  const response = await request.catch(() => {
    throw new Unreached(t('unreached'))
  })
  const body = await response.json().catch(() => null)
  if (response.ok && body !== null) return body
  throw new Error(body?.message?.[currentLang()] ?? t('failed'))
}

const get = (path, query) => answerOf(fetch(`/playground/api/${path}?${new URLSearchParams(query)}`))

function post(path, body) {
  const headers = { 'content-type': 'application/json' }
  return answerOf(fetch(`/playground/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }))
}

/** What `as` sees now. */
export function readState(as, lang) {
  return get('state', { as, lang, limit: PAGE, threads: 1 })
}

/** The page of posts of a place before a post. */
export function readOlder(as, to, before) {
  return get('state', { as, to, before, lang: currentLang(), limit: PAGE, threads: 1 })
}

/** A case's thread: `{number, root?, posts}`. */
export function readThread(as, number) {
  return get('thread', { as, number, lang: currentLang() })
}

/** A command, click, form or redraw. Its key makes a repeated request act once. */
export function act(request) {
  const key = request.do === 'redraw' ? {} : { key: freshKey() }
  return post('act', { ...key, ...request })
}

/** A key for something that is done once, however often it has to be sent. */
export function freshKey() {
  return crypto.randomUUID()
}

/** `{advance: '2h'}` or `{to: 'next-workday'}`; answers `{now}`. */
export function moveClock(move) {
  return post('clock', move)
}

/** Uploads a file and resolves to its reference. */
export function upload(file) {
  const headers = { 'x-file-name': encodeURIComponent(file.name), 'content-type': 'application/octet-stream' }
  return answerOf(fetch('/playground/api/files', { method: 'POST', headers, body: file }))
}
