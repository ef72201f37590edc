/** Wakes a loop that waits: a ring that nobody heard yet is not lost, and many rings are heard once. */
import type { Millis } from './rules/nouns.ts'

export interface Bell {
  ring(): void
  /** True when it rang since it was last heard. */
  rung(): boolean
  /** Resolves at the next ring (at once when it rang already), at the latest after `longest`. */
  heard(longest: Millis): Promise<void>
}

export function makeBell(): Bell {
  let rang = false
  let wake: (() => void) | undefined
  return {
    ring() {
      rang = true
      wake?.()
    },
    rung: () => rang,
    async heard(longest) {
      if (!rang) {
        let timer: NodeJS.Timeout | undefined
        await new Promise<void>((resolve) => {
          wake = resolve
          timer = setTimeout(resolve, longest)
        })
        clearTimeout(timer)
        wake = undefined
      }
      rang = false
    },
  }
}
