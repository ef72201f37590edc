/** Statements of the outbox, the lanes and the cards that stand. */
import { sql } from 'kysely'
import { GATHERED, GATHERING, MOST_GATHERED } from '../../src/outbox-port.ts'
import { prepare, query } from './statements.ts'

const waitingRows = () =>
  query
    .selectFrom('outbox')
    .selectAll()
    .where('state', '=', sql.lit('waiting' as const))

/** Lanes nobody holds at a moment of real time. */
const free = (wall: number, latest: number) =>
  sql<boolean>`(held_until is null or held_until <= ${wall} or held_until > ${latest})`

const notYet = (now: number) => sql<boolean>`
  (name like ${sql.lit(`%${GATHERED}`)} and ready > ${now}::bigint - ${sql.lit(GATHERING)}
  and exists (select from timer where rings <= ${now}))`

export const lanes = {
  /** Takes lanes with something due that nobody holds; those another replica is just taking are passed over. */
  take: prepare((p: { now: number; wall: number; latest: number; limit: number; holder: string; until: number }) =>
    query
      .with('mine', (q) =>
        q
          .selectFrom('lane')
          .select(['name', 'held_until'])
          .where('ready', '<=', p.now)
          .where(free(p.wall, p.latest))
          .where(sql<boolean>`not ${notYet(p.now)}`)
          .orderBy('ready')
          .orderBy('name')
          .limit(p.limit)
          .forNoKeyUpdate()
          .skipLocked(),
      )
      .updateTable('lane')
      .from('mine')
      .set({ holder: p.holder, held_until: p.until })
      .whereRef('lane.name', '=', 'mine.name')
      .returning(['lane.name', 'lane.ready', sql<boolean>`mine.held_until is not null`.as('orphaned')]),
  ),
  /** When the first lane may be gone on with that is not our own: one that another replica holds, when its lease ends. */
  next: prepare((p: { wall: number; latest: number; holder: string }) =>
    query
      .selectFrom('lane')
      .select([
        sql<number | null>`min(case when ${free(p.wall, p.latest)} then ready else greatest(ready, held_until) end)`.as(
          'at',
        ),
        sql<boolean | null>`bool_or(not ${free(p.wall, p.latest)})`.as('held'),
      ])
      .where((eb) => eb.or([free(p.wall, p.latest), eb('holder', '!=', p.holder)])),
  ),
  /** A lane with something due, whoever holds it. */
  due: prepare((p: { now: number }) =>
    query
      .selectFrom('lane')
      .select('name')
      .where('ready', '<=', p.now)
      .where(sql<boolean>`not ${notYet(p.now)}`)
      .limit(1),
  ),
  /** Waits until nobody queues anything in this lane, and keeps others from it until the commit. */
  hold: prepare((p: { name: string }) =>
    query.selectFrom('lane').select('name').where('name', '=', p.name).forUpdate(),
  ),
  /** A lane goes on with its oldest waiting row. Who holds it keeps it, unless that is `holder`. */
  put: prepare(
    (p: { name: string; holder: string }) => sql`
      insert into lane (name, ready)
      select lane, next_at from outbox where lane = ${p.name} and state = 'waiting' order by id limit 1
      on conflict (name) do update set ready = excluded.ready,
        held_until = case when lane.holder = ${p.holder} then null else lane.held_until end`,
  ),
  /** The same for a lane without order: it goes on with what is due first. */
  putSoonest: prepare(
    (p: { name: string; holder: string }) => sql`
      insert into lane (name, ready)
      select lane, next_at from outbox where lane = ${p.name} and state = 'waiting' order by next_at, id limit 1
      on conflict (name) do update set ready = excluded.ready,
        held_until = case when lane.holder = ${p.holder} then null else lane.held_until end`,
  ),
  /** A lane in which nothing waits is no more. */
  drop: prepare((p: { name: string }) =>
    query
      .deleteFrom('lane')
      .where('name', '=', p.name)
      .where(sql<boolean>`not exists (select from outbox where lane = ${p.name} and state = 'waiting')`),
  ),
  /**
   * For a replica that ends or is gone: others need not wait for its leases. They run out now and are not taken back, since
   * what it still holds it may have sent.
   */
  release: prepare((p: { holder: string }) =>
    query
      .updateTable('lane')
      .set({ held_until: sql.lit(0) })
      .where('holder', '=', p.holder)
      .where('held_until', '>', sql.lit(0)),
  ),
}

export const rows = {
  /** Heads of lanes, oldest row first within each. */
  waiting: prepare(
    (p: { lanes: readonly string[]; limit: number }) => sql<import('../outbox-rows.ts').OutboxRow>`
      select head.* from unnest(${p.lanes}::text[]) as name cross join lateral (
        select * from outbox where lane = name and state = 'waiting' order by id limit ${p.limit}) as head
      order by head.id`,
  ),
  /** All that is due in lanes without order. */
  due: prepare(
    (p: { lanes: readonly string[]; now: number }) => sql<import('../outbox-rows.ts').OutboxRow>`
      select head.* from unnest(${p.lanes}::text[]) as name cross join lateral (
        select * from outbox where lane = name and state = 'waiting' and next_at <= ${p.now}
        order by next_at, id limit ${sql.lit(MOST_GATHERED)}) as head
      order by head.next_at, head.id`,
  ),
  find: prepare((p: { ids: readonly number[] }) => waitingRows().where(sql<boolean>`id = any(${p.ids}::bigint[])`)),
  end: prepare(
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
  retry: prepare((p: { id: number; next_at: number; why: string; left: number }) =>
    query
      .updateTable('outbox')
      .set((eb) => ({
        ...{ next_at: p.next_at, why: p.why, attempts: eb('attempts', '+', sql.lit(1)) },
        digest: sql<string | null>`case when ${p.left}::bigint = 1 then digest end`,
      }))
      .where('id', '=', p.id),
  ),
  hold: prepare((p: { ids: readonly number[]; next_at: number; why: string }) =>
    query
      .updateTable('outbox')
      .set({ next_at: p.next_at, why: p.why, digest: null })
      .where(sql<boolean>`id = any(${p.ids}::bigint[])`),
  ),
  bundle: prepare((p: { ids: readonly number[]; digest: string }) =>
    query
      .updateTable('outbox')
      .set({ digest: p.digest })
      .where(sql<boolean>`id = any(${p.ids}::bigint[])`)
      .where('state', '=', sql.lit('waiting' as const)),
  ),
  again: prepare(
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

export const cards = {
  /** What stands at the places of these cases, in these lanes. */
  told: prepare((p: { numbers: readonly string[]; lanes: readonly string[] }) =>
    query
      .selectFrom('card')
      .select(['number', 'lane', 'key', 'handle', 'revision', 'digest', 'state'])
      .where(sql<boolean>`number = any(${p.numbers}::text[])`)
      .where(sql<boolean>`lane = any(${p.lanes}::text[])`),
  ),
  one: prepare((p: { lane: string; number: string; key: string }) =>
    query
      .selectFrom('card')
      .select(['handle', 'revision', 'digest', 'state', 'model'])
      .where('number', '=', p.number)
      .where('lane', '=', p.lane)
      .where('key', '=', p.key),
  ),
  put: prepare(
    (p: {
      number: string
      lane: string
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
