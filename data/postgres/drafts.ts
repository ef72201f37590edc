/** Half-filled forms on PostgreSQL. */
import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { Drafts } from '../../src/ports.ts'
import { inTurn } from './in-turn.ts'
import { prepare, query } from './statements.ts'

/** Whoever of several replicas is first takes the turn. */
export function postgresDrafts(pool: Pool): Drafts {
  const turn = inTurn()
  return {
    async get(holder, slot, now) {
      const row = await s.get.get(pool, { holder, slot })
      if (row === undefined || row.expires <= now) return undefined
      return { holder, slot, turn: row.turn, changed: row.changed, body: JSON.parse(row.body) }
    },
    keep: ({ holder, slot, body, expires }, after, now) =>
      turn(async () => {
        const text = JSON.stringify(body) ?? 'null'
        return (await s.keep.run(pool, { holder, slot, after, now, expires, body: text })) > 0
      }),
    drop: (holder, slot) => turn(async () => void (await s.drop.run(pool, { holder, slot }))),
    forget: (now) => turn(() => s.forget.run(pool, { now })),
  }
}

interface Row {
  readonly [column: string]: string | number
  readonly holder: string
  readonly slot: string
  readonly after: number
  readonly now: number
  readonly expires: number
  readonly body: string
}

const s = {
  get: prepare((p: { holder: string; slot: string }) =>
    query
      .selectFrom('draft')
      .select(['turn', 'changed', 'expires', 'body'])
      .where('holder', '=', p.holder)
      .where('slot', '=', p.slot),
  ),
  // One statement: looking first and writing then would let two replicas take the same turn.
  keep: prepare(
    (p: Row) => sql`
      insert into draft (holder, slot, turn, changed, expires, body)
      select ${p.holder}::text, ${p.slot}::text, ${p.after}::bigint + 1, ${p.now}::bigint, ${p.expires}::bigint,
        ${p.body}::text
      where ${p.after}::bigint = 0
        or exists (select from draft where holder = ${p.holder}::text and slot = ${p.slot}::text)
      on conflict (holder, slot) do update
      set turn = excluded.turn, changed = excluded.changed, expires = excluded.expires, body = excluded.body
      where case when draft.expires <= ${p.now}::bigint then 0 else draft.turn end = ${p.after}::bigint`,
  ),
  drop: prepare((p: { holder: string; slot: string }) =>
    query.deleteFrom('draft').where('holder', '=', p.holder).where('slot', '=', p.slot),
  ),
  forget: prepare((p: { now: number }) => query.deleteFrom('draft').where('expires', '<=', p.now)),
}
