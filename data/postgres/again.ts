/** Tries again what others stopped: another replica that was first, or a server that went away. */
import { setTimeout } from 'node:timers/promises'
import { isConflict, isLost } from './transaction.ts'

/** How often something is tried, by what stopped it. */
export interface Most {
  readonly conflict: number
  readonly lost: number
}

/** Longest pause before the next try, in milliseconds: at first hardly any, and never the same for two replicas. */
const PAUSE = { conflict: 50, lost: 1_000 }

/** Runs `work` until it is done, or fails for a reason of its own, or was stopped too often. `tries` counts from 1. */
export async function again<T>(work: (tries: number) => Promise<T>, most: Most): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work(tries)
    } catch (error) {
      const why = isConflict(error) ? 'conflict' : isLost(error) ? 'lost' : undefined
      if (why === undefined || tries >= most[why]) throw error
      await setTimeout(Math.random() * Math.min(PAUSE[why], 5 * 2 ** tries))
    }
  }
}
