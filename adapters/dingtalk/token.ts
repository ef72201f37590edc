/** The app's access token: kept until five minutes before it ends, fetched once however many ask (single flight). */
import type { Millis } from '../../src/rules/nouns.ts'

const EARLY: Millis = 5 * 60_000

export interface Tokens {
  /** A living token. Rejects with what the fetch rejected with; the next call tries again. */
  get(): Promise<string>
  /** The platform called this token dead; another one, fetched meanwhile, is kept. */
  drop(token: string): void
}

/** Keeps what `fetch` gives; `lives` is in milliseconds. */
export function makeTokens(
  fetch: () => Promise<{ readonly token: string; readonly lives: Millis }>,
  wall: () => Millis,
): Tokens {
  let kept: { readonly token: string; readonly ends: Millis } | undefined
  let under: Promise<string> | undefined

  async function renew(): Promise<string> {
    try {
      const { token, lives } = await fetch()
      kept = { token, ends: wall() + Math.max(0, lives - EARLY) }
      return token
    } finally {
      under = undefined
    }
  }

  return {
    async get() {
      if (kept !== undefined && wall() < kept.ends) return kept.token
      under ??= renew()
      return under
    },
    drop(token) {
      if (kept?.token === token) kept = undefined
    },
  }
}
