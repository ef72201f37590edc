/** Lists of cases, newest first, and who has what to do. */
import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { CaseFilter, CaseRow, Page } from '../../src/ports.ts'
import type { Refusal } from '../../src/rules/nouns.ts'
import type { Task } from '../../src/rules/views.ts'
import { COLUMNS, type Listed, rowOf } from '../case-columns.ts'
import { askedFor, pageOf, type Wanted } from '../case-pages.ts'
import { BARE, bareOf } from '../unwatched-cases.ts'
import { prepare, query, type Statement } from './statements.ts'

export interface CaseLists {
  list(filter: CaseFilter): Promise<Page<CaseRow> | Refusal>
  tasksOf(person: string): Promise<readonly { readonly task: Task; readonly row: CaseRow }[]>
  waiting(now: number): Promise<Readonly<Record<string, { readonly open: number; readonly late: number }>>>
  openCases(after: string | undefined, limit: number): Promise<readonly string[]>
  unwatched(
    after: string | undefined,
    limit: number,
  ): Promise<{ readonly numbers: readonly string[]; readonly next?: string }>
}

/** Compiles lists once per combination of filters. */
export function caseLists(pool: Pool): CaseLists {
  const shapes = new Map<string, Statement<Wanted, Listed>>()

  function statementFor(used: ReadonlySet<keyof CaseFilter>): Statement<Wanted, Listed> {
    const shape = [...used].sort().join()
    const statement = shapes.get(shape) ?? prepare((p: Wanted) => listQuery(used, p))
    shapes.set(shape, statement)
    return statement
  }

  return {
    async list(filter) {
      const asked = askedFor(filter)
      if (asked === undefined) return { refused: 'bad_request', field: 'after' }
      return pageOf(await statementFor(asked.used).all(pool, asked.wanted), asked)
    },
    tasksOf: async (person) => {
      const found = await tasks.of.all(pool, { person })
      return found.map((one) => ({ task: JSON.parse(one.body) as Task, row: rowOf(one) }))
    },
    async waiting(now) {
      const rows = await tasks.load.all(pool, { now })
      return Object.fromEntries(rows.map(({ person, open, late }) => [person, { open, late }]))
    },
    unwatched: async (after, limit) => bareOf(await watched.all(pool, { after: after ?? '', limit }), limit),
    openCases: async (after, limit) => (await open.all(pool, { after: after ?? '', limit })).map((row) => row.number),
  }
}

// Letters of all languages count as the same, large or small; SQLite knows only those of English.
function listQuery(used: ReadonlySet<keyof CaseFilter>, p: Wanted) {
  const like = (column: string) => sql<boolean>`${sql.ref(column)} ilike ${p.pattern} escape '\\'`
  return query
    .selectFrom('cases')
    .select(COLUMNS)
    .$if(used.has('open'), (q) => q.where('is_open', '=', p.is_open))
    .$if(used.has('filer'), (q) => q.where('filer', '=', p.filer))
    .$if(used.has('stage'), (q) => q.where('stage', '=', p.stage))
    .$if(used.has('grade'), (q) => q.where('grade', '=', p.grade))
    .$if(used.has('person'), (q) =>
      q.where('cases.number', 'in', (eb) =>
        eb.selectFrom('task_person').select('number').where('person', '=', p.person),
      ),
    )
    .$if(used.has('text'), (q) => q.where((eb) => eb.or(['cases.number', 'customer', 'product', 'excerpt'].map(like))))
    .$if(used.has('after'), (q) => q.where(sql<boolean>`(filed, cases.number) < (${p.filed}, ${p.number})`))
    .orderBy('filed', 'desc')
    .orderBy('cases.number', 'desc')
    .limit(p.limit)
}

type Stretch = { readonly after: string; readonly limit: number }

const openPage = (p: Stretch) =>
  query
    .selectFrom('cases')
    .select('number')
    .where('is_open', '=', sql.lit(1))
    .where('number', '>', p.after)
    .orderBy('number')
    .limit(p.limit)

const open = prepare((p: Stretch) => openPage(p))
const watched = prepare((p: Stretch) => openPage(p).select(BARE.as('bare')))

const tasks = {
  of: prepare((p: { person: string }) =>
    query
      .selectFrom('task_person as who')
      .innerJoin('task', (on) => on.onRef('task.number', '=', 'who.number').onRef('task.id', '=', 'who.id'))
      .innerJoin('cases', 'cases.number', 'who.number')
      .select(['task.body', ...COLUMNS])
      .where('who.person', '=', p.person)
      .orderBy(sql`who.due is null`)
      .orderBy('who.due')
      .orderBy('who.since')
      .orderBy('who.number')
      .orderBy('who.id'),
  ),
  load: prepare((p: { now: number }) =>
    query
      .selectFrom('task_person')
      .select((eb) => [
        'person',
        eb.fn.countAll<number>().as('open'),
        sql<number>`sum(case when due < ${p.now} then 1 else 0 end)`.as('late'),
      ])
      .groupBy('person'),
  ),
}
