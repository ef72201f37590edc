/** Work of one kind, one after the other: messages of one person, clicks on one form. */

export interface Turns {
  /** Runs `work` after everything that was given under the same key before; gives its result. */
  take<T>(key: string, work: () => Promise<T>): Promise<T>
}

/** Turns by key; a key that nobody waits for is forgotten. */
export function makeTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return {
    take(key, work) {
      const turn = (last.get(key) ?? Promise.resolve()).then(work, work)
      const settled = turn
        .catch(() => undefined)
        .finally(() => {
          if (last.get(key) === settled) last.delete(key)
        })
      last.set(key, settled)
      return turn
    },
  }
}
