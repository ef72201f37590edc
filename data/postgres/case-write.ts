/** Writes what one accepted command changes around its case: facts and their chain, the row, tasks and timers. */
import type { Write } from '../../src/ports.ts'
import type { Case } from '../../src/rules/case.ts'
import { canonical } from '../canonical.ts'
import { type CaseColumns, columnsOf, type ListPlace, mustFollow, placeOf } from '../case-columns.ts'
import { frozen } from '../frozen.ts'
import { genesis, link } from '../hash-chain.ts'
import type { CaseTable } from '../tables.ts'
import { mustDiffer as claimsMustDiffer } from './claims.ts'
import { mustDiffer as tasksMustDiffer } from './task-write.ts'
import { mustDiffer as timersMustDiffer } from './timer-write.ts'

/** A case as it is stored. Never changed in place. */
export interface Known {
  readonly state: Case
  /** Hash of its last fact. */
  readonly head: string
  /** When it was last written. */
  readonly changed: number
}

/** A write with the hashes of its facts and the columns of its case. */
export interface CaseChange {
  readonly write: Write
  readonly isNew: boolean
  readonly facts: readonly Fact[]
  readonly columns: Columns
  readonly after: Known
}

type Fact = { number: string; seq: number; happened: number; body: string; hash: string }
type Columns = { number: string; filed: number } & ListPlace & CaseColumns

/**
 * A write over what is `known` of its case (undefined: it is new). Throws when facts, state and row do not belong together,
 * and when two tasks, timers or claims have one key.
 */
export function caseChange(write: Write, known: Known | undefined): CaseChange {
  const { state, row } = write
  const { number } = state
  mustFollow(write, known?.state.revision ?? 0)
  tasksMustDiffer(number, write.tasks)
  timersMustDiffer(number, write.timers)
  claimsMustDiffer(number, write.claims)
  let head = known?.head ?? genesis(number)
  const facts = write.facts.map((fact) => {
    const body = canonical(fact)
    head = link(head, body)
    return { number, seq: fact.seq, happened: fact.at, body, hash: head }
  })
  const columns = { number, ...columnsOf(row, state, head), ...placeOf(row, state), filed: row.filed }
  const after = { state: frozen(state), head, changed: row.changed }
  return { write, isNew: known === undefined, facts, columns, after }
}

/** What changes of a case. */
const COLUMNS = [
  ...['stage', 'filer', 'is_open', 'changed', 'grade', 'level', 'alert', 'owner', 'customer', 'product', 'category'],
  ...['amount_minor', 'currency', 'outcome', 'excerpt', 'kind', 'model', 'ended', 'revision', 'head', 'state'],
] as const satisfies readonly (keyof CaseTable)[]

/** Stops unless these cases still stand at the revisions that were read, and keeps them there until the commit. */
export const holdCases = `
  FOR one IN SELECT number, revision FROM jsonb_populate_recordset(NULL::cases, plan -> 'standing') LOOP
    PERFORM FROM cases WHERE number = one.number AND revision = one.revision FOR NO KEY UPDATE;
    IF NOT FOUND THEN STALE
    END IF;
  END LOOP;`

/** Facts of all cases. */
export const addFacts = `
  INSERT INTO fact (number, seq, happened, body, hash)
  SELECT number, seq, happened, body, hash FROM jsonb_populate_recordset(NULL::fact, plan -> 'facts');`

/** One case as it is after the batch. One that is new is inserted: another replica's of that number stops the batch. */
export const writeCase = `
    IF (item -> 'isNew')::boolean THEN
      INSERT INTO cases (number, filed, ${COLUMNS.join(', ')}) VALUES (its.number, its.filed, ${COLUMNS.map((name) => `its.${name}`).join(', ')});
    ELSE
      UPDATE cases SET ${COLUMNS.map((name) => `${name} = its.${name}`).join(', ')} WHERE number = its.number;
    END IF;`
