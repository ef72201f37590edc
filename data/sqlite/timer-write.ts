/** Timer rows, as the difference to what is stored. */
import type { Database } from 'better-sqlite3'
import type { Timer } from '../../src/rules/commands.ts'
import { prepare, query } from './statements.ts'

/** Writes all timers of a case over those stored before (planned moments by key), and gives them as stored. */
export type TimerWriter = (
  number: string,
  before: ReadonlyMap<string, number>,
  all: readonly Timer[],
) => ReadonlyMap<string, number>

/** Prepares the statements once. The writer throws when two timers have one key. */
export function timerWriter(db: Database): TimerWriter {
  type Row = { number: string; key: string; rings: number }
  const add = prepare(db, (p: Row) =>
    query.insertInto('timer').values({ number: p.number, key: p.key, planned: p.rings, rings: p.rings }),
  )
  const move = prepare(db, (p: Row) =>
    query
      .updateTable('timer')
      .set({ planned: p.rings, rings: p.rings })
      .where('number', '=', p.number)
      .where('key', '=', p.key),
  )
  const drop = prepare(db, (p: { number: string; key: string }) =>
    query.deleteFrom('timer').where('number', '=', p.number).where('key', '=', p.key),
  )

  return (number, before, all) => {
    const after = new Map(all.map((timer) => [timer.key, timer.at]))
    if (after.size !== all.length) throw new Error(`two timers of ${number} have one key`)
    for (const key of before.keys()) {
      if (!after.has(key)) drop.run({ number, key })
    }
    for (const [key, rings] of after) {
      const planned = before.get(key)
      if (planned === undefined) add.run({ number, key, rings })
      // An unchanged plan leaves a postponement standing.
      else if (planned !== rings) move.run({ number, key, rings })
    }
    return after
  }
}
