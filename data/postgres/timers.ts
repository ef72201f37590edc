/** Timers: what is due, what comes next. A timer that two replicas find due becomes one command: its inbox key says so. */
import { prepare, query } from './statements.ts'

export const timers = {
  due: prepare((p: { now: number; limit: number }) =>
    query
      .selectFrom('timer')
      .select(['key', 'number', 'planned'])
      .where('rings', '<=', p.now)
      .orderBy('rings')
      .orderBy('key')
      .limit(p.limit),
  ),
  next: prepare((p: { now: number }) =>
    query.selectFrom('timer').select('rings').where('rings', '>', p.now).orderBy('rings').limit(1),
  ),
  // What is put off was due before: the bound keeps this to a short piece of the index.
  postpone: prepare((p: { key: string; until: number }) =>
    query.updateTable('timer').set({ rings: p.until }).where('rings', '<', p.until).where('key', '=', p.key),
  ),
}
