/** Writes down what became of claimed rows. */
import { faults } from '../../src/faults.ts'
import type { Send, Settlement } from '../../src/ports.ts'
import { type OutboxRow, whyOf } from '../outbox-rows.ts'
import { again } from './again.ts'
import { cards, lanes, rows } from './outbox-statements.ts'
import type { Batch, Transactions } from './transaction.ts'

export interface Settled {
  readonly send: Send
  readonly outcome: Settlement
}

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
      const sent: Promise<unknown>[] = []
      const batch: Batch = { client, add: (one) => void sent.push(one) }
      for (const one of settled) {
        const row = waiting.get(one.send.id)
        if (row !== undefined && waiting.delete(row.id)) settleRow(batch, row, one, now)
      }
      for (const name of names) {
        lanes.put.within(batch, { name, holder })
        lanes.drop.within(batch, { name })
      }
      await Promise.all(sent)
      faults?.('settle/written')
    })
  }
}

/** Two that settle and write may stop each other (a deadlock): nothing is kept of it then. What is lost is claimed again. */
const MOST = { conflict: 10, lost: 1 }

const NOTHING_SHOWN = { handle: null, revision: null, digest: null }

/** Where it stands, and what was drawn: from the facts up to that revision it can be drawn again, and compared (I24). */
const shown = ({ handle, card, digest }: Extract<Settlement, { is: 'sent' }>) => ({
  ...{ handle, revision: card?.revision ?? null, digest: digest ?? null },
})

function settleRow(batch: Batch, row: OutboxRow, { send, outcome }: Settled, now: number): void {
  const { id } = row
  switch (outcome.is) {
    case 'retry':
      rows.retry.within(batch, { id, next_at: outcome.at, why: whyOf(outcome) })
      return
    case 'given_up':
      rows.end.within(batch, { id, state: 'given_up', now, why: outcome.why, ...NOTHING_SHOWN })
      break
    case 'skipped':
      rows.end.within(batch, { id, state: 'skipped', now, why: null, ...NOTHING_SHOWN })
      break
    case 'sent':
      rows.end.within(batch, { id, state: 'sent', now, why: null, ...shown(outcome) })
      keepCard(batch, row, outcome)
      break
  }
  // Wanted again while it was under way: what was drawn may be older than the case is now.
  const seen = outcome.is === 'sent' ? (outcome.card?.revision ?? 0) : 0
  if (send.kind === 'view' && (row.wanted ?? 0) > Math.max(send.wanted, seen)) {
    const { lane, number, key, place, wanted } = row
    rows.again.within(batch, { lane, number, key, place, wanted, now })
    faults?.('settle/requeued')
  }
}

function keepCard(batch: Batch, row: OutboxRow, outcome: Extract<Settlement, { is: 'sent' }>): void {
  const { card, handle, digest } = outcome
  if (card === undefined) return
  const { lane, number, key } = row
  cards.put.within(batch, {
    lane,
    number,
    key,
    handle,
    revision: card.revision,
    digest: digest ?? '',
    state: card.state,
    model: JSON.stringify(card),
  })
}
