/** Writes what one accepted command changes around its case: facts and their chain, the row, tasks and timers. */
import { sql } from 'kysely'
import type { Write } from '../../src/ports.ts'
import type { Case } from '../../src/rules/case.ts'
import { canonical } from '../canonical.ts'
import { type CaseColumns, columnsOf, mustFollow, placeOf } from '../case-columns.ts'
import { frozen } from '../frozen.ts'
import { genesis, link } from '../hash-chain.ts'
import { writeClaims } from './claims.ts'
import { prepare, query } from './statements.ts'
import { writeTasks } from './task-write.ts'
import { writeTimers } from './timer-write.ts'
import type { Batch } from './transaction.ts'

/** A case as it is stored. Never changed in place. */
export interface Known {
  readonly state: Case
  /** Hash of its last fact. */
  readonly head: string
}

/** A write with the hashes of its facts and the columns of its case. */
export interface CaseChange {
  readonly write: Write
  readonly isNew: boolean
  readonly facts: readonly Fact[]
  readonly columns: Columns & { filed: number }
  readonly after: Known
}

/** A write over what is `known` of its case (undefined: it is new). Throws when facts, state and row do not belong together. */
export function caseChange(write: Write, known: Known | undefined): CaseChange {
  const { state, row } = write
  mustFollow(write, known?.state.revision ?? 0)
  let head = known?.head ?? genesis(state.number)
  const facts = write.facts.map((fact) => {
    const body = canonical(fact)
    head = link(head, body)
    return { number: state.number, seq: fact.seq, happened: fact.at, body, hash: head }
  })
  const columns = { number: state.number, ...columnsOf(row, state, head), ...placeOf(row, state), filed: row.filed }
  return { write, isNew: known === undefined, facts, columns, after: { state: frozen(state), head } }
}

/** Puts it into the batch. Another replica that was first stops the whole batch: see `mustStand` and the unique rows. */
export function writeCase(batch: Batch, { write, isNew, facts, columns }: CaseChange): void {
  const { number } = write.state
  for (const fact of facts) addFact.within(batch, fact)
  if (isNew) addCase.within(batch, columns)
  else changeCase.within(batch, columns)
  writeTasks(batch, number, write.tasks)
  writeTimers(batch, number, write.timers)
  writeClaims(batch, number, write.claims)
}

/** Stops the batch unless the case still stands at this revision, and keeps it there until the commit. */
export const mustStand = prepare((p: { number: string; revision: number }) => {
  const standing = query.selectFrom('cases').select('revision').where('number', '=', p.number).forNoKeyUpdate()
  return sql`select redress_same((${standing}), ${p.revision})`
})

type Fact = { number: string; seq: number; happened: number; body: string; hash: string }
type Columns = { number: string; stage: string; filer: string; is_open: number } & CaseColumns

const addFact = prepare((p: Fact) =>
  query.insertInto('fact').values({ number: p.number, seq: p.seq, happened: p.happened, body: p.body, hash: p.hash }),
)
const addCase = prepare((p: Columns & { filed: number }) =>
  query.insertInto('cases').values({ ...changing(p), number: p.number, filed: p.filed }),
)
const changeCase = prepare((p: Columns) => query.updateTable('cases').set(changing(p)).where('number', '=', p.number))

// Read one by one: placeholders cannot be spread.
function changing(p: Columns) {
  return {
    stage: p.stage,
    filer: p.filer,
    is_open: p.is_open,
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
    revision: p.revision,
    head: p.head,
    state: p.state,
  }
}
