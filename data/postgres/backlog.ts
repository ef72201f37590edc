/** What waits longer than it should: rows of the outbox by platform, and timers that are due. For the metrics. */
import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { Backlog } from '../../src/ports.ts'
import { prepare, query } from './statements.ts'

/** Counts what waits at `now`. */
export async function backlog(pool: Pool, now: number): Promise<Backlog> {
  const [waiting, ringing] = await Promise.all([outbox.all(pool, {}), timers.get(pool, { now })])
  const { due = 0, oldest = null } = ringing ?? {}
  return { outbox: waiting, timers: { due, ...(oldest === null ? {} : { oldest }) } }
}

const platform = sql<string>`split_part(lane, ':', 1)`

const outbox = prepare<Record<never, never>, Backlog['outbox'][number]>(() =>
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

const timers = prepare((p: { now: number }) =>
  query
    .selectFrom('timer')
    .select((eb) => [eb.fn.countAll<number>().as('due'), eb.fn.min<number | null>('rings').as('oldest')])
    .where('rings', '<=', p.now),
)
