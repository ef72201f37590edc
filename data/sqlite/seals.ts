/** The daily seals, and what they are compared with. */
import type { Database } from 'better-sqlite3'
import type { ExpressionBuilder } from 'kysely'
import type { Leaf, Seal, Seals } from '../../src/ports.ts'
import { chainOf, headOf } from '../seal-rows.ts'
import type { Tables } from '../tables.ts'
import type { CommitQueue } from './commit-queue.ts'
import { prepare, query } from './statements.ts'

/** What a statement takes: a type that may have any name in it. */
type Values<T> = { [K in keyof T]: T[K] }

const LEAF = ['number', 'revision', 'seal', 'place', 'head', 'mac'] as const

/** Prepares the statements once. */
export function sqliteSeals(db: Database, queue: Pick<CommitQueue, 'run'>): Seals {
  const seals = sealStatements(db)
  const cases = caseStatements(db)
  /** Several reads of one moment, also beside a server that writes. */
  const together = <T>(read: () => T): T => db.transaction(read).deferred()
  return {
    newest: async () => seals.newest.get({}),
    list: async (after, limit) => seals.list.all({ after, limit }),
    leaves: async (seal, after, limit) => seals.leaves.all({ seal, after, limit }),
    heads: async (after, limit) => seals.heads.all({ after: after ?? '', limit }).map(headOf),
    lost: async () => seals.lost.all({}),
    strays: async (limit) => cases.strays.all({ limit }).map((row) => row.number),
    chains: async (numbers) =>
      together(() =>
        numbers.map((number) =>
          chainOf(number, cases.tip.get({ number }), cases.links.all({ number }), seals.leavesOf.all({ number })),
        ),
      ),
    keep: (seal, leaves) =>
      queue.run(() => {
        // Inside one transaction: nobody comes between.
        const last = seals.newest.get({})
        if ((last?.n ?? 0) + 1 !== seal.n || (last !== undefined && last.day >= seal.day)) return false
        seals.add.run({ ...seal })
        for (const leaf of leaves) seals.addLeaf.run({ ...leaf })
        return true
      }),
  }
}

/** The newest leaf of a case. */
const isNewest = (eb: ExpressionBuilder<Tables & { leaf: Tables['seal_leaf'] }, 'leaf'>) =>
  eb(
    'leaf.revision',
    '=',
    eb
      .selectFrom('seal_leaf as other')
      .select((o) => o.fn.max('other.revision').as('revision'))
      .whereRef('other.number', '=', 'leaf.number'),
  )

function sealStatements(db: Database) {
  return {
    newest: prepare<Record<never, never>, Seal>(db, () =>
      query.selectFrom('seal').selectAll().orderBy('n', 'desc').limit(1),
    ),
    list: prepare(db, (p: { after: number; limit: number }) =>
      query.selectFrom('seal').selectAll().where('n', '>', p.after).orderBy('n').limit(p.limit),
    ),
    leaves: prepare(db, (p: { seal: number; after: number; limit: number }) =>
      query
        .selectFrom('seal_leaf')
        .select(LEAF)
        .where('seal', '=', p.seal)
        .where('place', '>', p.after)
        .orderBy('place')
        .limit(p.limit),
    ),
    leavesOf: prepare(db, (p: { number: string }) =>
      query.selectFrom('seal_leaf').select(LEAF).where('number', '=', p.number).orderBy('revision'),
    ),
    heads: prepare(db, (p: { after: string; limit: number }) =>
      query
        .selectFrom('cases')
        .leftJoin('seal_leaf as leaf', (join) => join.onRef('leaf.number', '=', 'cases.number').on(isNewest))
        .select(['cases.number', 'cases.revision', 'cases.head', 'leaf.seal', 'leaf.place'])
        .select(['leaf.revision as sealed_revision', 'leaf.head as sealed_head'])
        .where('cases.number', '>', p.after)
        .orderBy('cases.number')
        .limit(p.limit),
    ),
    lost: prepare<Record<never, never>, Leaf>(db, () =>
      query
        .selectFrom('seal_leaf as leaf')
        .leftJoin('cases', 'cases.number', 'leaf.number')
        .select(LEAF.map((column) => `leaf.${column}` as const))
        .where('cases.number', 'is', null)
        .where(isNewest),
    ),
    add: prepare(db, (p: Values<Seal>) =>
      query.insertInto('seal').values({
        ...{ n: p.n, day: p.day, made: p.made, cases: p.cases },
        ...{ root: p.root, previous: p.previous, mark: p.mark, mac: p.mac },
      }),
    ),
    addLeaf: prepare(db, (p: Values<Leaf>) =>
      query.insertInto('seal_leaf').values({
        ...{ number: p.number, revision: p.revision, seal: p.seal, place: p.place, head: p.head, mac: p.mac },
      }),
    ),
  }
}

function caseStatements(db: Database) {
  return {
    tip: prepare(db, (p: { number: string }) =>
      query.selectFrom('cases').select(['number', 'revision', 'head', 'state']).where('number', '=', p.number),
    ),
    links: prepare(db, (p: { number: string }) =>
      query
        .selectFrom('fact')
        .select(['number', 'seq', 'happened', 'body', 'hash'])
        .where('number', '=', p.number)
        .orderBy('seq'),
    ),
    strays: prepare(db, (p: { limit: number }) =>
      query
        .selectFrom('fact')
        .select('number')
        .distinct()
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('cases').select('cases.number').whereRef('cases.number', '=', 'fact.number'))),
        )
        .limit(p.limit),
    ),
  }
}
