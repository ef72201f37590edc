/** Lists of cases, newest first, and who has what to do. */
import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import type { CaseFilter, CaseRow, Page } from '../../src/ports.ts'
import type { Refusal } from '../../src/rules/nouns.ts'
import type { Task } from '../../src/rules/views.ts'
import { COLUMNS, type Listed, rowOf } from '../case-columns.ts'
import { askedFor, pageOf, type Wanted } from '../case-pages.ts'
import { BARE, bareOf } from '../unwatched-cases.ts'
import { prepare, query, type Statement } from './statements.ts'

type Stretch = { readonly after: string; readonly limit: number }

const openPage = (p: Stretch) =>
  query
    .selectFrom('cases')
    .select('number')
    .where('is_open', '=', sql.lit(1))
    .where('number', '>', p.after)
    .orderBy('number')
    .limit(p.limit)

/** Who waits for what, and from when until when that is so if no task changes. */
interface Counted {
  readonly from: number
  readonly until: number
  readonly waiting: Readonly<Record<string, { readonly open: number; readonly late: number }>>
}

export interface CaseLists {
  list(filter: CaseFilter): Page<CaseRow> | Refusal
  tasksOf(person: string): readonly { readonly task: Task; readonly row: CaseRow }[]
  waiting(now: number): Readonly<Record<string, { readonly open: number; readonly late: number }>>
  openCases(after: string | undefined, limit: number): readonly string[]
  unwatched(after: string | undefined, limit: number): { readonly numbers: readonly string[]; readonly next?: string }
  /** To be called when tasks may have changed: who waits for what is counted again. */
  changed(): void
}

/** Prepares the statements once; lists once per combination of filters. */
export function caseLists(db: Database): CaseLists {
  const shapes = new Map<string, Statement<Wanted, Listed>>()
  const tasks = taskStatements(db)
  const open = prepare(db, (p: Stretch) => openPage(p))
  const watched = prepare(db, (p: Stretch) => openPage(p).select(BARE.as('bare')))

  // Everybody who looks at the playground asks, and it is a look at every open task.
  let counted: Counted | undefined

  function count(now: number): Counted {
    const rows = tasks.load.all({ now })
    return {
      from: now,
      until: Math.min(...rows.map(({ next }) => next ?? Number.POSITIVE_INFINITY)),
      waiting: Object.fromEntries(rows.map(({ person, open, late }) => [person, { open, late }])),
    }
  }

  function statementFor(used: ReadonlySet<keyof CaseFilter>): Statement<Wanted, Listed> {
    const shape = [...used].sort().join()
    const statement = shapes.get(shape) ?? prepare(db, (p: Wanted) => listQuery(used, p))
    shapes.set(shape, statement)
    return statement
  }

  return {
    list(filter) {
      const asked = askedFor(filter)
      if (asked === undefined) return { refused: 'bad_request', field: 'after' }
      return pageOf(statementFor(asked.used).all(asked.wanted), asked)
    },
    tasksOf: (person) =>
      tasks.of.all({ person }).map((found) => ({ task: JSON.parse(found.body) as Task, row: rowOf(found) })),
    waiting(now) {
      if (counted === undefined || now < counted.from || now > counted.until) counted = count(now)
      return counted.waiting
    },
    changed() {
      counted = undefined
    },
    unwatched: (after, limit) => bareOf(watched.all({ after: after ?? '', limit }), limit),
    openCases: (after, limit) => open.all({ after: after ?? '', limit }).map((row) => row.number),
  }
}

function listQuery(used: ReadonlySet<keyof CaseFilter>, p: Wanted) {
  const like = (column: string) => sql<boolean>`${sql.ref(column)} like ${p.pattern} escape '\\'`
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

function taskStatements(db: Database) {
  return {
    of: prepare(db, (p: { person: string }) =>
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
    load: prepare(db, (p: { now: number }) =>
      query
        .selectFrom('task_person')
        .select((eb) => [
          'person',
          eb.fn.countAll<number>().as('open'),
          sql<number>`sum(case when due < ${p.now} then 1 else 0 end)`.as('late'),
          sql<number | null>`min(case when due >= ${p.now} then due end)`.as('next'),
        ])
        .groupBy('person'),
    ),
  }
}
