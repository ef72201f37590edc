/** The outbox as delivery sees it: what is due, lane by lane, and what became of it. */
import type { Pool } from 'pg'
import { faults } from '../../src/faults.ts'
import { anyOrder } from '../../src/outbox-port.ts'
import type { Send } from '../../src/ports.ts'
import { dueRows, LEASE, latest, type OutboxRow, type Settled, sendOf } from '../outbox-rows.ts'
import { cards, lanes as laneTable, rows } from './outbox-statements.ts'
import { settler } from './settle.ts'
import type { Survivors } from './survivors.ts'
import type { Transactions } from './transaction.ts'

export interface Outbox {
  claim(now: number, wall: number, perLane: number, lanes: number): Promise<readonly Send[]>
  bundle(sends: readonly Send[], name: string): Promise<void>
  settle(settled: readonly Settled[], now: number): Promise<void>
  nextSend(wall: number): Promise<number | undefined>
  sending(now: number): Promise<boolean>
  /** Gives back all lanes this replica holds. */
  release(): Promise<void>
}

/** Leases stand in the table of lanes: replicas see each other's, and the leases of one that died run out. */
export function outbox(pool: Pool, tx: Transactions, holder: string, survivors: Survivors): Outbox {
  return {
    async claim(now, wall, perLane, lanes) {
      const taken = await laneTable.take.all(pool, {
        ...{ now, wall, latest: latest(wall), limit: lanes, holder, until: wall + LEASE },
      })
      if (taken.length === 0) return []
      faults?.('claim/taken')
      const names = taken.sort((a, b) => a.ready - b.ready || (a.name < b.name ? -1 : 1)).map((lane) => lane.name)
      const [gathered, ordered] = [names.filter(anyOrder), names.filter((name) => !anyOrder(name))]
      const [some, all] = await Promise.all([
        ordered.length > 0 ? rows.waiting.all(pool, { lanes: ordered, limit: perLane }) : [],
        gathered.length > 0 ? rows.due.all(pool, { lanes: gathered, now }) : [],
      ])
      const waiting = Map.groupBy([...some, ...all], (row) => row.lane)
      const due = names.flatMap((name) => dueRows(waiting.get(name) ?? [], now))
      const orphaned = new Set(taken.filter((lane) => lane.orphaned).map((lane) => lane.name))
      return withCards(pool, due, orphaned)
    },
    bundle: async (sends, name) => void (await rows.bundle.run(pool, { ids: sends.map(({ id }) => id), digest: name })),
    settle: settler(tx, holder),
    async nextSend(wall) {
      const next = await laneTable.next.get(pool, { wall, latest: latest(wall), holder })
      // What another replica holds is looked at only by one that has nothing else to do.
      if (next?.held) await survivors.inherit(wall)
      return next?.at ?? undefined
    },
    sending: async (now) => (await laneTable.due.get(pool, { now })) !== undefined,
    release: async () => void (await laneTable.release.run(pool, { holder })),
  }
}

/** Views come with the card that stands at their place. In an orphaned lane somebody may have sent before. */
async function withCards(
  pool: Pool,
  due: readonly OutboxRow[],
  orphaned: ReadonlySet<string>,
): Promise<readonly Send[]> {
  const views = due.filter((row) => row.kind === 'view')
  const told =
    views.length === 0
      ? []
      : await cards.told.all(pool, { numbers: views.map((row) => row.number), lanes: views.map((row) => row.lane) })
  const place = (row: { lane: string; number: string; key: string }) => JSON.stringify([row.lane, row.number, row.key])
  const standing = new Map(
    told.map(({ handle, revision, digest, state, ...row }) => [place(row), { handle, revision, digest, state }]),
  )
  return due.map((row) =>
    sendOf(row, row.kind === 'view' ? standing.get(place(row)) : undefined, orphaned.has(row.lane)),
  )
}
