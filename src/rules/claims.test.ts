/** Splitting one compensation over several complaints about the same order does not stay below a tier (I05, D24). */
import { describe, expect, test } from 'vitest'
import { context, did, filed, ORDINARY, yuan } from '../../data/testing/shipped.ts'
import type { Case } from './case.ts'
import type { Claim, FindClaims } from './claims.ts'
import { claimKeys, slicesOf } from './claims.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import type { Fact } from './facts.ts'
import type { Money, Values, Verb } from './nouns.ts'
import { isRefusal } from './nouns.ts'
import { tasksFor } from './tasks.ts'
import { DAY } from './zone.ts'

const ORDER = { order_no: 'TB-2026 0001', serial: 'SN 77-01' }
const NONE: FindClaims = () => []
const asked = (state: Case): string => tasksFor(state, context)[0]?.people[0] ?? ''
const steps = (state: Case) => state.positions[0]?.asking?.sequence.flat().map((step) => step.step)
const granted = (number: string, amount: number, slice = 'P1'): Claim => ({
  number,
  slice,
  amount: yuan(amount) as Money,
})

/** What this person did, while other cases stand as `claims` says. */
function act(state: Case, person: string, verb: Verb, claims: FindClaims, values: Values = {}) {
  const command = { do: 'act', id: 'x', via: 'test', number: state.number, verb, values, reason: '理由' } as const
  const actor = { kind: 'person', id: person } as const
  const seen = { ...command, actor, revision: state.revision }
  const made = decide(state, seen, { ...context, claims }, () => '')
  if (isRefusal(made)) throw new Error(JSON.stringify(made))
  // Whatever was found in other cases is in the facts: the fold alone gives the same case.
  expect(made.facts.reduce<Case | undefined>(evolve, state)).toEqual(made.state)
  return made
}

/** A complaint about the order, up to its plan. */
function planned(values: Values = ORDER): Case {
  const place = { category: 'quality.failure.no_cooling', line: 'fridge', purchase_channel: 'mall' }
  let state = filed({ ...place, customer: '张三', product: '冰箱', model: 'M', batch: 'B', ...values })
  state = did(state, asked(state), 'submit', { ...ORDINARY, core_function: 'lost', wish: ['refund'] })
  const finding = { reproduced: true, cause_kind: 'production', root_cause: '虚焊', advice: '退款' }
  return did(state, asked(state), 'submit', finding)
}

function proposed(amount: number, claims: FindClaims, state = planned()): { state: Case; facts: readonly Fact[] } {
  const terms = { plan_kind: 'refund', plan_reason: '坏了', payee: '张三', pay_method: 'original' }
  return act(state, asked(state), 'submit', claims, { ...terms, plan_amount: yuan(amount), plan_due: '2026-12-01' })
}

describe('keys', () => {
  test('even out width, case, spaces and punctuation', () => {
    const written = ['tb20260001', 'TB-2026-0001', ' ＴＢ２０２６ 0001 ', 'Tb_2026/0001']
    const keys = written.map((order_no) => claimKeys(context.policy, { values: { order_no } }))
    expect(keys).toEqual(written.map(() => ['order_no=TB20260001']))
    expect(claimKeys(context.policy, { values: ORDER })).toEqual(['order_no=TB20260001', 'serial=SN7701'])
  })

  test.each([
    '',
    '无',
    '不详',
    'N/A',
    'unknown',
    '0000',
    '---',
    '123',
    '没有订单号',
  ])('“%s” links nothing', (order_no) => {
    expect(claimKeys(context.policy, { values: { order_no } })).toEqual([])
  })

  test('the name of the customer links nothing', () => {
    expect(claimKeys(context.policy, { values: { customer: '张三 13800138000' } })).toEqual([])
  })
})

describe('the tier', () => {
  test.each([
    { others: [granted('C-1', 200)], asks: ['supervisor'] },
    { others: [granted('C-1', 200.01)], asks: ['director'] },
    { others: [granted('C-1', 1000), granted('C-2', 700)], asks: ['director'] },
    { others: [granted('C-1', 1000), granted('C-2', 700.01)], asks: ['vp'] },
    { others: [granted('C-1', 200), granted('C-1', 200)], asks: ['supervisor'] },
    { others: [granted('C-1', 200), granted('C-1', 200, 'P2')], asks: ['director'] },
  ])('of 300 yuan beside $others is $asks', ({ others, asks }) => {
    expect(steps(proposed(300, () => others).state)).toEqual(asks)
  })

  test('counts neither this case itself nor another currency', () => {
    const mine = planned()
    const dollars = { ...granted('C-1', 900), amount: { minor: 90_000, currency: 'USD' } }
    const { state } = proposed(300, () => [granted(mine.number, 900), dollars], mine)
    expect(steps(state)).toEqual(['supervisor'])
    expect(state.positions[0]?.asking).not.toHaveProperty('linked')
  })

  test('asks for both keys and thirty days, and only when there is a key', () => {
    const calls: (readonly [readonly string[], number])[] = []
    const counting: FindClaims = (keys, since) => {
      calls.push([keys, since])
      return []
    }
    proposed(300, counting)
    proposed(300, counting, planned({}))
    expect(calls).toEqual([[['order_no=TB20260001', 'serial=SN7701'], context.now - 30 * DAY]])
  })

  test('is written down with its reason and the other cases', () => {
    const { facts } = proposed(300, () => [granted('C-9', 100), granted('C-2', 150), granted('C-9', 100, 'P2')])
    expect(facts.find((fact) => fact.what.is === 'asked')?.what).toMatchObject({
      linked: { sum: yuan(350), numbers: ['C-2', 'C-9'] },
      sequence: [[{ step: 'director', why: ['tier.le.200000', 'sum.30d'] }]],
    })
  })
})

describe('what is linked under several fields', () => {
  const under = (claims: Readonly<Record<string, readonly Claim[]>>): FindClaims => {
    return (keys) => keys.flatMap((key) => claims[key] ?? [])
  }
  const linkedBy = (claims: Readonly<Record<string, readonly Claim[]>>) =>
    proposed(300, under(claims)).state.positions[0]?.asking?.linked

  test('is told field by field, and counts once in all', () => {
    const both = granted('C-1', 100)
    const linked = linkedBy({ 'order_no=TB20260001': [both, granted('C-2', 50)], 'serial=SN7701': [both] })
    expect(linked).toEqual({
      ...{ sum: yuan(150), numbers: ['C-1', 'C-2'] },
      under: [
        { field: 'order_no', sum: yuan(150), numbers: ['C-1', 'C-2'] },
        { field: 'serial', sum: yuan(100), numbers: ['C-1'] },
      ],
    })
  })

  test('is told in one where only one of them links', () => {
    const linked = linkedBy({ 'serial=SN7701': [granted('C-1', 100)] })
    expect(linked).toEqual({ sum: yuan(100), numbers: ['C-1'] })
  })
})

describe('while a decision is under way', () => {
  test('other cases that are granted more meanwhile disturb no correction', () => {
    const { state } = proposed(300, NONE)
    const after = act(state, 'wang.li', 'amend', () => [granted('C-1', 9_000)], { model: 'M2' })
    expect(after.facts.map((fact) => fact.what.is)).toEqual(['amended'])
  })

  test('a corrected order number is looked up', () => {
    const { state } = proposed(300, NONE, planned({}))
    const after = act(state, 'wang.li', 'amend', () => [granted('C-1', 400)], ORDER)
    expect(after.facts.map((fact) => fact.what)).toMatchObject([
      { is: 'amended' },
      { is: 'voided', why: 'sum' },
      { is: 'asked' },
    ])
    expect(steps(after.state)).toEqual(['director'])
  })

  test('a slice granted since keeps the supervisor’s yes from being the last word', () => {
    const { state } = proposed(300, NONE)
    const after = act(state, asked(state), 'approve', () => [granted('C-1', 300)])
    expect(after.facts.map((fact) => fact.what.is)).toEqual(['approved', 'voided', 'asked'])
    expect([steps(after.state), after.state.granted]).toEqual([['director'], undefined])
    const done = act(after.state, asked(after.state), 'approve', () => [granted('C-1', 300)])
    expect(done.facts.map((fact) => fact.what.is)).toContain('instructed')
  })

  test('a sum that has become smaller asks nobody again', () => {
    const { state } = proposed(300, () => [granted('C-1', 400)])
    const after = act(state, asked(state), 'approve', NONE)
    expect(after.facts.map((fact) => fact.what.is)).toContain('granted')
  })
})

describe('what a case claims itself', () => {
  const paying = (): Case => {
    const { state } = proposed(300, NONE)
    return act(state, asked(state), 'approve', NONE).state
  }

  test('is nothing before the grant, then the instruction, paid or not', () => {
    const before = proposed(300, NONE).state
    expect(slicesOf(before)).toEqual([])
    const state = paying()
    const slice = { id: `${state.number}-P1`, amount: yuan(300), happened: context.now }
    expect(slicesOf(state)).toEqual([slice])
    expect(slicesOf(act(state, asked(state), 'pay', NONE, { voucher_no: 'V1' }).state)).toEqual([slice])
  })

  test('ends with a failed payment or a withdrawal', () => {
    const state = paying()
    expect(slicesOf(act(state, asked(state), 'fail', NONE).state)).toEqual([])
    expect(slicesOf(act(state, 'wang.li', 'withdraw', NONE).state)).toEqual([])
  })

  test('holds for what is granted but not paid in money, until the case comes to nothing', () => {
    const grant = { kind: 'exchange', amount: yuan(300) as Money, payee: '张三', position: 'approval#1', at: 5 }
    const state: Case = { ...planned(), granted: grant }
    expect(slicesOf(state)).toEqual([{ id: 'granted/approval#1', amount: yuan(300), happened: 5 }])
    expect(slicesOf({ ...state, ended: { stage: 'closed', outcome: 'closed', at: 9 } })).toHaveLength(1)
    expect(slicesOf({ ...state, ended: { stage: 'withdrawn', outcome: 'withdrawn', at: 9 } })).toEqual([])
    expect(slicesOf({ ...state, granted: { ...grant, amount: yuan(0) as Money } })).toEqual([])
  })
})
