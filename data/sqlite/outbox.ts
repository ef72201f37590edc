/** The outbox as delivery sees it: what is due, lane by lane, and what became of it. */
import type { Database } from 'better-sqlite3'
import { faults } from '../../src/faults.ts'
import { anyOrder, MOST_GATHERED } from '../../src/outbox-port.ts'
import type { Send } from '../../src/ports.ts'
import { dueRows, LEASE, type OutboxRow, runs, type Settled, sendOf } from '../outbox-rows.ts'
import { outboxStatements } from './outbox-statements.ts'
import { settler } from './settle.ts'

export interface Outbox {
  claim(now: number, wall: number, perLane: number, lanes: number): readonly Send[]
  bundle(sends: readonly Send[], name: string): void
  /** To be run inside a transaction; `free` after its commit. */
  settle(settled: readonly Settled[], now: number): void
  free(settled: readonly Settled[]): void
  nextSend(wall: number): number | undefined
  sending(now: number): boolean
}

/**
 * Leases live in memory: this process is the only one that sends from this file, so they cost no disk write, and none
 * is left over after a crash.
 */
export function outbox(db: Database): Outbox {
  const statements = outboxStatements(db)
  const settle = settler(statements)
  const leases = new Map<string, number>()
  /** Lanes whose lease ran out; and what an earlier process may have sent before it could say so. */
  const orphaned = new Set<string>()
  const inherited = statements.newest.get({})?.id ?? 0

  function forget(wall: number): void {
    for (const [lane, until] of leases) {
      if (!runs(until, wall) && leases.delete(lane)) orphaned.add(lane)
    }
  }

  function sendOfRow(row: OutboxRow): Send {
    const told = row.kind === 'view' ? statements.told.get(row) : undefined
    return sendOf(row, told, row.id <= inherited || orphaned.has(row.lane))
  }

  return {
    claim(now, wall, perLane, lanes) {
      forget(wall)
      const ready = statements.readyLanes.all({ now, limit: lanes + leases.size })
      const mine = ready.filter((lane) => !leases.has(lane.name)).slice(0, lanes)
      const sends = mine.map(({ name }) =>
        anyOrder(name)
          ? statements.due.all({ lane: name, now, limit: MOST_GATHERED })
          : dueRows(statements.waiting.all({ lane: name, limit: perLane }), now),
      )
      for (const lane of mine) leases.set(lane.name, wall + LEASE)
      if (mine.length > 0) faults?.('claim/taken')
      return sends.flat().map(sendOfRow)
    },
    bundle(sends, name) {
      for (const { id } of sends) statements.bundle.run({ id, digest: name })
    },
    settle,
    free(settled) {
      for (const { send } of settled) {
        leases.delete(send.lane)
        orphaned.delete(send.lane)
      }
    },
    sending: (now) => statements.readyLanes.all({ now, limit: 1 }).length > 0,
    nextSend(wall) {
      forget(wall)
      const lanes = statements.nextLanes.all({ limit: leases.size + 1 })
      return lanes.find((lane) => !leases.has(lane.name))?.ready
    },
  }
}
