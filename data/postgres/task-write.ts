/** Task rows and the rows of their people: what is no more goes, what differs is put. */
import { sql } from 'kysely'
import type { Task } from '../../src/rules/views.ts'
import { prepare, query } from './statements.ts'
import type { Batch } from './transaction.ts'

/**
 * Makes these all open tasks of a case. The database finds the difference, since another replica may have written what
 * stands there. Throws when two tasks have one id.
 */
export function writeTasks(batch: Batch, number: string, open: readonly Task[]): void {
  if (new Set(open.map((task) => task.id)).size !== open.length) throw new Error(`two tasks of ${number} have one id`)
  const asked = open.flatMap((task) => [...new Set(task.people)].map((person) => ({ person, task })))
  dropTasks.within(batch, { number, ids: open.map((task) => task.id) })
  dropPeople.within(batch, {
    number,
    ids: asked.map(({ task }) => task.id),
    people: asked.map(({ person }) => person),
  })
  for (const task of open) put.within(batch, { number, id: task.id, body: JSON.stringify(task) })
  for (const { person, task } of asked) {
    putPerson.within(batch, { person, number, id: task.id, due: task.due ?? null, since: task.since })
  }
}

const put = prepare((p: { number: string; id: string; body: string }) =>
  query
    .insertInto('task')
    .values({ number: p.number, id: p.id, body: p.body })
    .onConflict((oc) =>
      oc
        .columns(['number', 'id'])
        .doUpdateSet({ body: sql.ref('excluded.body') })
        .whereRef('task.body', '!=', sql.ref('excluded.body')),
    ),
)

const dropTasks = prepare((p: { number: string; ids: readonly string[] }) =>
  query.deleteFrom('task').where('number', '=', p.number).where(sql<boolean>`id <> all(${p.ids}::text[])`),
)

const putPerson = prepare((p: { person: string; number: string; id: string; due: number | null; since: number }) =>
  query
    .insertInto('task_person')
    .values({ person: p.person, number: p.number, id: p.id, due: p.due, since: p.since })
    .onConflict((oc) =>
      oc
        .columns(['person', 'number', 'id'])
        .doUpdateSet({ due: sql.ref('excluded.due'), since: sql.ref('excluded.since') })
        .where(sql<boolean>`(task_person.due, task_person.since) is distinct from (excluded.due, excluded.since)`),
    ),
)

const dropPeople = prepare((p: { number: string; ids: readonly string[]; people: readonly string[] }) =>
  query
    .deleteFrom('task_person')
    .where('number', '=', p.number)
    .where(sql<boolean>`(id, person) not in (select * from unnest(${p.ids}::text[], ${p.people}::text[]))`),
)
