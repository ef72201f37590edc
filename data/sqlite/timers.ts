/** Timers: what is due, what comes next. */
import type { Database } from 'better-sqlite3'
import type { Timer } from '../../src/rules/commands.ts'
import { prepare, query } from './statements.ts'

export interface Timers {
  due(now: number, limit: number): readonly Timer[]
  next(now: number): number | undefined
  postpone(key: string, until: number): void
}

/** Prepares the statements once. */
export function timers(db: Database): Timers {
  const due = prepare(db, (p: { now: number; limit: number }) =>
    query
      .selectFrom('timer')
      .select(['key', 'number', 'planned'])
      .where('rings', '<=', p.now)
      .orderBy('rings')
      .orderBy('key')
      .limit(p.limit),
  )
  const next = prepare(db, (p: { now: number }) =>
    query.selectFrom('timer').select('rings').where('rings', '>', p.now).orderBy('rings').limit(1),
  )
  // What is put off was due before: the bound keeps this to a short piece of the index.
  const postpone = prepare(db, (p: { key: string; until: number }) =>
    query.updateTable('timer').set({ rings: p.until }).where('rings', '<', p.until).where('key', '=', p.key),
  )
  return {
    due: (now, limit) => due.all({ now, limit }).map(({ key, number, planned }) => ({ key, number, at: planned })),
    next: (now) => next.get({ now })?.rings,
    postpone: (key, until) => void postpone.run({ key, until }),
  }
}
