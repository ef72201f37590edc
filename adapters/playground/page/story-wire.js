/** Asks the server for what the case's page, the clock and the welcome show. Resolves, or throws with a sentence. */
import { store } from './store.js'
import { Unreached } from './wire.js'
import { currentLang, t } from './words-of.js'

async function call(path, query = {}, init = {}) {
  const response = await fetch(`/playground/api/${path}?${new URLSearchParams(query)}`, init).catch(() => {
    throw new Unreached(t('unreached'))
  })
  const body = await response.json().catch(() => null)
  if (response.ok && body !== null) return body
  throw new Error(body?.message?.[currentLang()] ?? t('failed'))
}

const reader = () => ({ as: store.as, lang: currentLang() })

/** One case's story in the words of whoever is playing. */
export function readStory(number) {
  return call('case', { number, ...reader() })
}

/** `{now, ahead, next}`. */
export function readClock() {
  return call('clock', reader())
}

/** Moves the clock and says what happened meanwhile: `{now, passed}`. */
export function passTime(move) {
  const headers = { 'content-type': 'application/json' }
  return call('clock', reader(), { method: 'POST', headers, body: JSON.stringify(move) })
}

/** Where the sample company stands. */
export function readSample() {
  return call('sample')
}

/** Begins to load it. */
export function loadSample() {
  return call('sample', {}, { method: 'POST' })
}
