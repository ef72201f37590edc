/** What will happen in the simulated world and when: people who look at their cards, outages, restarts, late answers. */
import type { Millis } from '../rules/nouns.ts'

export interface Agenda {
  /** Puts something on the agenda; things of one moment happen in the order in which they were put there. */
  at(moment: Millis, what: () => void): void
  next(): Millis | undefined
  /** Lets everything happen that is due. */
  happen(now: Millis): void
}

interface Entry {
  readonly moment: Millis
  readonly order: number
  readonly what: () => void
}

/** An empty agenda: a heap by moment and order. */
export function makeAgenda(): Agenda {
  const heap: Entry[] = []
  let order = 0
  const before = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]]
    if (one === undefined || other === undefined) return false
    return one.moment < other.moment || (one.moment === other.moment && one.order < other.order)
  }
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]]
    if (one !== undefined && other !== undefined) [heap[a], heap[b]] = [other, one]
  }
  function sink(): void {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const least = before(right, left) ? right : left
      if (!before(least, at)) return
      swap(least, at)
      at = least
    }
  }
  function take(): Entry | undefined {
    const first = heap[0]
    const last = heap.pop()
    if (last !== undefined && last !== first) {
      heap[0] = last
      sink()
    }
    return first
  }
  return {
    at(moment, what) {
      heap.push({ moment, order: order++, what })
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1
        if (!before(at, parent)) break
        swap(at, parent)
        at = parent
      }
    },
    next: () => heap[0]?.moment,
    happen(now) {
      while (heap[0] !== undefined && heap[0].moment <= now) take()?.what()
    },
  }
}
