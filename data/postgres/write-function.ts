/**
 * The one statement that writes a decided batch: a function in the database, so that its checks and some twenty statements
 * cost one round trip. Its name carries a hash of its text: replicas of two versions may run beside each other.
 */
import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import { addFacts, holdCases, writeCase } from './case-write.ts'
import { countGuards, writeClaims } from './claims.ts'
import { enqueue, openLanes } from './enqueue.ts'
import { rememberFiles } from './file-use.ts'
import { writeSameness } from './sameness.ts'
import { writeTasks } from './task-write.ts'
import { writeTimers } from './timer-write.ts'

/** Takes the numbers up to `value`, unless somebody took one since. */
const count = `
  IF plan ? 'counter' THEN
    INSERT INTO counter VALUES (plan #>> '{counter,name}', (plan #>> '{counter,now}')::bigint)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE counter.value = (plan #>> '{counter,was}')::bigint;
    IF NOT FOUND THEN STALE
    END IF;
  END IF;`

/** Keys in one order for all replicas: who keeps one that another just kept waits, and is stopped. */
const keepAnswers = `
  INSERT INTO inbox (key, digest, answer, kept)
  SELECT key, digest, answer, at FROM jsonb_populate_recordset(NULL::inbox, plan -> 'inbox') ORDER BY key;`

const STALE = `
    RAISE EXCEPTION 'decided on what is so no longer' USING ERRCODE = 'serialization_failure';`

/** First what could stop it, in an order that is the same for all replicas, so that two of them wait for each other only one way. */
const body = `
#variable_conflict use_column
DECLARE
  item JSONB; its cases; one RECORD; told outbox; stands BIGINT; kept TEXT[];
BEGIN${[holdCases, countGuards, count, keepAnswers, openLanes, rememberFiles, addFacts].join('')}
  FOR item IN SELECT jsonb_array_elements(plan -> 'cases') LOOP
    its := jsonb_populate_record(NULL::cases, item -> 'columns');
    ${[writeCase, writeTasks, writeTimers, writeClaims, writeSameness].join('')}
  END LOOP;${enqueue}
END`.replaceAll('STALE', STALE)

const name = `redress_write_${createHash('sha256').update(body).digest('hex').slice(0, 12)}`

/** Writes a plan (see plan.ts) at a moment, and commits unless it runs inside a transaction. */
export const WRITE = { name: 'redress_write', text: `SELECT ${name}($1, $2)` }

/** Puts the function into the database when it is not there. */
export async function ensureWriteFunction(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ is: boolean }>('SELECT to_regprocedure($1) IS NOT NULL AS is', [
    `${name}(jsonb, bigint)`,
  ])
  if (rows[0]?.is) return
  await client.query(`CREATE FUNCTION ${name}(plan JSONB, at BIGINT) RETURNS VOID LANGUAGE plpgsql AS $$${body}$$`)
}
