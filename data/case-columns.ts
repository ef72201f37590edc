/** A case as columns: what is written of it beside its facts, and what lists read back. */
import type { Selectable } from 'kysely'
import type { CaseRow, Write } from '../src/ports.ts'
import type { Case } from '../src/rules/case.ts'
import { precedentOf } from '../src/rules/precedent.ts'
import type { CaseTable } from './tables.ts'

/** What a list shows of a case. */
export const COLUMNS = [
  'cases.number',
  'filed',
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
] as const

export type Listed = Omit<Selectable<CaseTable>, 'is_open' | 'kind' | 'model' | 'ended' | 'revision' | 'head' | 'state'>
/** Where a case stands in the indexes of the lists; writing these columns anew costs more than all others. */
export interface ListPlace {
  readonly stage: string
  readonly filer: string
  readonly is_open: number
}

export type CaseColumns = ReturnType<typeof columnsOf>

/**
 * The facts of a write continue its case from `revision` on (0: it is new), and facts, state and row belong together.
 * Throws when they do not.
 */
export function mustFollow(write: Write, revision: number): void {
  const { state, facts, row } = write
  if (row.number !== state.number) throw new Error(`the row of ${row.number} came with the state of ${state.number}`)
  let last = revision
  for (const fact of facts) {
    if (fact.seq !== last + 1) {
      throw new Error(`fact ${fact.seq} of ${state.number} cannot follow revision ${last}`)
    }
    last = fact.seq
  }
  if (state.revision !== last || last === 0) {
    throw new Error(`${state.number} says revision ${state.revision}, its facts end at ${last}`)
  }
}

/** Columns that change with the case. `head` is the hash of its last fact. */
export function columnsOf(row: CaseRow, state: Case, head: string) {
  const precedent = precedentOf(state)
  return {
    kind: precedent?.kind ?? null,
    model: precedent?.model ?? null,
    ended: precedent?.ended ?? null,
    changed: row.changed,
    grade: row.grade,
    level: row.level,
    alert: row.alert,
    owner: row.owner,
    customer: row.customer,
    product: row.product,
    category: row.category,
    amount_minor: row.amount?.minor ?? null,
    currency: row.amount?.currency ?? null,
    outcome: row.outcome ?? null,
    excerpt: row.text,
    revision: state.revision,
    head,
    state: JSON.stringify(state),
  }
}

/** Columns that lists are filtered by. */
export const placeOf = (row: CaseRow, state: Case): ListPlace => ({
  stage: row.stage,
  filer: row.filer,
  is_open: state.ended === undefined ? 1 : 0,
})

/** A row of a list as its reader wants it. */
export function rowOf(row: Listed): CaseRow {
  const { number, filed, changed, stage, grade, level, alert, filer, owner, customer, product, category } = row
  return {
    ...{ number, filed, changed, stage, grade, level, alert, filer, owner, customer, product, category },
    ...(row.amount_minor !== null &&
      row.currency !== null && { amount: { minor: row.amount_minor, currency: row.currency } }),
    ...(row.outcome !== null && { outcome: row.outcome }),
    text: row.excerpt,
  }
}
