/** Writes down what became of claimed rows. */
import type { PoolClient } from 'pg'
import { faults } from '../../src/faults.ts'
import { anyOrder } from '../../src/outbox-port.ts'
import { cardOf, endOf, isWantedAgain, type OutboxRow, type Settled, whyOf } from '../outbox-rows.ts'
import { again } from './again.ts'
import { cards, lanes, rows } from './outbox-statements.ts'
import type { Transactions } from './transaction.ts'

/**
 * Settles rows that still wait, and says of each lane when it may go on. The lanes are held first: what another replica
 * queues meanwhile is either seen here or waits, so no lane is closed over a waiting row.
 */
export function settler(tx: Transactions, holder: string): (settled: readonly Settled[], now: number) => Promise<void> {
  return (settled, now) => again(() => once(settled, now), MOST)

  function once(settled: readonly Settled[], now: number): Promise<void> {
    return tx.long(async (client) => {
      const names = [...new Set(settled.map((one) => one.send.lane))].sort()
      const held = names.map((name) => lanes.hold.all(client, { name }))
      const [found] = await Promise.all([rows.find.all(client, { ids: settled.map((one) => one.send.id) }), ...held])
      const waiting = new Map(found.map((row) => [row.id, row]))
      const sent: Sent = { client, all: [] }
      for (const one of settled) {
        const row = waiting.get(one.send.id)
        if (row !== undefined && waiting.delete(row.id)) settleRow(sent, row, one, now)
      }
      for (const name of names) {
        const put = anyOrder(name) ? lanes.putSoonest : lanes.put
        sent.all.push(put.run(client, { name, holder }), lanes.drop.run(client, { name }))
      }
      await Promise.all(sent.all)
      faults?.('settle/written')
    })
  }
}

/** Two that settle and write may stop each other (a deadlock): nothing is kept of it then. What is lost is claimed again. */
const MOST = { conflict: 10, lost: 1 }

/** Statements of one transaction that are on the wire together, in their order. */
interface Sent {
  readonly client: PoolClient
  readonly all: Promise<unknown>[]
}

function settleRow({ client, all }: Sent, row: OutboxRow, one: Settled, now: number): void {
  const { id } = row
  const { outcome } = one
  if (outcome.is === 'held') {
    all.push(rows.hold.run(client, { ids: [id], next_at: outcome.at, why: outcome.why }))
    return
  }
  if (outcome.is === 'retry') {
    const left = outcome.unsure ? 1 : 0
    all.push(rows.retry.run(client, { id, next_at: outcome.at, why: whyOf(outcome), left }))
    return
  }
  all.push(rows.end.run(client, { id, now, ...endOf(outcome) }))
  const card = cardOf(row, outcome)
  if (card !== undefined) all.push(cards.put.run(client, { ...card }))
  if (isWantedAgain(row, one)) {
    const { lane, number, key, place, wanted } = row
    all.push(rows.again.run(client, { lane, number, key, place, wanted, now }))
    faults?.('settle/requeued')
  }
}
