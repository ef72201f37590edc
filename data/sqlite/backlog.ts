/** What waits longer than it should: rows of the outbox by platform, and timers that are due. For the metrics. */
import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import type { Backlog } from '../../src/ports.ts'
import { prepare, query } from './statements.ts'

/** Prepares the statements once. */
export function backlog(db: Database): (now: number) => Backlog {
  const platform = sql<string>`substr(lane, 1, instr(lane, ':') - 1)`
  const outbox = prepare<Record<never, never>, Backlog['outbox'][number]>(db, () =>
    query
      .selectFrom('outbox')
      .select((eb) => [
        platform.as('platform'),
        eb.fn.countAll<number>().as('waiting'),
        eb.fn.min<number>('queued').as('oldest'),
      ])
      .where('state', '=', sql.lit('waiting' as const))
      .groupBy(platform)
      .orderBy(platform),
  )
  const timers = prepare(db, (p: { now: number }) =>
    query
      .selectFrom('timer')
      .select((eb) => [eb.fn.countAll<number>().as('due'), eb.fn.min<number | null>('rings').as('oldest')])
      .where('rings', '<=', p.now),
  )
  return (now) => {
    const { due = 0, oldest = null } = timers.get({ now }) ?? {}
    return { outbox: outbox.all({}), timers: { due, ...(oldest === null ? {} : { oldest }) } }
  }
}
