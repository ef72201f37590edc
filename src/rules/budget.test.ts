/** Whatever is planned, approved, paid, declined and corrected in whatever order: a blocking budget is never overdrawn. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { context, did, filed, ORDINARY, policy } from '../../data/testing/shipped.ts'
import { type Budget, budgetKey, departmentOf, monthOf, spendingOn } from './budget.ts'
import type { Case } from './case.ts'
import { type FindClaims, slicesOf } from './claims.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import type { Millis, Money, Values, Verb } from './nouns.ts'
import { isRefusal } from './nouns.ts'
import { tasksFor } from './tasks.ts'
import { DAY } from './zone.ts'

const BLOCKING: Budget = { month: { quality: 50_000, logistics: 30_000 }, warn: 80, full: 'block' }
const fen = (minor: number): Money => ({ minor, currency: 'CNY' })
const asked = (state: Case): string => tasksFor(state, context)[0]?.people[0] ?? ''

const PLANNABLE = ((): Case => {
  const place = { category: 'quality.failure.no_cooling', line: 'fridge', purchase_channel: 'mall' }
  let state = filed({ ...place, customer: '张三', product: '冰箱', model: 'M', batch: 'B' })
  state = did(state, asked(state), 'submit', { ...ORDINARY, core_function: 'lost', wish: ['refund'] })
  return did(state, asked(state), 'submit', { cause_kind: 'production', root_cause: '虚焊', advice: '退款' })
})()

const TERMS = { plan_reason: '坏了', payee: '张三', pay_method: 'original', plan_due: '2026-12-01' }

describe('what a case is charged to', () => {
  const values = (category: string) => ({ values: { category } })
  const budget = (...teams: readonly string[]): Budget => ({
    ...BLOCKING,
    month: Object.fromEntries(teams.map((team) => [team, 1])),
  })

  test('is the team of its category, else of its family, that has a budget', () => {
    const late = values('logistics.delay.transit')
    expect(departmentOf(policy, late, budget('logistics', 'operations'))).toBe('logistics')
    expect(departmentOf(policy, late, budget('operations'))).toBe('operations')
    expect(departmentOf(policy, late, budget('quality'))).toBeUndefined()
    expect(departmentOf(policy, { values: {} }, budget('quality'))).toBeUndefined()
    expect(departmentOf(policy, values('quality.failure.dead'), budget('constructor'))).toBeUndefined()
  })

  test.each([
    ['2026-03-31T23:59:59.999+08:00', 'Asia/Shanghai', '2026-03'],
    ['2026-04-01T00:00:00+08:00', 'Asia/Shanghai', '2026-04'],
    ['2026-04-01T00:00:00+08:00', 'UTC', '2026-03'],
    ['2026-12-31T23:00:00-05:00', 'America/New_York', '2026-12'],
  ])('%s in %s is in %s', (at, tz, month) => {
    expect(monthOf(Date.parse(at), tz)).toBe(month)
  })
})

test('a case’s own payments of the month count beside those of others; what is decided now takes the place of its grant', () => {
  const charged = { team: 'quality', month: '2026-11' }
  const proposal = { kind: 'refund', amount: fen(100), payee: '张三' }
  const paid = { id: 'P1', position: 'payment#1', proposal, issued: 1, charged, state: 'paid' as const }
  const october = { ...paid, id: 'P2', charged: { ...charged, month: '2026-10' } }
  const granted = { ...proposal, position: 'approval#1', at: 2, charged }
  const state: Case = { ...PLANNABLE, instructions: [paid, october], granted }
  const claims: FindClaims = (keys) => {
    expect(keys).toEqual(['budget/quality/2026-11'])
    const row = { slice: 'P1', amount: fen(20) }
    return [
      { ...row, number: 'C-9' },
      { ...row, number: state.number },
      { ...row, number: 'C-8', amount: { minor: 7, currency: 'USD' } },
    ]
  }
  const now = { ...context, budget: BLOCKING, claims }
  expect(spendingOn(fen(5), state, now)).toMatchObject({ ...charged, used: fen(120), limit: fen(50_000), is: 'within' })
  expect(spendingOn(fen(39_879), state, now)).toMatchObject({ is: 'within' })
  expect(spendingOn(fen(39_880), state, now)).toMatchObject({ is: 'near' })
  expect(spendingOn(fen(49_880), state, now)).toMatchObject({ is: 'near' })
  expect(spendingOn(fen(49_881), state, now)).toMatchObject({ is: 'over' })
  expect(spendingOn(fen(0), state, now)).toBeUndefined()
})

/** Several cases, and what was done to them so far. */
class Company {
  readonly cases: Case[] = [1, 2, 3].map((n) => ({ ...PLANNABLE, number: `C-${n}` }))
  now: Millis = context.now

  readonly claims: FindClaims = (keys) =>
    this.cases.flatMap((state) =>
      slicesOf(state)
        .filter(({ charged }) => charged && keys.includes(budgetKey(charged)))
        .map(({ id, amount }) => ({ number: state.number, slice: id, amount })),
    )

  /** The code of the refusal, or what happened. */
  act(i: number, verb: Verb, values: Values = {}, person?: string): readonly string[] {
    const state = this.cases[i] as Case
    const actor = { kind: 'person', id: person ?? asked(state) } as const
    const common = { do: 'act', id: 'x', via: 'test', number: state.number, revision: state.revision } as const
    const now = { ...context, now: this.now, budget: BLOCKING, claims: this.claims }
    const made = decide(state, { ...common, actor, verb, values, reason: '理由' }, now, () => '')
    if (isRefusal(made)) return [made.refused]
    expect(made.facts.reduce<Case | undefined>(evolve, state)).toEqual(made.state)
    this.cases[i] = made.state
    return made.facts.map(({ what }) => what.is)
  }

  sums(): Readonly<Record<string, number>> {
    const sums: Record<string, number> = {}
    for (const { amount, charged } of this.cases.flatMap(slicesOf)) {
      const key = charged ? `${charged.team} ${charged.month}` : 'nobody'
      sums[key] = (sums[key] ?? 0) + amount.minor
    }
    return sums
  }
}

/** What somebody does to one of the cases: the verb, with what the form holds, and who does it where it is not whoever is asked. */
type Deed = readonly [verb: Verb, values?: Values, person?: string]
const DEEDS: readonly Deed[] = [
  ['approve'],
  ['pay', { voucher_no: 'V-1' }],
  ['fail'],
  ['bounce', {}, 'jiang.tao'],
  ['reject'],
  ['withdraw', {}, 'wang.li'],
  ['amend', { category: 'logistics.wrong.item' }, 'wang.li'],
]
const planning = fc
  .integer({ min: 1, max: 50_000 })
  .map((n): Deed => ['submit', { ...TERMS, plan_kind: 'refund', plan_amount: fen(n) }])
const deed = fc.oneof(planning, fc.constant<Deed>(['approve']), fc.constantFrom(...DEEDS))
const doing = fc.record({ i: fc.nat(2), deed, monthLater: fc.nat(9).map((n) => n === 0) })

test('the sum approved in a month never exceeds a blocking budget, whatever is done in whatever order', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(fc.array(doing, { minLength: 30, maxLength: 60 }), (all) => {
      const company = new Company()
      for (const { i, deed, monthLater } of all) {
        if (monthLater) company.now += 31 * DAY
        for (const is of company.act(i, ...deed)) seen.add(is)
        for (const [key, sum] of Object.entries(company.sums()))
          expect(sum).toBeLessThanOrEqual(BLOCKING.month[key.split(' ')[0] ?? ''] ?? 0)
      }
    }),
    { numRuns: 60 },
  )
  // Otherwise it would say nothing.
  for (const is of ['granted', 'budget_used', 'paid', 'payment_failed', 'payment_returned', 'withdrawn', 'amended'])
    expect([...seen]).toContain(is)
})
