/** Counts commits, and makes each take longer where a slower disk is to be stood in for. */
import BetterSqlite from 'better-sqlite3'

export interface Commits {
  /** How many there were. */
  count(): number
}

/**
 * Watches every database this process opens from now on. `slower` milliseconds are added to each commit, in which the
 * process stands still as it does while the disk is synced.
 */
export function watchCommits(slower: number): Commits {
  let commits = 0
  const still = new Int32Array(new SharedArrayBuffer(4))
  const prepare = BetterSqlite.prototype.prepare as (this: BetterSqlite.Database, sql: string) => BetterSqlite.Statement
  BetterSqlite.prototype.prepare = function (this: BetterSqlite.Database, sql: string) {
    const statement = prepare.call(this, sql)
    if (sql !== 'COMMIT') return statement
    const run = statement.run.bind(statement)
    statement.run = () => {
      const result = run()
      commits += 1
      if (slower > 0) Atomics.wait(still, 0, 0, slower)
      return result
    }
    return statement
  } as never
  return { count: () => commits }
}
