/** Writes of one process one after the other: on several connections they would overtake each other. */

/** Runs `work` after all that was given before it, whatever became of that. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** A queue of its own. */
export function inTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}
