/** What people have to do now: open tasks that ask them. */
import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import type { FindWorkloads } from '../../src/rules/assignment.ts'
import { MOST_COUNTED } from '../../src/rules/assignment.ts'
import { prepare, query } from './statements.ts'

/** Prepares the statement once. Gives what is so at a moment. */
export function workloads(db: Database): (now: number) => FindWorkloads {
  const counted = prepare(db, (p: { person: string; now: number }) =>
    query
      .selectFrom((one) =>
        one.selectFrom('task_person').select('due').where('person', '=', p.person).limit(MOST_COUNTED).as('theirs'),
      )
      .select((eb) => [eb.fn.countAll<number>().as('open'), sql<number>`coalesce(sum(due < ${p.now}), 0)`.as('late')]),
  )
  return (now) => (people) =>
    Object.fromEntries(people.map((person) => [person, counted.get({ person, now }) ?? { open: 0, late: 0 }]))
}
