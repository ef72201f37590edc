/** The outbox as delivery sees it: what is due, lane by lane, and what became of it. */
import type { Database } from 'better-sqlite3'
import type { Send } from '../../src/ports.ts'
import { type OutboxRow, type OutboxStatements, outboxStatements } from './outbox-statements.ts'
import { type Settled, settler } from './settle.ts'

/** How long a claimed lane belongs to its claimer, in milliseconds of real time. */
export const LEASE = 30_000

export interface Outbox {
  claim(now: number, wall: number, perLane: number, lanes: number): readonly Send[]
  /** To be run inside a transaction; `free` after its commit. */
  settle(settled: readonly Settled[], now: number): void
  free(settled: readonly Settled[]): void
  nextSend(wall: number): number | undefined
}

/**
 * Leases live in memory: this process is the only one that sends from this file, so they cost no disk write, and none
 * is left over after a crash.
 */
export function outbox(db: Database): Outbox {
  const statements = outboxStatements(db)
  const settle = settler(statements)
  const leases = new Map<string, number>()

  function forget(wall: number): void {
    for (const [lane, until] of leases) {
      if (until <= wall) leases.delete(lane)
    }
  }

  return {
    claim(now, wall, perLane, lanes) {
      forget(wall)
      const ready = statements.readyLanes.all({ now, limit: lanes + leases.size })
      const mine = ready.filter((lane) => !leases.has(lane.name)).slice(0, lanes)
      const sends = mine.map((lane) => dueRows(statements, lane.name, now, perLane))
      for (const lane of mine) leases.set(lane.name, wall + LEASE)
      return sends.flat().map((row) => sendOf(row, statements))
    },
    settle,
    free(settled) {
      for (const { send } of settled) leases.delete(send.lane)
    },
    nextSend(wall) {
      forget(wall)
      const lanes = statements.nextLanes.all({ limit: leases.size + 1 })
      return lanes.find((lane) => !leases.has(lane.name))?.ready
    },
  }
}

/** From the head of the lane until the first row that is not due: order is kept. */
function dueRows(statements: OutboxStatements, lane: string, now: number, limit: number): OutboxRow[] {
  const rows = statements.waiting.all({ lane, limit })
  const notDue = rows.findIndex((row) => row.next_at > now)
  return notDue < 0 ? rows : rows.slice(0, notDue)
}

function sendOf(row: OutboxRow, statements: OutboxStatements): Send {
  const { id, lane, number, key, attempts, queued } = row
  const common = { id, lane, place: JSON.parse(row.place), number, key, attempts, queued }
  if (row.kind === 'view') {
    const told = statements.told.get({ lane, number, key })
    return { ...common, kind: 'view', wanted: row.wanted ?? 0, ...(told && { told }) }
  }
  if (row.notice_kind === 'effect') return { ...common, kind: 'effect', effect: JSON.parse(row.message ?? 'null') }
  return {
    ...common,
    kind: 'notice',
    message: JSON.parse(row.message ?? 'null'),
    noticeKind: row.notice_kind ?? 'word',
    ...(row.report_to !== null && { reportTo: row.report_to }),
  }
}
