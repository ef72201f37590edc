/** What a batch has decided, until all of it is written in one statement. */
import type { PoolClient } from 'pg'
import { faults } from '../../src/faults.ts'
import type { Incoming, Write } from '../../src/ports.ts'
import type { Answer } from '../../src/rules/commands.ts'
import type { CaseChange } from './case-write.ts'
import { claimRows } from './claims.ts'
import { outboxRows } from './enqueue.ts'
import type { Memory } from './memory.ts'
import { taskRows } from './task-write.ts'
import { timerRows } from './timer-write.ts'
import { WRITE } from './write-function.ts'

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
  readonly version: (key: string) => number | undefined
}

/** Writes all of it or nothing, in one statement: see write-function.ts. Outside a transaction it is durable then. */
export async function writePlan(
  client: PoolClient,
  plan: readonly Decided[],
  ground: Ground,
  now: number,
): Promise<void> {
  const changes = plan.map(({ change }) => change)
  const writes = changes.map(({ write }) => write)
  const { name, was, now: value } = ground.counter
  const files = [...new Set(writes.flatMap((write) => write.files))]
  const decided = {
    standing: [...ground.revisions].map(([number, revision]) => ({ number, revision })).sort(by('number')),
    guards: guardsOf(writes, ground),
    inbox: plan.map(({ incoming: { command, digest }, answer }) => {
      return { key: command.id, digest: digest ?? null, answer: JSON.stringify(answer) }
    }),
    facts: changes.flatMap(({ facts }) => facts),
    cases: [...Map.groupBy(changes, ({ write }) => write.state.number).values()].map(caseRows),
    ...(value !== was && { counter: { name, was, now: value } }),
    ...(files.length > 0 && { files }),
  }
  faults?.('apply/written')
  const rows = { ...decided, outbox: outboxRows(writes, now) }
  faults?.('apply/queued')
  const written = client.query({ ...WRITE, values: [asJson(rows), now] })
  // Looked at below; until then nobody must take it for forgotten.
  written.catch(() => undefined)
  faults?.('commit/asked')
  await written
}

/** One case as it is after the last of its changes. */
function caseRows(all: readonly CaseChange[]) {
  const { columns, write } = all.at(-1) as CaseChange
  const isNew = all[0]?.isNew ?? false
  const timers = timerRows(all.map((change) => change.write))
  const sameness = all.findLast((change) => change.write.sameness)?.write.sameness
  const rest = { claims: claimRows(write.claims), ...(sameness && { sameness }) }
  return { isNew, columns, tasks: taskRows(write.tasks), ...timers, ...rest }
}

const by =
  <K extends string>(name: K) =>
  (a: Readonly<Record<K, string>>, b: Readonly<Record<K, string>>): number =>
    a[name] < b[name] ? -1 : 1

/** In one order for all replicas. */
function guardsOf(writes: readonly Write[], { version }: Ground) {
  const keys = Map.groupBy(
    writes.flatMap((write) => write.guards),
    (key) => key,
  )
  return [...keys].map(([key, times]) => ({ key, times: times.length, was: version(key) ?? null })).sort(by('key'))
}

/** PostgreSQL's texts hold no character zero and no half of a pair; what people type may. */
function asJson(rows: object): string {
  const text = JSON.stringify(rows)
  if (!/\\u(?:0000|d[89a-f])/.test(text)) return text
  return JSON.stringify(rows, (_, value) =>
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd').toWellFormed() : value,
  )
}
