/**
 * How fast letters leave: so many a minute in all, and few at once, so that a slow server keeps no chat waiting. Who comes
 * too early is told their turn and keeps it.
 */
import type { Millis } from '../../src/rules/nouns.ts'

/** May it leave now? `wait` is how long until its turn, in milliseconds. */
export type Turn = { readonly is: 'now' } | { readonly is: 'later'; readonly wait: Millis; readonly why: Why }
type Why = 'rate_limited' | 'busy' | 'server_away'

export interface Pace {
  /** Asks for a turn for what `key` names. What is urgent goes ahead of turns that others wait for. */
  turn(key: string, urgent: boolean): Turn
  /** Every turn taken is given back. `away`: the server could not be spoken to; nothing is tried for a while. */
  done(away: boolean): void
}

/** Letters under way at once. */
const AT_ONCE = 4
/** Letters that may leave together after a quiet time, as a share of a minute's. */
const BURST = 1 / 6
/** A turn that nobody took is forgotten after so long; and so many are kept. */
const KEPT: Millis = 60 * 60_000
const MOST_KEPT = 10_000
/** After a server could not be spoken to, it is left alone so long. */
const REST: Millis = 30_000
const MINUTE: Millis = 60_000

/** A pace on real time. */
export function makePace(perMinute: number, wall: () => Millis): Pace {
  const apart = MINUTE / perMinute
  const burst = Math.max(1, Math.floor(perMinute * BURST)) - 1
  const turns = new Map<string, Millis>()
  let underWay = 0
  let next = Number.NEGATIVE_INFINITY
  let rested = Number.NEGATIVE_INFINITY

  /** The moment of a new turn; each one puts off the next. */
  function book(now: Millis): Millis {
    // Bounded, should the system's clock have been set back.
    next = Math.max(Math.min(next, now + KEPT), now - burst * apart)
    const mine = next
    next += apart
    return mine
  }

  function turnOf(key: string, urgent: boolean, now: Millis): Millis {
    const known = turns.get(key)
    if (known !== undefined && Math.abs(known - now) <= KEPT) return known
    const at = book(now)
    // An urgent one takes a turn too, but does not wait for it, unless a minute's worth went ahead already.
    return urgent && at - now <= MINUTE ? now : at
  }

  function keep(key: string, at: Millis): void {
    if (turns.size >= MOST_KEPT) turns.delete(turns.keys().next().value ?? '')
    turns.set(key, at)
  }

  return {
    turn(key, urgent) {
      const now = wall()
      const rest = Math.min(rested - now, REST)
      if (rest > 0) return { is: 'later', wait: rest, why: 'server_away' }
      if (underWay >= AT_ONCE) return { is: 'later', wait: 1_000, why: 'busy' }
      const at = turnOf(key, urgent, now)
      if (at > now) {
        keep(key, at)
        return { is: 'later', wait: at - now, why: 'rate_limited' }
      }
      turns.delete(key)
      underWay += 1
      return { is: 'now' }
    },
    done(away) {
      underWay -= 1
      if (away) rested = wall() + REST
    },
  }
}
