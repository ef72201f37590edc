/** Queues what is to be told: views are merged, notices are unique for ever. */
import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import { anyOrder } from '../../src/outbox-port.ts'
import type { ViewRow, Write } from '../../src/ports.ts'
import type { Spot } from '../../src/rules/views.ts'
import { laneStatements } from './outbox-statements.ts'
import { prepare, query } from './statements.ts'

/** Lanes that have something to send now, and from when on: told to the table once for a whole transaction. */
export type Woken = Map<string, number>

export interface Enqueue {
  /** Queues the views, notices and effects of one write. */
  rows(write: Pick<Write, 'state' | 'views' | 'notices' | 'effects'>, now: number, woken: Woken): void
  /** Before the transaction ends. */
  wake(woken: Woken): void
}

type Common = {
  lane: string
  number: string
  key: string
  place: string
  now: number
  next_at: number
}

/** Prepares the statements once. */
export function enqueuer(db: Database): Enqueue {
  const view = viewStatement(db)
  const notice = noticeStatement(db)
  const lane = prepare(db, (p: { lane: string; now: number }) =>
    query
      .insertInto('lane')
      .values({ name: p.lane, ready: p.now })
      .onConflict((oc) => oc.doNothing()),
  )
  const { sooner } = laneStatements(db)
  const wakes = (woken: Woken, lane: string, at: number): void => {
    const known = woken.get(lane)
    if (known === undefined || (at < known && anyOrder(lane))) woken.set(lane, at)
  }
  const rows: Enqueue['rows'] = ({ state: { number, revision }, views, notices, effects }, now, woken) => {
    for (const row of views) {
      view.run({ ...common(row, number, now), wanted: revision })
      wakes(woken, row.lane, now)
    }
    for (const row of notices) {
      const added = notice.run({
        ...common(row, number, now),
        next_at: row.notBefore ?? now,
        message: JSON.stringify(row.message),
        notice_kind: row.kind,
        report_to: row.reportTo ?? null,
        why: row.waits ?? null,
      })
      if (added.changes > 0) wakes(woken, row.lane, row.notBefore ?? now)
    }
    for (const row of effects) {
      const place: Spot = { in: 'room', platform: row.lane.slice(0, row.lane.indexOf(':')), handle: '' }
      const added = notice.run({
        ...common({ ...row, place }, number, now),
        message: JSON.stringify(row.effect),
        notice_kind: 'effect',
        report_to: null,
        why: null,
      })
      if (added.changes > 0) wakes(woken, row.lane, now)
    }
  }
  return {
    rows,
    wake(woken) {
      for (const [name, ready] of woken) {
        const added = lane.run({ lane: name, now: ready })
        if (added.changes === 0 && anyOrder(name)) sooner.run({ name, ready })
      }
    },
  }
}

const common = (row: Pick<ViewRow, 'lane' | 'key' | 'place'>, number: string, now: number): Common => ({
  lane: row.lane,
  number,
  key: row.key,
  place: JSON.stringify(row.place),
  now,
  next_at: now,
})

const queued = (p: Common) => ({
  lane: p.lane,
  number: p.number,
  key: p.key,
  place: p.place,
  state: sql.lit('waiting' as const),
  attempts: sql.lit(0),
  next_at: p.next_at,
  queued: p.now,
})

// The conditions of the partial indexes are written as literals: SQLite does not match them with parameters.
const viewStatement = (db: Database) =>
  prepare(db, (p: Common & { wanted: number }) =>
    query
      .insertInto('outbox')
      .values({ ...queued(p), kind: sql.lit('view' as const), wanted: p.wanted })
      .onConflict((oc) =>
        oc
          .columns(['lane', 'number', 'key'])
          .where('kind', '=', sql.lit('view' as const))
          .where('state', '=', sql.lit('waiting' as const))
          .doUpdateSet({ wanted: (eb) => eb.ref('excluded.wanted') }),
      ),
  )

const noticeStatement = (db: Database) =>
  prepare(
    db,
    (
      p: Common & {
        message: string
        notice_kind: 'customer' | 'nag' | 'word' | 'effect'
        report_to: string | null
        why: string | null
      },
    ) =>
      query
        .insertInto('outbox')
        .values({
          ...queued(p),
          kind: sql.lit('notice' as const),
          message: p.message,
          notice_kind: p.notice_kind,
          report_to: p.report_to,
          why: p.why,
        })
        .onConflict((oc) =>
          oc
            .columns(['number', 'key'])
            .where('kind', '=', sql.lit('notice' as const))
            .doNothing(),
        ),
  )
