/** What a batch has decided, until all of it is written in one go. */
import { sql } from 'kysely'
import { faults } from '../../src/faults.ts'
import type { Incoming, Write } from '../../src/ports.ts'
import type { Answer } from '../../src/rules/commands.ts'
import { type CaseChange, mustStand, writeCase } from './case-write.ts'
import { bumpGuard } from './claims.ts'
import { enqueue, openLanes } from './enqueue.ts'
import { rememberFiles } from './file-use.ts'
import type { Memory } from './memory.ts'
import { prepare, query } from './statements.ts'
import type { Batch } from './transaction.ts'

/** One accepted command. */
export interface Decided {
  readonly incoming: Incoming
  readonly answer: Answer
  readonly change: CaseChange
}

/** What stood when the batch was read: written over only if it still stands. */
export interface Ground {
  /** Revisions of the cases that were there, by number. */
  readonly revisions: ReadonlyMap<string, number>
  readonly counter: Memory['counter']
  readonly version: Memory['claims']['version']
}

/**
 * Puts everything into the batch: first what could stop it, in an order that is the same for all replicas, so that two of
 * them wait for each other only one way; then the rows.
 */
export function writePlan(batch: Batch, plan: readonly Decided[], ground: Ground, now: number): void {
  const writes = plan.map(({ change }) => change.write)
  for (const [number, revision] of [...ground.revisions].sort(byName)) mustStand.within(batch, { number, revision })
  for (const [key, times] of [...guardsOf(writes)].sort(byName)) bumpGuard(batch, key, times, ground.version(key))
  const { name, was, now: value } = ground.counter
  if (value !== was) count.within(batch, { name, was, value })
  for (const { incoming, answer } of plan.toSorted((a, b) =>
    byName([a.incoming.command.id], [b.incoming.command.id]),
  )) {
    const { command, digest } = incoming
    keep.within(batch, { key: command.id, digest: digest ?? null, answer: JSON.stringify(answer), now })
  }
  openLanes(batch, writes, now)
  rememberFiles(
    batch,
    writes.flatMap((write) => write.files),
  )
  for (const { change } of plan) {
    writeCase(batch, change)
    faults?.('apply/written')
    enqueue(batch, change.write, now)
    faults?.('apply/queued')
  }
}

const byName = (a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0

function guardsOf(writes: readonly Write[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const key of writes.flatMap((write) => write.guards)) times.set(key, (times.get(key) ?? 0) + 1)
  return times
}

/** Takes the numbers up to `value`, unless somebody took one since. */
const count = prepare((p: { name: string; was: number; value: number }) => {
  const counted = query
    .insertInto('counter')
    .values({ name: p.name, value: p.value })
    .onConflict((oc) =>
      oc
        .column('name')
        .doUpdateSet({ value: sql.ref('excluded.value') })
        .where(sql<boolean>`counter.value = ${p.was}`),
    )
    .returning('value')
  return sql`with counted as (${counted}) select redress_same((select value from counted), ${p.value})`
})

const keep = prepare((p: { key: string; digest: string | null; answer: string; now: number }) =>
  query.insertInto('inbox').values({ key: p.key, digest: p.digest, answer: p.answer, kept: p.now }),
)
