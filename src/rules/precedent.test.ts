/** Nearness, spread, gauge, and what becomes a precedent. */
import { expect, it } from 'vitest'
import { filed, policy, yuan } from '../../data/testing/shipped.ts'
import { sequenceFor } from './approval.ts'
import type { Case } from './case.ts'
import { remarksOn } from './ground.ts'
import type { Money } from './nouns.ts'
import type { Precedent, Subject } from './precedent.ts'
import { FEWEST, gaugeOf, nearest, neighbours, precedentOf, spreadOf, unusualIn } from './precedent.ts'
import { DAY } from './zone.ts'

const NOW = Date.parse('2026-11-23T10:00:00+08:00')
const cny = (amount: number): Money => yuan(amount) as Money

const subject: Subject = {
  ...{ category: 'quality.failure.no_cooling', model: 'BCD-500', grade: 'B', kind: 'refund' },
  ...{ amount: cny(300), asked: NOW },
}

/** The very same case ten days ago, unless said otherwise. */
const past = (number: string, more: Partial<Precedent> = {}): Precedent => ({
  ...{ number, category: subject.category, product: '冰箱', model: 'bcd-500', grade: 'B', kind: 'refund' },
  ...{ amount: cny(300), ended: NOW - 10 * DAY, customer: '' },
  ...more,
})

it('puts the nearest first, by each of category, model, impact, kind and age', () => {
  const same = past('same')
  const far: Readonly<Record<string, Precedent>> = {
    category: past('category', { category: 'logistics.late' }),
    branch: past('branch', { category: 'quality.failure.leak' }),
    model: past('model', { model: 'X' }),
    grade: past('grade', { grade: 'C' }),
    kind: past('kind', { kind: 'coupon' }),
    age: past('age', { ended: NOW - 800 * DAY }),
  }
  for (const other of Object.values(far)) {
    expect(nearest(subject, [other, same]).map(({ number }) => number)).toEqual(['same', other.number])
  }
  const both = [far.category, far.branch].filter((one) => one !== undefined)
  expect(nearest(subject, both).map(({ number }) => number)).toEqual(['branch', 'category'])
  // No model is no model in common.
  const bare = nearest({ ...subject, model: '' }, [past('b', { model: '' }), past('a', { ended: NOW - 9 * DAY })])
  expect(bare.map(({ number }) => number)).toEqual(['a', 'b'])
})

it('gives five at most, and lets likeness of another sort have its say', () => {
  const many = Array.from({ length: 8 }, (_, i) => past(`C-${i}`))
  expect(nearest(subject, many).map(({ number }) => number)).toEqual(['C-0', 'C-1', 'C-2', 'C-3', 'C-4'])
  const alike = nearest(subject, many, 1, [(_, other) => (other.number === 'C-7' ? 1 : 0)])
  expect(alike.map(({ number }) => number)).toEqual(['C-7'])
})

it('tells least, middle and most', () => {
  expect(spreadOf([])).toBeUndefined()
  expect(spreadOf([5])).toEqual({ least: 5, middle: 5, most: 5 })
  expect(spreadOf([300, 100, 201, 200])).toEqual({ least: 100, middle: 201, most: 300 })
})

it('says where an amount stands among those of the same kind, impact and currency, when there are enough', () => {
  const all = [100, 200, 300, 400, 500].map((amount) => past(`C-${amount}`, { amount: cny(amount) }))
  expect(all).toHaveLength(FEWEST)
  const others = [
    past('kind', { kind: 'coupon', amount: cny(1) }),
    past('grade', { grade: 'A', amount: cny(1) }),
    past('currency', { amount: { minor: 1, currency: 'USD' } }),
  ]
  const at = (amount: number) => gaugeOf({ ...subject, amount: cny(amount) }, [...all, ...others])
  expect(at(300)).toEqual({ n: 5, percentile: 50, lower: 20_000, upper: 40_000 })
  expect([at(1)?.percentile, at(100)?.percentile, at(450)?.percentile, at(900)?.percentile]).toEqual([0, 10, 80, 100])
  expect(at(0)).toBeUndefined()
  expect(gaugeOf(subject, all.slice(1))).toBeUndefined()
})

it('takes for a precedent only what was planned, carried out and closed', () => {
  const values = { plan_kind: 'refund', plan_amount: cny(300), model: 'M' }
  const ended = { stage: 'closed', outcome: 'closed', at: NOW }
  const state = (more: object): Pick<Case, 'ended' | 'values'> => ({ ended, values, ...more })
  expect(precedentOf(state({}))).toEqual({ kind: 'refund', model: 'M', ended: NOW })
  expect(precedentOf(state({ ended: { ...ended, outcome: 'unconfirmed' } }))).toBeDefined()
  for (const outcome of ['rejected', 'withdrawn', 'not_a_complaint'])
    expect(precedentOf(state({ ended: { ...ended, outcome } }))).toBeUndefined()
  expect(precedentOf(state({ ended: undefined }))).toBeUndefined()
  expect(precedentOf(state({ values: { plan_kind: 'refund' } }))).toBeUndefined()
  expect(precedentOf(state({ values: { plan_amount: cny(1) } }))).toBeUndefined()
})

it('knows the neighbours of a category: what stands under the same branch, and nothing of a category that has none', () => {
  const found = neighbours(subject.category, policy)
  expect(found.length).toBeGreaterThan(0)
  expect(found).not.toContain(subject.category)
  for (const path of found) expect(path).toMatch(/^quality\.failure\.\w+$/)
  expect(neighbours('', policy)).toEqual([])
})

it('remarks on three compensated cases of one key, and on another customer under it', () => {
  const under = { field: 'order_no', numbers: ['a', 'b'], sums: [], ofOthers: false }
  expect(remarksOn(under)).toEqual([])
  expect(remarksOn({ ...under, numbers: ['a', 'b', 'c'] })).toEqual(['often'])
  expect(remarksOn({ ...under, ofOthers: true })).toEqual(['other_customer'])
})

it('finds an amount unusual only where the policy asks, among as many as it wants, and widens to the neighbours', () => {
  const amounts = [100, 200, 300, 400, 500]
  const own = amounts.map((amount) => past(`C-${amount}`, { amount: cny(amount) }))
  const wider = own.map((one) => ({ ...one, category: 'quality.failure.leak' }))
  const wanting = (atLeast: number) => ({ ...policy, approval: { ...policy.approval, precedents: { atLeast } } })
  const of = (amount: number, atLeast: number) =>
    unusualIn({ ...subject, amount: cny(amount) }, wanting(atLeast), ({ categories, before }) => {
      expect(before).toBe(NOW)
      return categories.includes(subject.category) ? own : wider
    })
  expect([199, 200, 400, 401].map((amount) => of(amount, 10)?.is)).toEqual(['below', undefined, undefined, 'above'])
  expect(of(900, 10)).toEqual({ is: 'above', n: 10, lower: 20_000, upper: 40_000 })
  expect(of(900, 11)).toBeUndefined()
  expect(of(0, 10)).toBeUndefined()
  const { precedents: _, ...approval } = policy.approval
  const never = () => {
    throw new Error('nobody was to look')
  }
  expect(unusualIn({ ...subject, amount: cny(900) }, { ...policy, approval }, never)).toBeUndefined()
})

it('asks one tier more for an unusual amount, and says why; the last tier has none above it', () => {
  const stage = Object.values(policy.flow.stages).find((one) => one.kind === 'decision' && one.steps === 'matrix')
  if (stage?.kind !== 'decision') throw new Error('no decision follows the matrix')
  const state = filed({ plan_kind: 'refund', plan_amount: yuan(300) })
  const dear = filed({ plan_kind: 'refund', plan_amount: yuan(9_000) })
  const asked = (one: Case) => sequenceFor(policy, stage, one, undefined, { is: 'below', n: 31 }).at(-1)?.[0]
  expect(sequenceFor(policy, stage, state).flat()).toEqual([{ step: 'supervisor', why: ['tier.le.50000'] }])
  expect(asked(state)).toEqual({ step: 'director', why: ['tier.le.50000', 'band.below.31'] })
  expect(asked(dear)).toMatchObject({ step: 'vp', why: ['tier.else'] })
})
