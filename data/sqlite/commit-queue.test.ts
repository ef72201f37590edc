/** Small writes share a transaction, and do not share their failures. */
import BetterSqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { commitQueue } from './commit-queue.ts'
import { type Transactions, transactions } from './transaction.ts'

const db = new BetterSqlite(':memory:')
db.exec('CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY) STRICT')
const add = (a: number | null) => db.prepare('INSERT INTO t VALUES (?)').run(a).changes
const kept = () =>
  db
    .prepare<[], { a: number }>('SELECT a FROM t ORDER BY a')
    .all()
    .map((row) => row.a)
afterEach(() => void db.exec('DELETE FROM t'))

/** Transactions that are counted, and can be made to fail at the end. */
function counted(failing = false): { tx: Transactions; commits: () => number } {
  const real = transactions(db)
  let commits = 0
  const whole: Transactions['whole'] = (work) =>
    real.whole(() => {
      const result = work()
      if (failing) throw new Error('no commit')
      commits += 1
      return result
    })
  return { tx: { ...real, whole }, commits: () => commits }
}

describe('the commit queue', () => {
  it('commits what is queued in one tick together', async () => {
    const { tx, commits } = counted()
    const queue = commitQueue(tx)
    expect(await Promise.all([queue.run(() => add(1)), queue.run(() => add(2)), queue.run(() => add(3))])).toEqual([
      1, 1, 1,
    ])
    expect(commits()).toBe(1)
    await queue.run(() => add(4))
    expect(commits()).toBe(2)
    expect(kept()).toEqual([1, 2, 3, 4])
  })

  it('rejects a failing job alone and undoes all of it', async () => {
    const queue = commitQueue(counted().tx)
    const results = await Promise.allSettled([
      queue.run(() => add(1)),
      queue.run(() => {
        add(2)
        return add(1)
      }),
      queue.run(() => add(3)),
    ])
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(kept()).toEqual([1, 3])
  })

  it('rejects every job of a transaction that cannot be committed', async () => {
    const queue = commitQueue(counted(true).tx)
    const results = await Promise.allSettled([queue.run(() => add(1)), queue.run(() => add(2))])
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected'])
    expect(kept()).toEqual([])
  })

  it('runs what is queued at once when it is flushed', async () => {
    const queue = commitQueue(counted().tx)
    const job = queue.run(() => add(7))
    queue.flush()
    expect(kept()).toEqual([7])
    await job
  })
})
