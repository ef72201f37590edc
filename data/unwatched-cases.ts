/** Open cases that nothing may be watching, page by page: the same question on both databases. */
import { sql } from 'kysely'

/**
 * 1 for a case without a task, or with one that asks nobody or is never due; looked up by the task's own key. Timers say
 * nothing: the whole case may have a clock where one of its places has none.
 */
export const BARE = sql<number>`CASE WHEN NOT EXISTS (SELECT 1 FROM task WHERE task.number = cases.number)
  OR EXISTS (SELECT 1 FROM task WHERE task.number = cases.number
    AND (task.body LIKE '%"people":[]%' OR task.body NOT LIKE '%"due":%'))
  THEN 1 ELSE 0 END`

/** Those of a page that lack it, and where the next page begins. */
export function bareOf(
  rows: readonly { readonly number: string; readonly bare: number }[],
  limit: number,
): { readonly numbers: readonly string[]; readonly next?: string } {
  const numbers = rows.filter(({ bare }) => Number(bare) === 1).map(({ number }) => number)
  const last = rows.at(-1)
  return rows.length < limit || !last ? { numbers } : { numbers, next: last.number }
}
