/** Queues what is to be told: views are merged, notices are unique for ever. */
import { GATHERED, LATER } from '../../src/outbox-port.ts'
import type { EffectRow, NoticeRow, ViewRow, Write } from '../../src/ports.ts'
import type { Spot } from '../../src/rules/views.ts'
import type { OutboxTable } from '../tables.ts'

type Queued = Pick<Write, 'state' | 'views' | 'notices' | 'effects'>
/** `id` is only its place in the batch. */
type Row = Pick<OutboxTable, 'lane' | 'number' | 'key' | 'place' | 'kind' | 'next_at' | 'wanted'> &
  Pick<OutboxTable, 'message' | 'notice_kind' | 'report_to' | 'why'>

/** The rows that these writes queue, in their order; of two for one card the first, wanted by the last. */
export function outboxRows(writes: readonly Queued[], now: number): readonly (Row & { readonly id: number })[] {
  const rows = new Map<string, Row>()
  for (const row of writes.flatMap((write) => rowsOf(write, now))) {
    const name = JSON.stringify(row.kind === 'view' ? [row.lane, row.number, row.key] : [row.number, row.key])
    const first = rows.get(name)
    if (first === undefined) rows.set(name, row)
    else if (row.kind === 'view') rows.set(name, { ...first, wanted: row.wanted })
  }
  return [...rows.values()].map((row, id) => ({ ...row, id }))
}

function rowsOf({ state: { number, revision }, views, notices, effects }: Queued, now: number): readonly Row[] {
  return [
    ...views.map((row) => ({
      ...common(row, number),
      ...NO_WORDS,
      kind: 'view' as const,
      next_at: now,
      wanted: revision,
    })),
    ...notices.map((row) => noticeRow(row, number, now)),
    ...effects.map((row) => effectRow(row, number, now)),
  ]
}

const NO_WORDS = { message: null, notice_kind: null, report_to: null, why: null }

const noticeRow = (row: NoticeRow, number: string, now: number): Row => ({
  ...common(row, number),
  kind: 'notice',
  next_at: row.notBefore ?? now,
  wanted: null,
  message: JSON.stringify(row.message),
  notice_kind: row.kind,
  report_to: row.reportTo ?? null,
  why: row.waits ?? null,
})

function effectRow(row: EffectRow, number: string, now: number): Row {
  const place: Spot = { in: 'room', platform: row.lane.slice(0, row.lane.indexOf(':')), handle: '' }
  const message = JSON.stringify(row.effect)
  const queued = {
    kind: 'notice',
    next_at: now,
    wanted: null,
    notice_kind: 'effect',
    report_to: null,
    why: null,
  } as const
  return { ...common({ ...row, place }, number), ...queued, message }
}

const common = (row: Pick<ViewRow, 'lane' | 'key' | 'place'>, number: string) => ({
  lane: row.lane,
  number,
  key: row.key,
  place: JSON.stringify(row.place),
})

/** Is there no order in this lane? */
const anyOrder = (lane: string): string => `(${lane} LIKE '%${GATHERED}' OR ${lane} LIKE '%${LATER}')`

/**
 * Opens the lanes of all these rows and keeps them from being closed until the commit: a replica that has just sent the
 * last row of one waits, and then sees what is queued here. Before `enqueue`, as settling locks in this order too. A
 * notice that was queued before opens no lane; its case is held, so that nobody adds it meanwhile. A lane that is closed
 * just then stops the batch, which is decided again.
 */
export const openLanes = `
  FOR one IN SELECT DISTINCT ON (lane) lane, next_at
      FROM jsonb_populate_recordset(NULL::outbox, plan -> 'outbox') AS queued
      WHERE kind = 'view' OR NOT EXISTS (SELECT FROM outbox AS old
        WHERE old.number = queued.number AND old.key = queued.key AND old.kind = 'notice')
      ORDER BY lane, CASE WHEN ${anyOrder('lane')} THEN next_at END, id LOOP
    IF ${anyOrder('one.lane')} THEN
      UPDATE lane SET ready = one.next_at WHERE name = one.lane AND ready > one.next_at;
    END IF;
    PERFORM FROM lane WHERE name = one.lane FOR KEY SHARE;
    CONTINUE WHEN FOUND;
    INSERT INTO lane (name, ready) VALUES (one.lane, one.next_at) ON CONFLICT DO NOTHING;
    CONTINUE WHEN FOUND;
    PERFORM FROM lane WHERE name = one.lane FOR KEY SHARE;
    IF NOT FOUND THEN STALE
    END IF;
  END LOOP;`

/** Queues them in their order. A card that waits already is wanted anew. */
export const enqueue = `
  FOR told IN SELECT * FROM jsonb_populate_recordset(NULL::outbox, plan -> 'outbox') LOOP
    IF told.kind = 'view' THEN
      UPDATE outbox SET wanted = told.wanted WHERE lane = told.lane AND number = told.number AND key = told.key
        AND kind = 'view' AND state = 'waiting';
      CONTINUE WHEN FOUND;
    END IF;
    INSERT INTO outbox (lane, number, key, place, kind, state, attempts, next_at, queued, wanted, message, notice_kind,
      report_to, why)
    VALUES (told.lane, told.number, told.key, told.place, told.kind, 'waiting', 0, told.next_at, at,
      told.wanted, told.message, told.notice_kind, told.report_to, told.why)
    ON CONFLICT DO NOTHING;
  END LOOP;`
