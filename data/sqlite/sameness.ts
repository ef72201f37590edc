/** Sameness: which cases are about the same, by key and moment. */
import type { Database } from 'better-sqlite3'
import type { SamenessRow } from '../../src/ports.ts'
import { type FindSame, MOST_COUNTED, MOST_SAME, newestSame, type TallySame } from '../../src/rules/sameness.ts'
import { prepare, query } from './statements.ts'

export interface Sameness {
  readonly find: FindSame
  readonly tally: TallySame
  /** Makes these all the rows of a case. */
  replace(number: string, rows: readonly SamenessRow[], isNew: boolean): void
}

/** Prepares the statements once. */
export function samenessTable(db: Database): Sameness {
  const under = prepare(db, (p: { key: string; since: number }) =>
    query
      .selectFrom('sameness')
      .select(['key', 'number', 'happened'])
      .where('key', '=', p.key)
      .where('happened', '>', p.since)
      .orderBy('happened', 'desc')
      .orderBy('number', 'desc')
      .limit(MOST_SAME),
  )
  const within = prepare(db, (p: { key: string; from: number; to: number }) =>
    query
      .selectFrom((one) =>
        one
          .selectFrom('sameness')
          .select('number')
          .where('key', '=', p.key)
          .where('happened', '>', p.from)
          .where('happened', '<=', p.to)
          .limit(MOST_COUNTED)
          .as('counted'),
      )
      .select((eb) => eb.fn.countAll<number>().as('cases')),
  )
  const drop = prepare(db, (p: { number: string }) => query.deleteFrom('sameness').where('number', '=', p.number))
  const add = prepare(db, (p: { key: string; happened: number; number: string }) =>
    query.insertInto('sameness').values({ key: p.key, happened: p.happened, number: p.number }),
  )
  return {
    find: (keys, since) => newestSame(keys.flatMap((key) => under.all({ key, since }))),
    tally: (key, windows) => windows.map(({ from, to }) => within.get({ key, from, to })?.cases ?? 0),
    replace(number, rows, isNew) {
      if (!isNew) drop.run({ number })
      for (const { key, happened } of rows) add.run({ key, happened, number })
    },
  }
}
