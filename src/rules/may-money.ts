/** Sentences about money that is to move, or has moved (see may.ts). */
import type { Case } from './case.ts'
import type { Ask } from './may.ts'
import type { PersonId, Refusal } from './nouns.ts'
import { paidOn, type Standing, stageOf, standingPayments } from './payments.ts'
import { barred, type Company, qualifies } from './people.ts'

/** Nothing was instructed or paid here that still stands. */
export function isUnpaid({ state }: Ask): Refusal | undefined {
  const stands = state.instructions.some(({ state: is }) => is !== 'failed' && is !== 'cancelled')
  return stands ? { refused: 'money_moved', params: { number: state.number } } : undefined
}

export function hasInstruction({ position, state }: Ask): Refusal | undefined {
  const open = state.instructions.some((i) => i.id === position?.instruction && i.state === 'issued')
  return open ? undefined : { refused: 'not_approved', params: { number: state.number } }
}

/** Money that left under an instruction is returned first, or the rest paid: an instruction never ends half paid. */
export function nothingOut({ position, state }: Ask): Refusal | undefined {
  const own = state.instructions.find((i) => i.id === position?.instruction)
  return own && paidOn(own) > 0
    ? { refused: 'part_paid', params: { paid: { ...own.proposal.amount, minor: paidOn(own) } } }
    : undefined
}

export function hasPayment({ state }: Ask): Refusal | undefined {
  return standingPayments(state).length > 0 ? undefined : { refused: 'nothing_paid', params: { number: state.number } }
}

/** The payments that this person could be asked to make: those of the payment stage's people, less whom a duty bars. */
export function paymentsOf(person: PersonId, state: Case, company: Company): readonly Standing[] {
  if (barred(company.policy, state, 'payer').has(person)) return []
  return standingPayments(state).filter(({ instruction }) => {
    const stage = company.policy.flow.stages[stageOf(instruction)]
    return stage?.kind === 'payment' && qualifies(stage.who, person, state, company)
  })
}

export function isFinance({ person, state, company }: Ask): Refusal | undefined {
  return paymentsOf(person, state, company).length > 0
    ? undefined
    : { refused: 'not_yours', params: { number: state.number } }
}

/** The case waits for nothing but the customer, or for this very payment's rest. */
export function isBetween({ state, company }: Ask): Refusal | undefined {
  const standing = standingPayments(state)
  const open = state.positions.find((p) => {
    const kind = company.policy.flow.stages[p.stage]?.kind
    const own = standing.some(({ instruction }) => instruction.id === p.instruction)
    return kind !== 'customer' && kind !== 'callback' && !own
  })
  const stage = open && company.policy.flow.stages[open.stage]
  return open ? { refused: 'work_open', params: { stage: stage?.name ?? open.stage } } : undefined
}

export function nothingPaid({ state }: Ask): Refusal | undefined {
  return state.instructions.some((i) => i.state === 'paid' || paidOn(i) > 0)
    ? { refused: 'already_done', params: { number: state.number } }
    : undefined
}
