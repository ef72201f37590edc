/**
 * A short list that survives a restart: what was accepted and is not done yet. Each entry stands in a numbered slot of the
 * adapter's memory, whose small writes share the store's commits; slots are used again, so that it never grows.
 */
import type { PlatformParts } from '../../src/ports.ts'

export interface Journal<T> {
  /** Resolves when the entry is durable; false when the journal is full, and then nothing was kept. */
  add(key: string, entry: T): Promise<boolean>
  /** The entry is done. A crash before that is written would do it again. */
  drop(key: string): void
  /** What an earlier run left undone, oldest first. To be read once, before anything is added. */
  left(): Promise<readonly (readonly [string, T])[]>
  /** Waits until what was dropped is written. */
  flush(): Promise<void>
}

/** What it needs of the adapter's memory; `all` reads everything at once. */
export type Slots = Pick<PlatformParts['memory'], 'get' | 'set'> & Partial<Pick<PlatformParts['memory'], 'all'>>

interface Kept<T> {
  readonly at: number
  readonly key: string
  readonly entry: T
}

const EMPTY = ''

/** Entries as they are kept, oldest first, each under its full name. */
export function readKept(kept: ReadonlyMap<string, string>) {
  return [...kept]
    .flatMap(([name, text]) => (text === '' ? [] : [{ name, ...(JSON.parse(text) as Kept<unknown>) }]))
    .sort((a, b) => a.at - b.at)
}

/** A journal under `name`, of at most `most` entries. */
export function makeJournal<T>(memory: Slots, name: string, most: number): Journal<T> {
  const slots = new Map<string, number>()
  const free = Array.from({ length: most }, (_, slot) => most - 1 - slot)
  const clearing = new Set<Promise<void>>()
  let turn = 0

  const write = (slot: number, text: string): Promise<void> => memory.set(`${name}/${slot}`, text)

  return {
    async add(key, entry) {
      if (slots.has(key)) return true
      const slot = free.pop()
      if (slot === undefined) return false
      slots.set(key, slot)
      turn += 1
      try {
        await write(slot, JSON.stringify({ at: turn, key, entry } satisfies Kept<T>))
        return true
      } catch (error) {
        slots.delete(key)
        free.push(slot)
        throw error
      }
    },
    drop(key) {
      const slot = slots.get(key)
      if (slot === undefined) return
      slots.delete(key)
      // The slot is given out again only when it is empty on disk: a late clearing must not take a new entry with it.
      const cleared: Promise<void> = write(slot, EMPTY)
        .then(() => void free.push(slot))
        .catch(() => void free.push(slot))
        .finally(() => clearing.delete(cleared))
      clearing.add(cleared)
    },
    async left() {
      const all = await memory.all?.(`${name}/`)
      const texts = await Promise.all(
        Array.from({ length: most }, (_, slot) => (all ? all.get(`${name}/${slot}`) : memory.get(`${name}/${slot}`))),
      )
      const kept = texts.flatMap((text, slot) => (text ? [{ slot, ...(JSON.parse(text) as Kept<T>) }] : []))
      for (const { key, slot } of kept) slots.set(key, slot)
      const used = new Set(kept.map(({ slot }) => slot))
      free.splice(0, free.length, ...free.filter((slot) => !used.has(slot)))
      turn = Math.max(0, ...kept.map(({ at }) => at))
      return kept.sort((a, b) => a.at - b.at).map(({ key, entry }) => [key, entry] as const)
    },
    async flush() {
      await Promise.all(clearing)
    },
  }
}
