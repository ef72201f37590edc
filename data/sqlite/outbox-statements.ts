/** Statements of the outbox, the lanes and the cards that stand. */
import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import { GATHERED, GATHERING } from '../../src/outbox-port.ts'
import { prepare, query } from './statements.ts'

export type OutboxStatements = ReturnType<typeof outboxStatements>

/** Prepared once per connection. */
export const outboxStatements = (db: Database) => ({
  ...laneStatements(db),
  ...rowStatements(db),
  ...cardStatements(db),
})

/** Reminders wait for timers that are due, but not for ever. */
const waitsForTimers = (now: number) => sql<boolean>`
  name like ${sql.lit(`%${GATHERED}`)} and ready > ${now} - ${sql.lit(GATHERING)}
  and exists (select 1 from timer where rings <= ${now})`

/** Which lanes have something to send, and from when on. */
export function laneStatements(db: Database) {
  return {
    readyLanes: prepare(db, (p: { now: number; limit: number }) =>
      query
        .selectFrom('lane')
        .select('name')
        .where('ready', '<=', p.now)
        .where(sql<boolean>`not (${waitsForTimers(p.now)})`)
        .orderBy('ready')
        .orderBy('name')
        .limit(p.limit),
    ),
    nextLanes: prepare(db, (p: { limit: number }) =>
      query.selectFrom('lane').selectAll().orderBy('ready').orderBy('name').limit(p.limit),
    ),
    putLane: prepare(db, (p: { name: string; ready: number }) =>
      query
        .insertInto('lane')
        .values({ name: p.name, ready: p.ready })
        .onConflict((oc) => oc.column('name').doUpdateSet({ ready: p.ready })),
    ),
    /** For a lane without order: what is queued may be due before what waits already. */
    sooner: prepare(db, (p: { name: string; ready: number }) =>
      query.updateTable('lane').set({ ready: p.ready }).where('name', '=', p.name).where('ready', '>', p.ready),
    ),
    dropLane: prepare(db, (p: { name: string }) => query.deleteFrom('lane').where('name', '=', p.name)),
  }
}

function rowStatements(db: Database) {
  const waiting = () =>
    query
      .selectFrom('outbox')
      .selectAll()
      .where('state', '=', sql.lit('waiting' as const))
  return {
    waiting: prepare(db, (p: { lane: string; limit: number }) =>
      waiting().where('lane', '=', p.lane).orderBy('id').limit(p.limit),
    ),
    /** All that is due in a lane without order. */
    due: prepare(db, (p: { lane: string; now: number; limit: number }) =>
      waiting()
        .where('lane', '=', p.lane)
        .where('next_at', '<=', p.now)
        .orderBy('next_at')
        .orderBy('id')
        .limit(p.limit),
    ),
    soonest: prepare(db, (p: { lane: string }) =>
      waiting().where('lane', '=', p.lane).orderBy('next_at').orderBy('id').limit(1),
    ),
    newest: prepare<Record<never, never>, { id: number | null }>(db, () =>
      query.selectFrom('outbox').select(sql<number | null>`max(id)`.as('id')),
    ),
    find: prepare(db, (p: { id: number }) => waiting().where('id', '=', p.id)),
    end: prepare(
      db,
      (p: {
        id: number
        state: 'sent' | 'skipped' | 'given_up'
        now: number
        why: string | null
        handle: string | null
        revision: number | null
        digest: string | null
      }) =>
        query
          .updateTable('outbox')
          .set({
            ...{ state: p.state, settled: p.now, handle: p.handle, revision: p.revision, digest: p.digest },
            // What it had to wait for stays to be read.
            why: sql<string | null>`coalesce(${p.why}, why)`,
          })
          .where('id', '=', p.id),
    ),
    retry: prepare(db, (p: { id: number; next_at: number; why: string; left: number }) =>
      query
        .updateTable('outbox')
        .set((eb) => ({
          ...{ next_at: p.next_at, why: p.why, attempts: eb('attempts', '+', sql.lit(1)) },
          digest: sql<string | null>`case when ${p.left} = 1 then digest end`,
        }))
        .where('id', '=', p.id),
    ),
    hold: prepare(db, (p: { id: number; next_at: number; why: string }) =>
      query.updateTable('outbox').set({ next_at: p.next_at, why: p.why, digest: null }).where('id', '=', p.id),
    ),
    bundle: prepare(db, (p: { id: number; digest: string }) =>
      query
        .updateTable('outbox')
        .set({ digest: p.digest })
        .where('id', '=', p.id)
        .where('state', '=', sql.lit('waiting' as const)),
    ),
    again: prepare(
      db,
      (p: { lane: string; number: string; key: string; place: string; now: number; wanted: number | null }) =>
        query.insertInto('outbox').values({
          lane: p.lane,
          number: p.number,
          key: p.key,
          place: p.place,
          kind: sql.lit('view' as const),
          state: sql.lit('waiting' as const),
          attempts: sql.lit(0),
          next_at: p.now,
          queued: p.now,
          wanted: p.wanted,
        }),
    ),
  }
}

function cardStatements(db: Database) {
  const at = (p: { lane: string; number: string; key: string }) =>
    query.selectFrom('card').where('number', '=', p.number).where('lane', '=', p.lane).where('key', '=', p.key)
  return {
    told: prepare(db, (p: { lane: string; number: string; key: string }) =>
      at(p).select(['handle', 'revision', 'digest', 'state']),
    ),
    card: prepare(db, (p: { lane: string; number: string; key: string }) =>
      at(p).select(['handle', 'revision', 'digest', 'state', 'model']),
    ),
    putCard: prepare(
      db,
      (p: {
        lane: string
        number: string
        key: string
        handle: string
        revision: number
        digest: string
        state: 'open' | 'done'
        model: string
      }) => {
        const drawn = { handle: p.handle, revision: p.revision, digest: p.digest, state: p.state, model: p.model }
        return query
          .insertInto('card')
          .values({ number: p.number, lane: p.lane, key: p.key, ...drawn })
          .onConflict((oc) => oc.columns(['number', 'lane', 'key']).doUpdateSet(drawn))
      },
    ),
  }
}
