/** Writes down what became of claimed rows. */
import { faults } from '../../src/faults.ts'
import type { Send, Settlement } from '../../src/ports.ts'
import { type OutboxRow, whyOf } from '../outbox-rows.ts'
import type { OutboxStatements } from './outbox-statements.ts'

export interface Settled {
  readonly send: Send
  readonly outcome: Settlement
}

/** Settles rows that still wait, and says of each lane when it may go on. Runs inside a transaction. */
export function settler(s: OutboxStatements): (settled: readonly Settled[], now: number) => void {
  return (settled, now) => {
    for (const one of settled) {
      const row = s.find.get({ id: one.send.id })
      if (row !== undefined) settleRow(s, row, one, now)
    }
    for (const name of new Set(settled.map((one) => one.send.lane))) {
      const head = s.waiting.get({ lane: name, limit: 1 })
      if (head === undefined) s.dropLane.run({ name })
      else s.putLane.run({ name, ready: head.next_at })
    }
    faults?.('settle/written')
  }
}

const NOTHING_SHOWN = { handle: null, revision: null, digest: null }

/** Where it stands, and what was drawn: from the facts up to that revision it can be drawn again, and compared (I24). */
const shown = ({ handle, card, digest }: Extract<Settlement, { is: 'sent' }>) => ({
  ...{ handle, revision: card?.revision ?? null, digest: digest ?? null },
})

function settleRow(s: OutboxStatements, row: OutboxRow, { send, outcome }: Settled, now: number): void {
  const { id } = row
  switch (outcome.is) {
    case 'retry':
      s.retry.run({ id, next_at: outcome.at, why: whyOf(outcome) })
      return
    case 'given_up':
      s.end.run({ id, state: 'given_up', now, why: outcome.why, ...NOTHING_SHOWN })
      break
    case 'skipped':
      s.end.run({ id, state: 'skipped', now, why: null, ...NOTHING_SHOWN })
      break
    case 'sent':
      s.end.run({ id, state: 'sent', now, why: null, ...shown(outcome) })
      keepCard(s, row, outcome)
      break
  }
  // Wanted again while it was under way: what was drawn may be older than the case is now.
  const seen = outcome.is === 'sent' ? (outcome.card?.revision ?? 0) : 0
  if (send.kind === 'view' && (row.wanted ?? 0) > Math.max(send.wanted, seen)) {
    s.again.run({ ...row, now })
    faults?.('settle/requeued')
  }
}

function keepCard(s: OutboxStatements, row: OutboxRow, outcome: Extract<Settlement, { is: 'sent' }>): void {
  const { card, handle, digest } = outcome
  if (card === undefined) return
  const { lane, number, key } = row
  s.putCard.run({
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
