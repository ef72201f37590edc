/** When anything was last heard from the platform, also for a doctor who looks beside a running server. */
import type { PlatformParts } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'

export interface Heard {
  /** Something arrived just now. */
  note(): void
  /** When that was last, as far as it was written down; undefined: never. */
  last(): Promise<Millis | undefined>
}

const KEY = 'heard'
/** It is written down at most this often. */
const EVERY: Millis = 5 * 60_000

/** Kept over a restart. */
export function makeHeard({ memory, wall, log }: Pick<PlatformParts, 'memory' | 'wall' | 'log'>): Heard {
  let written: Millis = 0
  return {
    note() {
      const now = wall()
      if (now - written < EVERY) return
      written = now
      memory.set(KEY, String(now)).catch((err: unknown) => log.error({ err }, 'a moment could not be kept'))
    },
    async last() {
      const kept = Number((await memory.get(KEY)) ?? Number.NaN)
      return Number.isFinite(kept) ? kept : undefined
    },
  }
}
