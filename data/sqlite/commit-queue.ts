/** Collects small writes of the same tick into one transaction: one sync of the disk instead of one each. */
import { setImmediate } from 'node:timers'
import type { Transactions } from './transaction.ts'

export interface CommitQueue {
  /** Runs `job` (which must not await) with its neighbours of this tick; resolves after the commit. */
  run<T>(job: () => T): Promise<T>
  /** Runs what is queued now, at once. */
  flush(): void
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
    let done: (() => void)[]
    try {
      done = tx.whole(() => jobs.map((job) => attempt(tx, job)))
    } catch (error) {
      for (const job of jobs) job.reject(error)
      return
    }
    for (const tell of done) tell()
  }

  return {
    run: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush)
        waiting.push({ work, resolve: (value) => resolve(value as T), reject })
      }),
    flush,
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
