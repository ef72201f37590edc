/** Whether this process can do its work: its platforms are there, and what people do can be written down. */
import type { Platform, Store } from './ports.ts'
import type { Millis } from './rules/nouns.ts'
import { OBSTACLES, Unwritten } from './unwritten.ts'

/** A write is tried at most so often, whoever asks: each costs a sync of the disk. */
const EVERY: Millis = 5_000
const KEY = 'readiness.tried'

/** Gives the reasons why it is not ready, in words for an operator; none when it is. `wall` is real time. */
export function makeReadiness(
  { store, platforms }: { readonly store: Store; readonly platforms: ReadonlyMap<string, Platform> },
  wall: () => Millis,
): () => Promise<readonly string[]> {
  let tried: { readonly at: Millis; readonly found: Promise<string | undefined> } | undefined

  async function obstacle(now: Millis): Promise<string | undefined> {
    try {
      await store.setSetting(KEY, String(now))
      return undefined
    } catch (error) {
      return error instanceof Unwritten ? OBSTACLES[error.obstacle] : OBSTACLES.away
    }
  }

  return async () => {
    const now = wall()
    if (tried === undefined || Math.abs(now - tried.at) >= EVERY) tried = { at: now, found: obstacle(now) }
    const reasons = [...platforms.values()].map((platform) => platform.unready())
    return [...reasons, await tried.found].filter((why) => why !== undefined)
  }
}
