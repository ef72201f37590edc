/** Queues what is to be told: views are merged, notices are unique for ever. */
import { sql } from 'kysely'
import type { EffectRow, NoticeRow, ViewRow, Write } from '../../src/ports.ts'
import type { Spot } from '../../src/rules/views.ts'
import { prepare, query } from './statements.ts'
import type { Batch } from './transaction.ts'

type Queued = Pick<Write, 'state' | 'views' | 'notices' | 'effects'>

type Common = {
  lane: string
  number: string
  key: string
  place: string
  now: number
  next_at: number
}

/** A lane that something may be queued in. `key` is that of a notice, which opens no lane if it was queued before. */
interface Opening {
  readonly lane: string
  readonly number: string
  readonly key: string | null
  readonly ready: number
}

/**
 * Opens the lanes of all these writes and keeps them from being closed until the commit: a replica that has just sent the
 * last row of one waits, and then sees what is queued here. Before `enqueue`, as settling locks in this order too.
 */
export function openLanes(batch: Batch, writes: readonly Queued[], now: number): void {
  const openings = writes.flatMap((write) => openingsOf(write, now))
  for (const opening of openings.sort((a, b) => (a.lane < b.lane ? -1 : a.lane > b.lane ? 1 : 0))) {
    openLane.within(batch, { ...opening })
    holdLane.within(batch, { lane: opening.lane, number: opening.number, key: opening.key })
  }
}

function openingsOf({ state: { number }, views, notices, effects }: Queued, now: number): readonly Opening[] {
  // Many cards of one case may go one way: one opening is enough.
  const lanes = new Set(views.map((row) => row.lane))
  return [
    ...[...lanes].map((lane) => ({ lane, number, key: null, ready: now })),
    ...notices.map(({ lane, key, notBefore }) => ({ lane, number, key: key ?? '', ready: notBefore ?? now })),
    ...effects.map(({ lane, key }) => ({ lane, number, key, ready: now })),
  ]
}

/** Queues the views, notices and effects of one write. */
export function enqueue(
  batch: Batch,
  { state: { number, revision }, views, notices, effects }: Queued,
  now: number,
): void {
  for (const row of views) view.within(batch, { ...common(row, number, now), wanted: revision })
  for (const row of notices) notice.within(batch, noticeRow(row, number, now))
  for (const row of effects) notice.within(batch, effectRow(row, number, now))
}

const noticeRow = (row: NoticeRow, number: string, now: number) => ({
  ...common(row, number, now),
  next_at: row.notBefore ?? now,
  message: JSON.stringify(row.message),
  notice_kind: row.kind,
  report_to: row.reportTo ?? null,
})

function effectRow(row: EffectRow, number: string, now: number) {
  const place: Spot = { in: 'room', platform: row.lane.slice(0, row.lane.indexOf(':')), handle: '' }
  const message = JSON.stringify(row.effect)
  return { ...common({ ...row, place }, number, now), message, notice_kind: 'effect' as const, report_to: null }
}

const common = (row: Pick<ViewRow, 'lane' | 'key' | 'place'>, number: string, now: number): Common => ({
  lane: row.lane,
  number,
  key: row.key,
  place: JSON.stringify(row.place),
  now,
  next_at: now,
})

/** False for a notice that was queued before; true for a view. The case is held, so that nobody adds one meanwhile. */
const isFresh = (p: { number: string; key: string | null }) => sql<boolean>`not exists (
  select from outbox where number = ${p.number}::text and key = ${p.key}::text and kind = 'notice')`

const openLane = prepare(
  (p: { lane: string; number: string; key: string | null; ready: number }) => sql`
    insert into lane (name, ready) select ${p.lane}::text, ${p.ready}::bigint where ${isFresh(p)}
    on conflict do nothing`,
)

// A lane that was closed between the two statements stops the batch, which is then decided again.
const holdLane = prepare((p: { lane: string; number: string; key: string | null }) => {
  const held = query.selectFrom('lane').select(sql`1`.as('one')).where('name', '=', p.lane).forKeyShare()
  return sql`select redress_same((${held}), 1) where ${isFresh(p)}`
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

const view = prepare((p: Common & { wanted: number }) =>
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

const notice = prepare(
  (p: Common & { message: string; notice_kind: 'customer' | 'nag' | 'word' | 'effect'; report_to: string | null }) =>
    query
      .insertInto('outbox')
      .values({
        ...queued(p),
        kind: sql.lit('notice' as const),
        message: p.message,
        notice_kind: p.notice_kind,
        report_to: p.report_to,
      })
      .onConflict((oc) =>
        oc
          .columns(['number', 'key'])
          .where('kind', '=', sql.lit('notice' as const))
          .doNothing(),
      ),
)
