/** What is not submitted yet is kept twice: in this browser at once, on the server a moment later. */
import { ask } from './send.js'

const LIVES = 24 * 3_600_000

/** Gives `{changed, forget, drop, local}`. `values()` reads the form. */
export function keepDraft(page, values, saved) {
  let timer
  let stopped = false
  const local = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(page.store))
      return kept && Date.now() - kept.at < LIVES ? kept : undefined
    } catch {
      return undefined
    }
  }
  const write = () => {
    try {
      localStorage.setItem(page.store, JSON.stringify({ key: page.key, at: Date.now(), values: values() }))
    } catch {
      // No room, or not allowed: the server's copy is enough.
    }
  }
  const drop = () => {
    try {
      localStorage.removeItem(page.store)
    } catch {
      // Nothing was kept then.
    }
  }
  const send = async () => {
    if (stopped) return
    const reply = await ask(page, { do: 'keep', values: values() })
    if (!stopped && reply.is === 'kept') saved()
  }
  return {
    local,
    changed() {
      if (stopped) return
      write()
      clearTimeout(timer)
      timer = setTimeout(send, 1500)
    },
    /** It was submitted: nothing of it comes back. */
    forget() {
      stopped = true
      clearTimeout(timer)
      drop()
    },
    drop,
  }
}
