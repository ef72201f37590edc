/** The daily seals, and what they are compared with. */
import { type ExpressionBuilder, sql } from 'kysely'
import type { Pool } from 'pg'
import type { Leaf, Seal, Seals } from '../../src/ports.ts'
import { chainOf, headOf } from '../seal-rows.ts'
import type { Tables } from '../tables.ts'
import { prepare, query } from './statements.ts'
import type { Transactions } from './transaction.ts'

/** What a statement takes: a type that may have any name in it. */
type Values<T> = { [K in keyof T]: T[K] }

const LEAF = ['number', 'revision', 'seal', 'place', 'head', 'mac'] as const

/** Leaves that are written with one statement. */
const CHUNK = 2_000

/** Reads on free connections of the pool. */
export function postgresSeals(pool: Pool, tx: Pick<Transactions, 'snapshot' | 'long'>): Seals {
  return {
    newest: () => seals.newest.get(pool, {}),
    list: (after, limit) => seals.list.all(pool, { after, limit }),
    leaves: (seal, after, limit) => seals.leaves.all(pool, { seal, after, limit }),
    heads: async (after, limit) => (await seals.heads.all(pool, { after: after ?? '', limit })).map(headOf),
    lost: () => seals.lost.all(pool, {}),
    strays: async (limit) => (await cases.strays.all(pool, { limit })).map((row) => row.number),
    // Everything of one moment: a change in between would look like a broken chain.
    chains: (numbers) =>
      tx.snapshot(async (client) => {
        const tips = await cases.tips.all(client, { numbers })
        const links = await cases.links.all(client, { numbers })
        const leaves = await seals.leavesOf.all(client, { numbers })
        const linksOf = Map.groupBy(links, (row) => row.number)
        const leavesOf = Map.groupBy(leaves, (row) => row.number)
        return numbers.map((number) =>
          chainOf(
            number,
            tips.find((row) => row.number === number),
            linksOf.get(number) ?? [],
            leavesOf.get(number) ?? [],
          ),
        )
      }),
    keep: (seal, leaves) =>
      tx.long(async (client) => {
        // Another replica that keeps this one waits here, and then finds it kept.
        if ((await seals.add.run(client, { ...seal })) === 0) return false
        for (let from = 0; from < leaves.length; from += CHUNK) {
          await seals.addLeaves.run(client, columns(leaves.slice(from, from + CHUNK)))
        }
        return true
      }),
  }
}

const columns = (leaves: readonly Leaf[]) => ({
  numbers: leaves.map((leaf) => leaf.number),
  revisions: leaves.map((leaf) => leaf.revision),
  seals: leaves.map((leaf) => leaf.seal),
  places: leaves.map((leaf) => leaf.place),
  heads: leaves.map((leaf) => leaf.head),
  macs: leaves.map((leaf) => leaf.mac),
})

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

const seals = {
  newest: prepare<Record<never, never>, Seal>(() => query.selectFrom('seal').selectAll().orderBy('n', 'desc').limit(1)),
  list: prepare((p: { after: number; limit: number }) =>
    query.selectFrom('seal').selectAll().where('n', '>', p.after).orderBy('n').limit(p.limit),
  ),
  leaves: prepare((p: { seal: number; after: number; limit: number }) =>
    query
      .selectFrom('seal_leaf')
      .select(LEAF)
      .where('seal', '=', p.seal)
      .where('place', '>', p.after)
      .orderBy('place')
      .limit(p.limit),
  ),
  leavesOf: prepare((p: { numbers: readonly string[] }) =>
    query
      .selectFrom('seal_leaf')
      .select(LEAF)
      .where(sql<boolean>`number = any(${p.numbers}::text[])`)
      .orderBy('revision'),
  ),
  heads: prepare((p: { after: string; limit: number }) =>
    query
      .selectFrom('cases')
      .leftJoin('seal_leaf as leaf', (join) => join.onRef('leaf.number', '=', 'cases.number').on(isNewest))
      .select(['cases.number', 'cases.revision', 'cases.head', 'leaf.seal', 'leaf.place'])
      .select(['leaf.revision as sealed_revision', 'leaf.head as sealed_head'])
      .where('cases.number', '>', p.after)
      .orderBy('cases.number')
      .limit(p.limit),
  ),
  lost: prepare<Record<never, never>, Leaf>(() =>
    query
      .selectFrom('seal_leaf as leaf')
      .leftJoin('cases', 'cases.number', 'leaf.number')
      .select(LEAF.map((column) => `leaf.${column}` as const))
      .where('cases.number', 'is', null)
      .where(isNewest),
  ),
  add: prepare((p: Values<Seal>) =>
    query
      .insertInto('seal')
      .values({
        ...{ n: p.n, day: p.day, made: p.made, cases: p.cases },
        ...{ root: p.root, previous: p.previous, mark: p.mark, mac: p.mac },
      })
      .onConflict((oc) => oc.doNothing()),
  ),
  addLeaves: prepare(
    (p: ReturnType<typeof columns>) => sql`
      insert into seal_leaf (number, revision, seal, place, head, mac)
      select * from unnest(${p.numbers}::text[], ${p.revisions}::bigint[], ${p.seals}::bigint[],
        ${p.places}::bigint[], ${p.heads}::text[], ${p.macs}::text[])`,
  ),
}

const cases = {
  tips: prepare((p: { numbers: readonly string[] }) =>
    query
      .selectFrom('cases')
      .select(['number', 'revision', 'head', 'state'])
      .where(sql<boolean>`number = any(${p.numbers}::text[])`),
  ),
  links: prepare((p: { numbers: readonly string[] }) =>
    query
      .selectFrom('fact')
      .select(['number', 'seq', 'happened', 'body', 'hash'])
      .where(sql<boolean>`number = any(${p.numbers}::text[])`)
      .orderBy('seq'),
  ),
  strays: prepare((p: { limit: number }) =>
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
