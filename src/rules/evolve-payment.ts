/** What becomes of instructions to pay: issued, paid in one or several parts, come back, issued again, failed. */
import type { Instruction, Payment } from './case.ts'
import type { Fact, Happening } from './facts.ts'

type Of<K extends Happening['is']> = Extract<Happening, { is: K }>

/** The facts about an instruction after it was issued. */
export type PaymentFact = Of<'paid' | 'part_paid' | 'payment_returned' | 'reissued' | 'payment_failed'>

/** The instructions of a case after one of these facts. */
export function paid(before: readonly Instruction[], fact: Fact, what: PaymentFact): readonly Instruction[] {
  return before.map((one) => (one.id === what.id ? after(one, fact, what) : one))
}

function after(one: Instruction, fact: Fact, what: PaymentFact): Instruction {
  const by = byOf(fact)
  switch (what.is) {
    case 'paid':
      return { ...withPayment(one, fact, what), state: 'paid' }
    case 'part_paid':
      return withPayment(one, fact, what)
    case 'payment_failed':
      return { ...one, state: 'failed', ...by }
    case 'reissued':
      return { ...one, state: 'issued', position: what.position }
    case 'payment_returned': {
      const returned = { at: fact.at, reason: what.reason, ...by }
      const payments = (one.payments ?? []).map((p) => (p.seq === what.payment ? { ...p, returned } : p))
      return { ...one, payments, state: one.state === 'issued' ? 'issued' : 'returned' }
    }
  }
}

function withPayment(one: Instruction, fact: Fact, what: Of<'paid' | 'part_paid'>): Instruction {
  const payment: Payment = {
    seq: fact.seq,
    at: fact.at,
    ...byOf(fact),
    amount: what.amount ?? one.proposal.amount,
    voucher: what.voucher,
    ...(what.files ? { files: what.files } : {}),
  }
  return { ...one, voucher: what.voucher, ...byOf(fact), payments: [...(one.payments ?? []), payment] }
}

const byOf = ({ by }: Fact): Pick<Payment, 'by'> => (by.kind === 'person' ? { by: by.id } : {})
