/** Rate buckets: no API gets more calls in any second than it may; who comes too early waits its turn. */
import type { Millis } from '../../src/rules/nouns.ts'

export interface Buckets {
  /** Resolves when a call to this API may go out. */
  turn(api: string): Promise<void>
}

/** `perSecond` calls in any window of a second, for each API by itself. */
export function makeBuckets(
  perSecond: number,
  wall: () => Millis,
  sleep: (ms: Millis) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Buckets {
  const recent = new Map<string, Millis[]>()
  return {
    async turn(api) {
      const now = wall()
      const times = recent.get(api) ?? []
      recent.set(api, times)
      while (times.length > 0 && (times[0] ?? 0) <= now - 1000) times.shift()
      const last = times.at(-perSecond)
      const wait = last === undefined ? 0 : Math.max(0, Math.min(last + 1000 - now, 60_000))
      times.push(now + wait)
      if (wait > 0) await sleep(wait)
    },
  }
}
