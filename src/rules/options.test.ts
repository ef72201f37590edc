/** What of several options is approved, and which choices that covers. */
import { expect, test } from 'vitest'
import { policy as shipped } from '../../data/testing/shipped.ts'
import { proposalOf, sameProposal, sequenceFor } from './approval.ts'
import type { Case } from './case.ts'
import type { Money, Values } from './nouns.ts'
import { isCovered } from './options.ts'
import type { DecisionStage, Policy } from './policy.ts'

const yuan = (major: number): Money => ({ minor: major * 100, currency: 'CNY' })
const policy: Policy = {
  ...shipped,
  approval: { ...shipped.approval, choice: [{ kind: 'second_kind', amount: 'second_amount' }] },
}
const planned = (values: Values) => ({ values, derived: {}, visits: {} }) as unknown as Case
const TWO = {
  plan_kind: 'coupon',
  plan_amount: yuan(100),
  second_kind: 'cash',
  second_amount: yuan(600),
  payee: '张三',
}
const approval = Object.values(policy.flow.stages).find(
  (stage): stage is DecisionStage => stage.kind === 'decision' && stage.steps === 'matrix',
)

test('the dearest is proposed, with all that is offered; other options are another proposal', () => {
  const proposal = proposalOf(policy, planned(TWO))
  expect(proposal).toMatchObject({ kind: 'cash', amount: yuan(600), options: [{ kind: 'coupon' }, { kind: 'cash' }] })
  expect(sameProposal(proposal, proposalOf(policy, planned({ ...TWO, plan_amount: yuan(99) })))).toBe(false)
  expect(sameProposal(proposal, proposalOf(policy, planned(TWO)))).toBe(true)
  const { second_kind: _none, ...one } = TWO
  expect(proposalOf(policy, planned(one))).toEqual({ kind: 'coupon', amount: yuan(100), payee: '张三' })
})

test('a step that any option calls for is asked', () => {
  if (!approval) throw new Error('no decision by tiers')
  const steps = (values: Values) =>
    sequenceFor(policy, approval, planned(values)).map((set) => set.map(({ step }) => step))
  expect(steps(TWO)).toEqual([['legal'], ['director']])
  expect(steps({ ...TWO, second_kind: 'refund' })).toEqual([['director']])
})

test.each([
  ['an approved kind for its amount', 'coupon', 100, '张三', true],
  ['an approved kind for less', 'cash', 1, '张三', true],
  ['one kind for what was approved of another', 'coupon', 101, '张三', false],
  ['more than was approved', 'cash', 601, '张三', false],
  ['another kind', 'refund', 1, '张三', false],
  ['another payee', 'coupon', 100, '李四', false],
])('%s', (_what, kind, amount, payee, covered) => {
  const granted = { ...proposalOf(policy, planned(TWO)), position: 'approval#1', at: 1 }
  expect(isCovered(granted, { kind, amount: yuan(amount), payee })).toBe(covered)
})
