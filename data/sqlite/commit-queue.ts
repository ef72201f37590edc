/**
 * Collects small writes of the same tick into one transaction: one sync of the disk instead of one each. Where commands
 * are committed meanwhile, the small writes go along with them and cost no sync at all.
 */
import { setImmediate } from 'node:timers'
import { faults } from '../../src/faults.ts'
import type { Transactions } from './transaction.ts'

export interface CommitQueue {
  /** Runs `job` (which must not await) with its neighbours of this tick; resolves after the commit. */
  run<T>(job: () => T): Promise<T>
  /** Runs what is queued now, at once. */
  flush(): void
  /**
   * A transaction of its own right for `work`, which must not await, with what is queued after it. A throw of `work` goes
   * on to the caller, keeps nothing of it, and leaves the queue as it was.
   */
  whole<T>(work: () => T): T
}

interface Job {
  readonly work: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A failing job is rejected alone; a failing commit rejects all its jobs. */
export function commitQueue(tx: Transactions): CommitQueue {
  let waiting: Job[] = []

  function flush(): void {
    const jobs = waiting
    waiting = []
    if (jobs.length === 0) return
    faults?.('queue/flush')
    let done: readonly (() => void)[]
    try {
      done = tx.whole(() => jobs.map((job) => attempt(tx, job)))
    } catch (error) {
      for (const job of jobs) job.reject(error)
      return
    }
    for (const tell of done) tell()
  }

  function whole<T>(work: () => T): T {
    const jobs = waiting
    waiting = []
    try {
      const [result, done] = tx.whole(() => [work(), jobs.map((job) => attempt(tx, job))] as const)
      for (const tell of done) tell()
      return result
    } catch (error) {
      waiting = [...jobs, ...waiting]
      throw error
    }
  }

  return {
    run: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        // The second turn: commands that came in during the first are committed in between and take the job along.
        if (waiting.length === 0) setImmediate(() => setImmediate(flush))
        waiting.push({ work, resolve: (value) => resolve(value as T), reject })
      }),
    flush,
    whole,
  }
}

function attempt(tx: Transactions, job: Job): () => void {
  try {
    const value = tx.part(job.work)
    return () => job.resolve(value)
  } catch (error) {
    if (tx.lost(error)) throw error
    return () => job.reject(error)
  }
}
