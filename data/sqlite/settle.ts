/** Writes down what became of claimed rows. */
import { faults } from '../../src/faults.ts'
import { anyOrder } from '../../src/outbox-port.ts'
import { cardOf, endOf, isWantedAgain, type OutboxRow, type Settled, whyOf } from '../outbox-rows.ts'
import type { OutboxStatements } from './outbox-statements.ts'

/** Settles rows that still wait, and says of each lane when it may go on. Runs inside a transaction. */
export function settler(s: OutboxStatements): (settled: readonly Settled[], now: number) => void {
  return (settled, now) => {
    for (const one of settled) {
      const row = s.find.get({ id: one.send.id })
      if (row !== undefined) settleRow(s, row, one, now)
    }
    for (const name of new Set(settled.map((one) => one.send.lane))) {
      const head = anyOrder(name) ? s.soonest.get({ lane: name }) : s.waiting.get({ lane: name, limit: 1 })
      if (head === undefined) s.dropLane.run({ name })
      else s.putLane.run({ name, ready: head.next_at })
    }
    faults?.('settle/written')
  }
}

function settleRow(s: OutboxStatements, row: OutboxRow, one: Settled, now: number): void {
  const { id } = row
  const { outcome } = one
  if (outcome.is === 'held') return void s.hold.run({ id, next_at: outcome.at, why: outcome.why })
  if (outcome.is === 'retry')
    return void s.retry.run({ id, next_at: outcome.at, why: whyOf(outcome), left: outcome.unsure ? 1 : 0 })
  s.end.run({ id, now, ...endOf(outcome) })
  const card = cardOf(row, outcome)
  if (card !== undefined) s.putCard.run({ ...card })
  if (isWantedAgain(row, one)) {
    s.again.run({ ...row, now })
    faults?.('settle/requeued')
  }
}
