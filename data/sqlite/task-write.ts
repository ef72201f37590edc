/** Task rows and the rows of their people, as the difference to what is stored. */
import type { Database } from 'better-sqlite3'
import type { Task } from '../../src/rules/views.ts'
import { type KnownTask, knownTask } from './case-cache.ts'
import { prepare, query } from './statements.ts'

/** Writes all open tasks of a case over those stored before, and gives them as stored. */
export type TaskWriter = (
  number: string,
  before: ReadonlyMap<string, KnownTask>,
  open: readonly Task[],
) => ReadonlyMap<string, KnownTask>

/** Prepares the statements once. The writer throws when two tasks have one id. */
export function taskWriter(db: Database): TaskWriter {
  const { put, drop, addPerson, dropPerson } = taskStatements(db)
  const forgetPeople = (number: string, id: string, old: KnownTask): void => {
    for (const person of old.people) dropPerson.run({ person, number, id })
  }

  function write(number: string, id: string, old: KnownTask | undefined, task: KnownTask): void {
    if (old?.body === task.body) return
    put.run({ number, id, body: task.body })
    if (old !== undefined) {
      if (askedAlike(old, task)) return
      forgetPeople(number, id, old)
    }
    for (const person of task.people) {
      addPerson.run({ person, number, id, due: task.due ?? null, since: task.since })
    }
  }

  return (number, before, open) => {
    const after = new Map(open.map((task) => [task.id, knownTask(task)]))
    if (after.size !== open.length) throw new Error(`two tasks of ${number} have one id`)
    for (const [id, old] of before) {
      if (after.has(id)) continue
      drop.run({ number, id })
      forgetPeople(number, id, old)
    }
    for (const [id, task] of after) write(number, id, before.get(id), task)
    return after
  }
}

const askedAlike = (a: KnownTask, b: KnownTask): boolean =>
  a.due === b.due &&
  a.since === b.since &&
  a.people.length === b.people.length &&
  a.people.every((person, index) => person === b.people[index])

type PersonRow = { person: string; number: string; id: string; due: number | null; since: number }

function taskStatements(db: Database) {
  return {
    put: prepare(db, (p: { number: string; id: string; body: string }) =>
      query
        .insertInto('task')
        .values({ number: p.number, id: p.id, body: p.body })
        .onConflict((oc) => oc.columns(['number', 'id']).doUpdateSet({ body: p.body })),
    ),
    drop: prepare(db, (p: { number: string; id: string }) =>
      query.deleteFrom('task').where('number', '=', p.number).where('id', '=', p.id),
    ),
    addPerson: prepare(db, (p: PersonRow) =>
      query
        .insertInto('task_person')
        .values({ person: p.person, number: p.number, id: p.id, due: p.due, since: p.since }),
    ),
    dropPerson: prepare(db, (p: { person: string; number: string; id: string }) =>
      query
        .deleteFrom('task_person')
        .where('person', '=', p.person)
        .where('number', '=', p.number)
        .where('id', '=', p.id),
    ),
  }
}
