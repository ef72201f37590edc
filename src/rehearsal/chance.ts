/** Chance that can be repeated: every draw is a function of the seed and of what it is for, never of what was drawn before. */

/** A source of draws for one purpose. */
export interface Chance {
  /** A number from 0 (inclusive) to 1. */
  next(): number
  /** True with this probability. */
  happens(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
}

/** The chance for one purpose under a seed, e.g. `chanceOf(seed, 'C-…-0001', 'approval#1', 'fan.zhe')`. */
export function chanceOf(seed: number, ...purpose: readonly (string | number)[]): Chance {
  let state = hash(`${seed}|${purpose.join('|')}`)
  // mulberry32: small, well mixed, and the same everywhere.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    happens: (probability) => next() < probability,
    pick(from) {
      const picked = from[Math.floor(next() * from.length)]
      if (picked === undefined) throw new Error('there is nothing to pick from')
      return picked
    },
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
  }
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 0
}
