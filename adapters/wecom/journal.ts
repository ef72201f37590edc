/**
 * A short list that survives a restart: what was accepted and is not done yet. All of it stands under one key of the
 * adapter's memory and is written by one writer, so that events that arrive together share a write.
 */
import type { PlatformParts } from '../../src/ports.ts'

export interface Journal<T> {
  /** Resolves when the entry is durable; false when the journal is full, and then nothing was kept. */
  add(key: string, entry: T): Promise<boolean>
  /** The entry is done. Written with the next addition; until then a restart would do it again. */
  drop(key: string): void
  /** What an earlier run left undone, oldest first. */
  left(): Promise<readonly (readonly [string, T])[]>
  /** Writes what was dropped since. */
  flush(): Promise<void>
}

/** A journal under `name`, of at most `most` entries. */
export function makeJournal<T>(memory: PlatformParts['memory'], name: string, most: number): Journal<T> {
  const entries = new Map<string, T>()
  let dirty = false
  let writing: Promise<void> | undefined
  let next: Promise<void> | undefined

  async function write(): Promise<void> {
    dirty = false
    try {
      await memory.set(name, JSON.stringify([...entries]))
    } catch (error) {
      dirty = true
      throw error
    }
  }

  /** The write that starts after the running one: whoever asks while one runs shares the next. */
  function written(): Promise<void> {
    next ??= (writing ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        next = undefined
        writing = write()
        return writing
      })
    return next
  }

  return {
    async add(key, entry) {
      if (entries.has(key)) return true
      if (entries.size >= most) return false
      entries.set(key, entry)
      try {
        await written()
        return true
      } catch (error) {
        entries.delete(key)
        throw error
      }
    },
    drop(key) {
      dirty = entries.delete(key) || dirty
    },
    async left() {
      const kept = await memory.get(name)
      const list = kept === undefined ? [] : (JSON.parse(kept) as (readonly [string, T])[])
      for (const [key, entry] of list) entries.set(key, entry)
      return list
    },
    async flush() {
      if (dirty) await written()
    },
  }
}
