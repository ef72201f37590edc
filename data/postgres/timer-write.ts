/** Timer rows: what is no more goes, what is planned anew is put. */
import { sql } from 'kysely'
import type { Timer } from '../../src/rules/commands.ts'
import { prepare, query } from './statements.ts'
import type { Batch } from './transaction.ts'

/** Makes these all timers of a case. Throws when two timers have one key. */
export function writeTimers(batch: Batch, number: string, all: readonly Timer[]): void {
  const keys = all.map((timer) => timer.key)
  if (new Set(keys).size !== keys.length) throw new Error(`two timers of ${number} have one key`)
  drop.within(batch, { number, keys })
  for (const { key, at } of all) put.within(batch, { number, key, rings: at })
}

// An unchanged plan leaves a postponement standing.
const put = prepare((p: { number: string; key: string; rings: number }) =>
  query
    .insertInto('timer')
    .values({ number: p.number, key: p.key, planned: p.rings, rings: p.rings })
    .onConflict((oc) =>
      oc
        .columns(['number', 'key'])
        .doUpdateSet({ planned: sql.ref('excluded.planned'), rings: sql.ref('excluded.rings') })
        .whereRef('timer.planned', '!=', sql.ref('excluded.planned')),
    ),
)

const drop = prepare((p: { number: string; keys: readonly string[] }) =>
  query.deleteFrom('timer').where('number', '=', p.number).where(sql<boolean>`key <> all(${p.keys}::text[])`),
)
