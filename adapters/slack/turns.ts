/** One piece of work at a time per key; of those that wait only the last is done. */
export type Turns = (key: string, work: () => Promise<void>) => Promise<void>

interface Turn {
  next: (() => Promise<void>) | undefined
}

/** Makes turns. A piece that is overtaken is never begun. */
export function makeTurns(): Turns {
  const busy = new Map<string, Turn>()
  return async (key, work) => {
    const running = busy.get(key)
    if (running !== undefined) {
      running.next = work
      return
    }
    const turn: Turn = { next: work }
    busy.set(key, turn)
    try {
      for (let next = turn.next; next !== undefined; next = turn.next) {
        turn.next = undefined
        await next()
      }
    } finally {
      busy.delete(key)
    }
  }
}
