/** Statements of the outbox, the lanes and the cards that stand. */
import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import { prepare, query } from './statements.ts'

export type OutboxStatements = ReturnType<typeof outboxStatements>

/** Prepared once per connection. */
export const outboxStatements = (db: Database) => ({
  ...laneStatements(db),
  ...rowStatements(db),
  ...cardStatements(db),
})

function laneStatements(db: Database) {
  return {
    readyLanes: prepare(db, (p: { now: number; limit: number }) =>
      query
        .selectFrom('lane')
        .select('name')
        .where('ready', '<=', p.now)
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
            ...{ state: p.state, settled: p.now, why: p.why, handle: p.handle },
            ...{ revision: p.revision, digest: p.digest },
          })
          .where('id', '=', p.id),
    ),
    retry: prepare(db, (p: { id: number; next_at: number; why: string }) =>
      query
        .updateTable('outbox')
        .set((eb) => ({ next_at: p.next_at, why: p.why, attempts: eb('attempts', '+', sql.lit(1)) }))
        .where('id', '=', p.id),
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
