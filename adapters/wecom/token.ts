/** The app's access token: fetched once however many ask, renewed a minute early, thrown away when WeCom says so. */
import type { Millis } from '../../src/rules/nouns.ts'
import type { Failure } from './errors.ts'

export type Granted = { readonly token: string; readonly lives: Millis } | Failure

export interface Tokens {
  /** The token now, or why there is none. */
  get(): Promise<{ readonly token: string } | Failure>
  /** Forgets this token; one that was replaced meanwhile stays. */
  spoil(token: string): void
}

const EARLY: Millis = 60_000

/** Keeps tokens that `fetchToken` gives. `wall` is real time. */
export function makeTokens(fetchToken: () => Promise<Granted>, wall: () => Millis): Tokens {
  let kept: { readonly token: string; readonly until: Millis } | undefined
  let under: Promise<{ readonly token: string } | Failure> | undefined

  async function renew(): Promise<{ readonly token: string } | Failure> {
    const granted = await fetchToken()
    if ('failed' in granted) return granted
    kept = { token: granted.token, until: wall() + granted.lives - EARLY }
    return kept
  }

  return {
    async get() {
      if (kept !== undefined && wall() < kept.until) return kept
      under ??= renew().finally(() => {
        under = undefined
      })
      return under
    },
    spoil(token) {
      if (kept?.token === token) kept = undefined
    },
  }
}
