/**
 * Noticing that a replica died before its leases run out: while it lives it keeps a lock of the database in its own name,
 * which goes with its connection. Where a database has no such locks, the leases alone count.
 */
import { sql } from 'kysely'
import type { Pool } from 'pg'
import { lanes } from './outbox-statements.ts'
import { prepare } from './statements.ts'

export interface Survivors {
  /** Ends the leases of replicas that are gone. At most a few looks a second, however often it is called. */
  inherit(wall: number): Promise<void>
}

/** How long we must have lived ourselves to judge others: after a restart of the database all come back one by one. */
const GROWN = 2_000
/** A replica is gone when it was missed twice, so far apart: a connection that breaks is made anew within that. */
const APART = 300

/** `since`: since when our own sign of life stands, in milliseconds of real time; undefined while it does not. */
export function makeSurvivors(pool: Pool, holder: string, since: () => number | undefined): Survivors {
  const missed = new Map<string, number>()
  let looked = Number.NEGATIVE_INFINITY

  return {
    async inherit(wall) {
      const born = since()
      if (born === undefined || performance.now() - born < GROWN) return
      const now = performance.now()
      if (now - looked < APART) return
      looked = now
      const gone = new Set((await lost.all(pool, { holder, wall })).map((one) => one.holder))
      for (const name of missed.keys()) if (!gone.has(name)) missed.delete(name)
      for (const name of gone) {
        if (!missed.has(name)) missed.set(name, now)
        else await lanes.release.run(pool, { holder: name })
      }
    },
  }
}

// Whoever can take the lock of another for a moment knows that nobody keeps it.
const lost = prepare(
  (p: { holder: string; wall: number }) => sql<{ holder: string }>`
    select holder from (
      select distinct holder from lane where holder <> ${p.holder} and held_until > ${p.wall}) as others
    where pg_try_advisory_xact_lock(hashtextextended(holder, 0))`,
)
