/** Reads a case with all that writing its next change needs. */
import type { Database } from 'better-sqlite3'
import type { Case } from '../../src/rules/case.ts'
import type { Task } from '../../src/rules/views.ts'
import { frozen } from '../frozen.ts'
import { type Known, knownTask } from './case-cache.ts'
import type { Claims } from './claims.ts'
import { prepare, query } from './statements.ts'

export interface CaseLoader {
  load(number: string): Known | undefined
  exists(number: string): boolean
}

/** Reads from the tables; the cache stands in front of it. */
export function caseLoader(db: Database, claims: Pick<Claims, 'stored'>): CaseLoader {
  const one = prepare(db, (p: { number: string }) =>
    query
      .selectFrom('cases')
      .select(['state', 'head', 'changed', 'stage', 'filer', 'is_open'])
      .where('number', '=', p.number),
  )
  const tasks = prepare(db, (p: { number: string }) =>
    query.selectFrom('task').select(['id', 'body']).where('number', '=', p.number),
  )
  const timers = prepare(db, (p: { number: string }) =>
    query.selectFrom('timer').select(['key', 'planned']).where('number', '=', p.number),
  )
  const there = prepare(db, (p: { number: string }) =>
    query.selectFrom('cases').select('revision').where('number', '=', p.number),
  )
  return {
    load(number) {
      const row = one.get({ number })
      if (row === undefined) return undefined
      const { stage, filer, is_open } = row
      return {
        place: { stage, filer, is_open },
        state: frozen(JSON.parse(row.state) as Case),
        head: row.head,
        changed: row.changed,
        claims: claims.stored(number),
        tasks: new Map(
          tasks.all({ number }).map((task) => [task.id, knownTask(JSON.parse(task.body) as Task, task.body)]),
        ),
        timers: new Map(timers.all({ number }).map((timer) => [timer.key, timer.planned])),
      }
    },
    exists: (number) => there.get({ number }) !== undefined,
  }
}
