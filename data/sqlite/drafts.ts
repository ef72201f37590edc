/** Half-filled forms on SQLite. */
import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import type { Drafts } from '../../src/ports.ts'
import type { CommitQueue } from './commit-queue.ts'
import { prepare, query } from './statements.ts'

/** Writes of one tick share a transaction through `queue`. */
export function sqliteDrafts(db: Database, queue: CommitQueue): Drafts {
  const s = draftStatements(db)
  return {
    async get(holder, slot, now) {
      const row = s.get.get({ holder, slot })
      if (row === undefined || row.expires <= now) return undefined
      return { holder, slot, turn: row.turn, changed: row.changed, body: JSON.parse(row.body) }
    },
    keep: ({ holder, slot, body, expires }, after, now) =>
      queue.run(() => {
        const stood = s.get.get({ holder, slot })
        const turn = stood === undefined || stood.expires <= now ? 0 : stood.turn
        if (turn !== after) return false
        s.keep.run({ holder, slot, turn: turn + 1, changed: now, expires, body: JSON.stringify(body) ?? 'null' })
        return true
      }),
    drop: (holder, slot) => queue.run(() => void s.drop.run({ holder, slot })),
    forget: (now) => queue.run(() => s.forget.run({ now }).changes),
  }
}

interface Row {
  readonly [column: string]: string | number
  readonly holder: string
  readonly slot: string
  readonly turn: number
  readonly changed: number
  readonly expires: number
  readonly body: string
}

function draftStatements(db: Database) {
  return {
    get: prepare(db, (p: { holder: string; slot: string }) =>
      query
        .selectFrom('draft')
        .select(['turn', 'changed', 'expires', 'body'])
        .where('holder', '=', p.holder)
        .where('slot', '=', p.slot),
    ),
    keep: prepare(db, (p: Row) =>
      query
        .insertInto('draft')
        .values({
          holder: p.holder,
          slot: p.slot,
          turn: p.turn,
          changed: p.changed,
          expires: p.expires,
          body: p.body,
        })
        .onConflict((oc) =>
          oc.columns(['holder', 'slot']).doUpdateSet({
            turn: sql.ref('excluded.turn'),
            changed: sql.ref('excluded.changed'),
            expires: sql.ref('excluded.expires'),
            body: sql.ref('excluded.body'),
          }),
        ),
    ),
    drop: prepare(db, (p: { holder: string; slot: string }) =>
      query.deleteFrom('draft').where('holder', '=', p.holder).where('slot', '=', p.slot),
    ),
    forget: prepare(db, (p: { now: number }) => query.deleteFrom('draft').where('expires', '<=', p.now)),
  }
}
