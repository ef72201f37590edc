/** What is not submitted yet is kept twice: in this browser at once, on the server a moment later. */
import { ask } from './send.js'

const LIVES = 24 * 3_600_000

/** Gives `{changed, forget, drop, local}`. `values()` reads the form. */
export function keepDraft(page, values, saved) {
  let timer
  let stopped = false
  let changes = 0
  const local = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(page.store))
      return kept && Date.now() - kept.at < LIVES ? kept : undefined
    } catch {
      return undefined
    }
  }
  const write = (synced) => {
    try {
      const kept = { key: page.key, at: Date.now(), synced, values: values() }
      localStorage.setItem(page.store, JSON.stringify(kept))
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
    changes = 0
    const reply = await ask(page, { do: 'keep', values: values() })
    if (stopped || reply.is !== 'kept' || changes > 0) return
    // From here on the server's copy counts: it may be changed from another device.
    write(true)
    saved()
  }
  return {
    local,
    changed() {
      if (stopped) return
      changes += 1
      write(false)
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
