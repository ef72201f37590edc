/** What was paid on an instruction, what came back, and what is still open: the sums that every payment is held to. */
import type { Case, Instruction, Payment } from './case.ts'
import type { Money } from './nouns.ts'

/** Minor units that were paid and have not come back; never more than the instruction says. */
export function paidOn({ payments, state, proposal }: Instruction): number {
  // Cases from before payments were kept one by one.
  if (!payments) return state === 'paid' ? proposal.amount.minor : 0
  return payments.filter(({ returned }) => !returned).reduce((sum, { amount }) => sum + amount.minor, 0)
}

/** What may still be paid on an instruction. */
export function restOf(instruction: Instruction): Money {
  const { minor, currency } = instruction.proposal.amount
  return { minor: minor - paidOn(instruction), currency }
}

/** A payment that stands, with the instruction it was made on. */
export interface Standing {
  readonly instruction: Instruction
  readonly payment: Payment
}

/** Every payment of a case that has not come back, in the order in which they were made. */
export function standingPayments({ instructions }: Case): readonly Standing[] {
  return instructions.flatMap((instruction) =>
    (instruction.payments ?? []).filter(({ returned }) => !returned).map((payment) => ({ instruction, payment })),
  )
}

/** The instruction that is to be paid again: what came back goes before a grant from before it, which may be carried out already. */
export function owedAgain({ instructions, granted }: Case): Instruction | undefined {
  const cameBack = ({ payments = [] }: Instruction): number =>
    Math.max(...payments.map(({ returned }) => returned?.at ?? Number.NEGATIVE_INFINITY))
  return instructions.find((one) => one.state === 'returned' && (!granted || cameBack(one) >= granted.at))
}

/** How an instruction stands in the books. */
export const BALANCES = ['open', 'part', 'paid', 'unconfirmed', 'returned', 'failed', 'cancelled'] as const
export type Balance = (typeof BALANCES)[number]

/**
 * `unconfirmed`: paid, and a payment has no voucher file behind its number. `returned`: money came back and is to be
 * paid again. `part`: some of it is paid, whatever became of the rest.
 */
export function balanceOf(instruction: Instruction): Balance {
  const { state, payments = [] } = instruction
  if (restOf(instruction).minor === 0 && state === 'paid') {
    const standing = payments.filter(({ returned }) => !returned)
    return standing.every(({ files }) => files && files.length > 0) && standing.length > 0 ? 'paid' : 'unconfirmed'
  }
  if (paidOn(instruction) > 0) return 'part'
  if (state === 'failed' || state === 'cancelled') return state
  return payments.some(({ returned }) => returned) ? 'returned' : 'open'
}

/** The stage that an instruction was given in. */
export function stageOf({ position }: Instruction): string {
  return position.slice(0, position.lastIndexOf('#'))
}
