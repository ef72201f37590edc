/** Long work in slices, so that what is urgent comes in between. */
import type { Millis } from './rules/nouns.ts'

/**
 * Gives whoever asks their turn, in the order of asking. Once `slice` of real time has been used up, the next one waits
 * until everything else that is ready has run.
 */
export function makeTurns(slice: Millis): () => Promise<void> {
  let line: Promise<void> = Promise.resolve()
  let began = performance.now()
  const next = async (): Promise<void> => {
    if (performance.now() - began < slice) return
    await new Promise<void>((resolve) => setImmediate(resolve))
    began = performance.now()
  }
  return () => {
    line = line.then(next)
    return line
  }
}
