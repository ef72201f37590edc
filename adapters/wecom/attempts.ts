/**
 * What was tried to be sent under a key, kept over a restart: the exact body, so that a send whose answer was lost is
 * repeated identically and WeCom's duplicate check recognises it; and then its handle. A fixed number of slots, so that
 * it never grows: the oldest of two candidates makes room.
 */
import { createHash } from 'node:crypto'
import type { PlatformParts } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'

export interface Attempt {
  readonly key: string
  readonly at: Millis
  /** The body that was sent, as JSON; absent once the handle is known. */
  readonly body?: string
  readonly task?: string
  readonly handle?: string
}

export interface Attempts {
  find(key: string): Promise<Attempt | undefined>
  /** Written before a send goes out. */
  keep(attempt: Attempt): Promise<void>
  /** The send did certainly not happen: nothing has to be remembered. */
  drop(key: string): Promise<void>
}

const SLOTS = 4096

/** Attempts remembered in `memory`. */
export function makeAttempts(memory: PlatformParts['memory']): Attempts {
  const names = (key: string): readonly string[] => {
    const digest = createHash('sha256').update(key).digest()
    return [digest.readUInt16BE(0) % SLOTS, digest.readUInt16BE(2) % SLOTS].map((slot) => `sent/${slot}`)
  }
  const read = async (name: string): Promise<Attempt | undefined> => {
    const kept = await memory.get(name)
    return kept === undefined || kept === '' ? undefined : (JSON.parse(kept) as Attempt)
  }
  /** The slot of this key, or the one of its two that is free or oldest. */
  const slotFor = async (key: string): Promise<{ readonly name: string; readonly kept: Attempt | undefined }> => {
    const slots = await Promise.all(names(key).map(async (name) => ({ name, kept: await read(name) })))
    const [first, second] = slots
    if (first === undefined || second === undefined) throw new Error('a key has two slots')
    const own = slots.find(({ kept }) => kept?.key === key)
    return own ?? ((first.kept?.at ?? 0) <= (second.kept?.at ?? 0) ? first : second)
  }
  return {
    async find(key) {
      const { kept } = await slotFor(key)
      return kept?.key === key ? kept : undefined
    },
    async keep(attempt) {
      await memory.set((await slotFor(attempt.key)).name, JSON.stringify(attempt))
    },
    async drop(key) {
      const { name, kept } = await slotFor(key)
      if (kept?.key === key) await memory.set(name, '')
    },
  }
}
