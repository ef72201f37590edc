/** Writes what one accepted command changes around its case: facts and their chain, the row, tasks and timers. */
import type { Database } from 'better-sqlite3'
import type { CaseRow, Write } from '../../src/ports.ts'
import type { Case } from '../../src/rules/case.ts'
import type { Timer } from '../../src/rules/commands.ts'
import type { Task } from '../../src/rules/views.ts'
import { canonical } from '../canonical.ts'
import { genesis, link } from '../hash-chain.ts'
import { frozen, type Known } from './case-cache.ts'
import { prepare, query } from './statements.ts'

/** Writes a case over what is `known` of it (undefined: it is new) and gives what is known afterwards. */
export type CaseWriter = (write: Write, known: Known | undefined) => Known

const COLUMNS = [
  'changed',
  'stage',
  'grade',
  'level',
  'alert',
  'filer',
  'owner',
  'customer',
  'product',
  'category',
  'amount_minor',
  'currency',
  'outcome',
  'excerpt',
  'is_open',
  'revision',
  'head',
  'state',
] as const

/** Prepares the statements once. The writer throws when facts, state and row do not belong together. */
export function caseWriter(db: Database): CaseWriter {
  const rows = rowStatements(db)
  const writeTasks = taskWriter(db)
  const writeTimers = timerWriter(db)
  return (write, known) => {
    check(write, known)
    const { number } = write.state
    let head = known?.head ?? genesis(number)
    for (const fact of write.facts) {
      const body = canonical(fact)
      head = link(head, body)
      rows.addFact.run({ number, seq: fact.seq, happened: fact.at, body, hash: head })
    }
    const columns = columnsOf(write.row, write.state, head)
    if (known === undefined) rows.addCase.run(columns)
    else rows.changeCase.run(columns)
    const tasks = writeTasks(number, known?.tasks ?? new Map(), write.tasks)
    const timers = writeTimers(number, known?.timers ?? new Map(), write.timers)
    return { state: frozen(write.state), head, tasks, timers }
  }
}

function check(write: Write, known: Known | undefined): void {
  const { state, facts, row } = write
  if (row.number !== state.number) throw new Error(`the row of ${row.number} came with the state of ${state.number}`)
  let revision = known?.state.revision ?? 0
  for (const fact of facts) {
    if (fact.seq !== revision + 1) {
      throw new Error(`fact ${fact.seq} of ${state.number} cannot follow revision ${revision}`)
    }
    revision = fact.seq
  }
  if (state.revision !== revision || revision === 0) {
    throw new Error(`${state.number} says revision ${state.revision}, its facts end at ${revision}`)
  }
}

function columnsOf(row: CaseRow, state: Case, head: string) {
  return {
    number: row.number,
    filed: row.filed,
    changed: row.changed,
    stage: row.stage,
    grade: row.grade,
    level: row.level,
    alert: row.alert,
    filer: row.filer,
    owner: row.owner,
    customer: row.customer,
    product: row.product,
    category: row.category,
    amount_minor: row.amount?.minor ?? null,
    currency: row.amount?.currency ?? null,
    outcome: row.outcome ?? null,
    excerpt: row.text,
    is_open: state.ended === undefined ? 1 : 0,
    revision: state.revision,
    head,
    state: JSON.stringify(state),
  }
}

function rowStatements(db: Database) {
  type Columns = ReturnType<typeof columnsOf>
  return {
    addFact: prepare(db, (p: { number: string; seq: number; happened: number; body: string; hash: string }) =>
      query
        .insertInto('fact')
        .values({ number: p.number, seq: p.seq, happened: p.happened, body: p.body, hash: p.hash }),
    ),
    addCase: prepare(db, (p: Columns) =>
      query.insertInto('cases').values({ ...changing(p), number: p.number, filed: p.filed }),
    ),
    changeCase: prepare(db, (p: Columns) => query.updateTable('cases').set(changing(p)).where('number', '=', p.number)),
  }
}

/** The columns a later command may change. Read one by one, since placeholders cannot be spread. */
function changing(p: ReturnType<typeof columnsOf>): Omit<ReturnType<typeof columnsOf>, 'number' | 'filed'> {
  return Object.fromEntries(COLUMNS.map((column) => [column, p[column]])) as ReturnType<typeof changing>
}

function taskWriter(db: Database) {
  const put = prepare(db, (p: { number: string; id: string; body: string }) =>
    query
      .insertInto('task')
      .values({ number: p.number, id: p.id, body: p.body })
      .onConflict((oc) => oc.columns(['number', 'id']).doUpdateSet({ body: p.body })),
  )
  const drop = prepare(db, (p: { number: string; id: string }) =>
    query.deleteFrom('task').where('number', '=', p.number).where('id', '=', p.id),
  )
  const dropPeople = prepare(db, (p: { number: string; id: string }) =>
    query.deleteFrom('task_person').where('number', '=', p.number).where('id', '=', p.id),
  )
  const addPerson = prepare(
    db,
    (p: { person: string; number: string; id: string; due: number | null; since: number }) =>
      query
        .insertInto('task_person')
        .values({ person: p.person, number: p.number, id: p.id, due: p.due, since: p.since }),
  )

  return (number: string, before: ReadonlyMap<string, Task>, open: readonly Task[]): ReadonlyMap<string, Task> => {
    const after = new Map(open.map((task) => [task.id, frozen(task)]))
    if (after.size !== open.length) throw new Error(`two tasks of ${number} have one id`)
    for (const id of before.keys()) {
      if (after.has(id)) continue
      drop.run({ number, id })
      dropPeople.run({ number, id })
    }
    for (const task of open) {
      const old = before.get(task.id)
      const body = JSON.stringify(task)
      if (old !== undefined && JSON.stringify(old) === body) continue
      put.run({ number, id: task.id, body })
      if (old !== undefined && askedAlike(old, task)) continue
      if (old !== undefined) dropPeople.run({ number, id: task.id })
      for (const person of new Set(task.people)) {
        addPerson.run({ person, number, id: task.id, due: task.due ?? null, since: task.since })
      }
    }
    return after
  }
}

const askedAlike = (a: Task, b: Task): boolean =>
  a.due === b.due &&
  a.since === b.since &&
  a.people.length === b.people.length &&
  a.people.every((person, index) => person === b.people[index])

function timerWriter(db: Database) {
  const add = prepare(db, (p: { key: string; number: string; rings: number }) =>
    query.insertInto('timer').values({ key: p.key, number: p.number, planned: p.rings, rings: p.rings }),
  )
  const move = prepare(db, (p: { key: string; rings: number }) =>
    query.updateTable('timer').set({ planned: p.rings, rings: p.rings }).where('key', '=', p.key),
  )
  const drop = prepare(db, (p: { key: string }) => query.deleteFrom('timer').where('key', '=', p.key))

  return (number: string, before: ReadonlyMap<string, number>, all: readonly Timer[]): ReadonlyMap<string, number> => {
    const after = new Map(all.map((timer) => [timer.key, timer.at]))
    if (after.size !== all.length) throw new Error(`two timers of ${number} have one key`)
    for (const key of before.keys()) {
      if (!after.has(key)) drop.run({ key })
    }
    for (const [key, rings] of after) {
      const planned = before.get(key)
      if (planned === undefined) add.run({ key, number, rings })
      else if (planned !== rings) move.run({ key, rings })
    }
    return after
  }
}
