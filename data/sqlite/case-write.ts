/** Writes what one accepted command changes around its case: facts and their chain, the row, tasks and timers. */
import type { Database } from 'better-sqlite3'
import type { Write } from '../../src/ports.ts'
import { canonical } from '../canonical.ts'
import { type CaseColumns, columnsOf, type ListPlace, mustFollow, placeOf } from '../case-columns.ts'
import { frozen } from '../frozen.ts'
import { genesis, link } from '../hash-chain.ts'
import type { Known } from './case-cache.ts'
import { type Claims, NO_CLAIMS } from './claims.ts'
import type { Sameness } from './sameness.ts'
import { prepare, query } from './statements.ts'
import { taskWriter } from './task-write.ts'
import { timerWriter } from './timer-write.ts'

/** Writes a case over what is `known` of it (undefined: it is new) and gives what is known afterwards. */
export type CaseWriter = (write: Write, known: Known | undefined) => Known

/** Prepares the statements once. The writer throws when facts, state and row do not belong together. */
export function caseWriter(
  db: Database,
  claimed: Pick<Claims, 'replace'>,
  same: Pick<Sameness, 'replace'>,
): CaseWriter {
  const rows = rowStatements(db)
  const writeTasks = taskWriter(db)
  const writeTimers = timerWriter(db)
  return (write, known) => {
    mustFollow(write, known?.state.revision ?? 0)
    const { number } = write.state
    let head = known?.head ?? genesis(number)
    for (const fact of write.facts) {
      const body = canonical(fact)
      head = link(head, body)
      rows.addFact.run({ number, seq: fact.seq, happened: fact.at, body, hash: head })
    }
    const place = placeOf(write.row, write.state)
    const columns = { number, ...columnsOf(write.row, write.state, head) }
    if (known === undefined) rows.addCase.run({ ...columns, ...place, filed: write.row.filed })
    else if (moved(known.place, place)) rows.moveCase.run({ ...columns, ...place })
    else rows.changeCase.run(columns)
    const tasks = writeTasks(number, known?.tasks ?? new Map(), write.tasks)
    const timers = writeTimers(number, known?.timers ?? new Map(), write.timers)
    const claims = claimed.replace(number, known?.claims ?? NO_CLAIMS, write.claims)
    if (write.sameness) same.replace(number, write.sameness, known === undefined)
    return { state: frozen(write.state), head, changed: write.row.changed, tasks, timers, claims, place }
  }
}

const moved = (a: ListPlace, b: ListPlace): boolean =>
  a.stage !== b.stage || a.filer !== b.filer || a.is_open !== b.is_open

type Columns = { number: string } & CaseColumns
type Place = { number: string; stage: string; filer: string; is_open: number }

function rowStatements(db: Database) {
  return {
    addFact: prepare(db, (p: { number: string; seq: number; happened: number; body: string; hash: string }) =>
      query
        .insertInto('fact')
        .values({ number: p.number, seq: p.seq, happened: p.happened, body: p.body, hash: p.hash }),
    ),
    addCase: prepare(db, (p: Columns & Place & { filed: number }) =>
      query.insertInto('cases').values({ ...changing(p), ...placing(p), number: p.number, filed: p.filed }),
    ),
    changeCase: prepare(db, (p: Columns) => query.updateTable('cases').set(changing(p)).where('number', '=', p.number)),
    moveCase: prepare(db, (p: Columns & Place) =>
      query
        .updateTable('cases')
        .set({ ...changing(p), ...placing(p) })
        .where('number', '=', p.number),
    ),
  }
}

// Read one by one: placeholders cannot be spread.
const placing = (p: Place) => ({ stage: p.stage, filer: p.filer, is_open: p.is_open })
const changing = (p: Columns) => ({
  changed: p.changed,
  grade: p.grade,
  level: p.level,
  alert: p.alert,
  owner: p.owner,
  customer: p.customer,
  product: p.product,
  category: p.category,
  amount_minor: p.amount_minor,
  currency: p.currency,
  outcome: p.outcome,
  excerpt: p.excerpt,
  kind: p.kind,
  model: p.model,
  ended: p.ended,
  revision: p.revision,
  head: p.head,
  state: p.state,
})
