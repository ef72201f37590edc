/** Whatever finance reports in whatever order: what stands paid is never more than what was approved. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settledProposal } from '../../cards/notices.ts'
import { context, did, filed, ORDINARY, yuan } from '../../data/testing/shipped.ts'
import type { Case } from './case.ts'
import type { Decision } from './decide.ts'
import { decide } from './decide.ts'
import type { Fact } from './facts.ts'
import { noticesFor } from './notices.ts'
import type { Values, Verb } from './nouns.ts'
import { balanceOf, paidOn } from './payments.ts'
import { tasksFor } from './tasks.ts'

const APPROVED = 30_000
const asked = (state: Case): string => tasksFor(state, context)[0]?.people[0] ?? ''

/** A refund of 300 yuan that finance is to pay. */
function toPay(): Case {
  let state = filed({
    category: 'quality.failure.no_cooling',
    line: 'fridge',
    customer: '张三',
    product: '冰箱',
    model: 'M',
    batch: 'B',
    purchase_channel: 'mall',
  })
  state = did(state, asked(state), 'submit', { ...ORDINARY, core_function: 'lost', wish: ['refund'] })
  const engineer = asked(state)
  const finding = { reproduced: true, cause_kind: 'production', root_cause: '虚焊', advice: '退款' }
  state = did(state, engineer, 'submit', finding)
  const terms = { plan_reason: '坏了', payee: '张三', pay_method: 'original', plan_due: '2026-12-01' }
  state = did(state, engineer, 'submit', { plan_kind: 'refund', plan_amount: yuan(300), ...terms })
  return did(state, asked(state), 'approve')
}

const START = toPay()

interface Said {
  readonly verb: Verb
  readonly values?: Values
  readonly reason?: string
  readonly to?: string
  readonly person?: string
}

function act(state: Case, { verb, person = 'jiang.tao', ...said }: Said): Decision {
  const actor = { kind: 'person', id: person } as const
  const common = { do: 'act', id: 'x', actor, via: 'test', number: state.number, revision: state.revision } as const
  return decide(state, { ...common, verb, ...said }, context, () => '')
}

function done(state: Case, said: Said): Case {
  const decision = act(state, said)
  if (!('state' in decision)) throw new Error(JSON.stringify(decision))
  return decision.state
}

const pay = (voucher: string, minor?: number): Said => ({
  verb: 'pay',
  values: { voucher_no: voucher, ...(minor === undefined ? {} : { paid_amount: { minor, currency: 'CNY' } }) },
})
const bounce = (seq?: number): Said => ({ verb: 'bounce', reason: '账户不存在', ...(seq ? { to: String(seq) } : {}) })
const own = (state: Case) => state.instructions[0] ?? expect.fail('no instruction')

test('paid in parts: open until nothing is left, each part with a voucher of its own', () => {
  const part = done(START, pay('V-1', 10_000))
  expect(balanceOf(own(part))).toBe('part')
  expect(part.positions).toMatchObject([{ stage: 'payment' }])
  expect(act(part, pay('V-1', 10_000))).toMatchObject({ refused: 'voucher_used' })
  expect(act(part, { verb: 'pay', values: {} })).toMatchObject({ refused: 'field_required', field: 'voucher_no' })
  expect(act(part, pay('V-2', 20_001))).toMatchObject({
    refused: 'amount_over_rest',
    params: { rest: { minor: 20_000, currency: 'CNY' } },
  })
  // Half paid, it neither fails nor goes back to the plan, and the complaint is not taken back.
  expect(act(part, { verb: 'fail', reason: 'x' })).toMatchObject({ refused: 'part_paid' })
  expect(act(part, { verb: 'return', reason: 'x' })).toMatchObject({ refused: 'part_paid' })
  expect(act(part, { verb: 'withdraw', reason: 'x', person: 'wang.li' })).toMatchObject({ refused: 'already_done' })
  const paid = done(part, pay('V-2'))
  expect(own(paid)).toMatchObject({ state: 'paid', payments: [{ voucher: 'V-1' }, { voucher: 'V-2' }] })
  expect(own(paid).payments?.map(({ amount }) => amount.minor)).toEqual([10_000, 20_000])
  expect(balanceOf(own(paid))).toBe('unconfirmed')
  expect(paid.positions).toMatchObject([{ stage: 'told' }])
})

test('three ways to say a wrong amount', () => {
  const other = { verb: 'pay', values: { voucher_no: 'V', paid_amount: { minor: 100, currency: 'USD' } } } as const
  expect(act(START, other)).toMatchObject({ refused: 'amount_currency' })
  expect(act(START, pay('V', 0))).toMatchObject({ refused: 'field_range' })
  expect(act(START, pay('V', Number.MAX_SAFE_INTEGER))).toMatchObject({ refused: 'amount_over_rest' })
})

test('a payment comes back: the case goes back to finance on the same instruction, who pays it again or lets it fail', () => {
  const paid = done(START, pay('V-1'))
  expect(act(START, bounce())).toMatchObject({ refused: 'nothing_paid' })
  expect(act(paid, { ...bounce(), person: 'wang.li' })).toMatchObject({ refused: 'not_yours' })
  expect(act(paid, bounce(9_999))).toMatchObject({ refused: 'target_unknown' })
  const back = done(paid, bounce())
  expect(back.positions).toMatchObject([{ key: 'payment#2', instruction: own(paid).id }])
  expect(own(back)).toMatchObject({ state: 'issued', payments: [{ returned: { by: 'jiang.tao' } }] })
  expect(balanceOf(own(back))).toBe('returned')
  const again = done(back, pay('V-2'))
  expect(paidOn(own(again))).toBe(APPROVED)
  expect(again.instructions).toHaveLength(1)
  expect(done(back, { verb: 'fail', reason: '销户' }).positions).toMatchObject([{ stage: 'plan' }])
})

test('of two parts one comes back: which one is said, and only that is open again', () => {
  const both = done(done(START, pay('V-1', 10_000)), pay('V-2'))
  expect(act(both, bounce())).toMatchObject({ refused: 'target_required' })
  const back = done(both, bounce(own(both).payments?.[0]?.seq))
  expect(balanceOf(own(back))).toBe('part')
  expect(act(back, pay('V-3', 10_001))).toMatchObject({ refused: 'amount_over_rest' })
  expect(paidOn(own(done(back, pay('V-3', 10_000))))).toBe(APPROVED)
})

test('of two stages that pay, each says so of its own payments only', () => {
  const paid = done(START, pay('V-1'))
  const { flow } = context.policy
  const stage = flow.stages.payment
  if (stage?.kind !== 'payment') expect.fail('no payment')
  const elsewhere = { ...stage, id: 'payment_abroad', who: { kind: 'person', id: 'ye.zi' } } as const
  const stages = { ...flow.stages, payment_abroad: elsewhere }
  const where = { ...context, policy: { ...context.policy, flow: { ...flow, stages } } }
  const first = own(paid)
  const payment = first.payments?.[0] ?? expect.fail('nothing paid')
  const abroad = { ...first, id: 'other', position: 'payment_abroad#1', payments: [{ ...payment, seq: 2 }] }
  const both: Case = { ...paid, instructions: [first, abroad] }
  const said = (person: string, seq: number): Decision => {
    const common = { do: 'act', id: 'b', via: 'test', number: both.number, verb: 'bounce', reason: '退回' } as const
    return decide(both, { ...common, actor: { kind: 'person', id: person }, to: String(seq) }, where, () => '')
  }
  expect(said('jiang.tao', payment.seq)).toHaveProperty('facts')
  expect(said('jiang.tao', 2)).toMatchObject({ refused: 'target_unknown' })
  expect(said('ye.zi', 2)).toHaveProperty('facts')
  expect(said('ye.zi', payment.seq)).toMatchObject({ refused: 'target_unknown' })
})

test('a case that had ended goes on when its payment comes back', () => {
  const told = done(START, pay('V-1'))
  const report = { do: 'report', number: told.number, position: 'told#1', sent: true } as const
  const common = { id: 'r', actor: { kind: 'delivery' }, via: 'delivery' } as const
  const decision = decide(told, { ...report, ...common }, context, () => '')
  if (!('state' in decision)) throw new Error(JSON.stringify(decision))
  const ended: Case = {
    ...decision.state,
    positions: [],
    ended: { stage: 'closed', outcome: 'closed', at: context.now },
  }
  const back = done(ended, bounce())
  expect(back.ended).toBeUndefined()
  expect(back.positions).toMatchObject([{ stage: 'payment' }])
  // Whoever filed hears of the second end too: the outbox sends nothing twice under one key.
  const end = (state: Case): string | undefined => {
    const what = { is: 'ended', stage: 'closed', outcome: 'closed' } as const
    const fact: Fact = { seq: state.revision + 1, at: context.now, by: { kind: 'clock' }, via: 'clock', what }
    return noticesFor([fact], state, context)[0]?.key
  }
  expect(end(ended)).toBeDefined()
  expect(end(done(back, pay('V-2')))).not.toBe(end(ended))
})

test('what comes back is paid again for what it was, not for what was granted and carried out since', () => {
  const paid = done(START, pay('V-1'))
  const exchange = { kind: 'exchange', amount: { minor: 500_000, currency: 'CNY' }, payee: '张三' }
  const since: Case = {
    ...paid,
    positions: [],
    values: { ...paid.values, plan_kind: 'exchange', plan_amount: exchange.amount },
    granted: { ...exchange, position: 'approval#2', at: context.now },
  }
  const back = done(since, bounce())
  expect(back.instructions).toMatchObject([{ id: own(paid).id, state: 'issued', position: 'payment#2' }])
  const again = done(back, pay('V-2'))
  expect(paidOn(own(again))).toBe(APPROVED)
  expect(settledProposal(again)).toMatchObject({ kind: 'refund', amount: { minor: APPROVED } })
})

test('over any order of payments, returns and failures: never more than approved, by the facts too', () => {
  // Amounts that add up to exactly what is approved, and to one fen more, come up often.
  const near = fc.constantFrom(-1, 0, 1, 9_999, 10_000, 10_001, 20_000, 20_001, APPROVED, APPROVED + 1)
  const amount = fc.oneof(near, near, fc.integer({ min: 1, max: APPROVED }), fc.constant(undefined))
  const step = fc.oneof(
    fc.record({ verb: fc.constant('pay' as const), minor: amount, voucher: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ verb: fc.constant('bounce' as const), nth: fc.nat(3) }),
    fc.record({ verb: fc.constantFrom('fail' as const, 'return' as const) }),
  )
  let moved = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let state = START
      const facts: Fact[] = []
      for (const one of steps) {
        const seq = 'nth' in one ? state.instructions[0]?.payments?.[one.nth]?.seq : undefined
        const said =
          'voucher' in one ? pay(`V-${one.voucher}`, one.minor) : 'nth' in one ? bounce(seq) : { ...one, reason: 'x' }
        const decision = act(state, said)
        if (!('state' in decision)) continue
        moved++
        facts.push(...decision.facts)
        state = decision.state
        for (const instruction of state.instructions) {
          expect(paidOn(instruction)).toBeLessThanOrEqual(instruction.proposal.amount.minor)
          expect(paidOn(instruction)).toBeGreaterThanOrEqual(0)
          if (instruction.state === 'paid') expect(paidOn(instruction)).toBe(APPROVED)
        }
        const net = facts.reduce((sum, { what }) => {
          if (what.is === 'part_paid') return sum + what.amount.minor
          if (what.is === 'paid') return sum + (what.amount ?? what.proposal.amount).minor
          return what.is === 'payment_returned' ? sum - what.amount.minor : sum
        }, 0)
        expect(net).toBeLessThanOrEqual(APPROVED)
        expect(net).toBe(state.instructions.reduce((sum, i) => sum + paidOn(i), 0))
      }
    }),
    { numRuns: 1000 },
  )
  expect(moved).toBeGreaterThan(1000)
})
