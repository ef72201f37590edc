/** Speaks to the server. Every call resolves to what it answered, or throws with a sentence to show. */
import { t } from './words-of.js'

async function answerOf(response) {
  const body = await response.json().catch(() => null)
  if (response.ok && body !== null) return body
  throw new Error(body?.message?.[document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'] ?? t('failed'))
}

async function post(path, body) {
  const headers = { 'content-type': 'application/json' }
  return answerOf(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }))
}

/** What `as` sees now. */
export async function readState(as, lang) {
  return answerOf(await fetch(`/playground/api/state?${new URLSearchParams({ as, lang })}`))
}

/** A command, click, form or redraw. The key makes a repeated request act once. */
export function act(request) {
  const key = request.do === 'redraw' ? {} : { key: crypto.randomUUID() }
  return post('/playground/api/act', { ...key, ...request })
}

/** `{advance: '2h'}` or `{to: 'next-workday'}`; answers `{now}`. */
export function moveClock(move) {
  return post('/playground/api/clock', move)
}

/** Uploads a file and resolves to its reference. */
export async function upload(file) {
  const headers = { 'x-file-name': encodeURIComponent(file.name), 'content-type': 'application/octet-stream' }
  return answerOf(await fetch('/playground/api/files', { method: 'POST', headers, body: file }))
}
