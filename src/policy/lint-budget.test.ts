/** Every rule about budgets, broken. */
import { expect, test } from 'vitest'
import type { Row } from './testing.ts'
import { findProblem, loaded, problemsOf, spoil } from './testing.ts'

/** The small policy with a budget. */
const budget = (written: string) => ['matrix:\n', `budget: ${written}\nmatrix:\n`] as const

test.each<Row>([
  ['a team that is none', [budget('{month: {labb: 100}, full: block}')], 'budget.month.labb', /no team "labb"/],
  [
    'a budget of nothing',
    [budget('{month: {lab: 0}, full: block}')],
    'budget.month.lab',
    /nothing could ever be approved/,
  ],
  [
    'an amount that is none',
    [budget('{month: {lab: 1.005}, full: block}')],
    'budget.month.lab',
    /more digits than the 2/,
  ],
  [
    'a share that is none',
    [budget('{month: {lab: 100}, warn: 100%, full: block}')],
    'budget.warn',
    /"100%" will not do/,
  ],
  ['nothing said about a full one', [budget('{month: {lab: 100}}')], 'budget.full', /missing/],
  ['something unknown about a full one', [budget('{month: {lab: 100}, full: stop}')], 'budget.full', /"stop"/],
])('%s', (_what, changes, path, message) => {
  expect(findProblem(changes, path, message).severity).toBe('error')
})

test.each<Row>([
  [
    'a team that no complaint belongs to',
    [budget('{month: {till: 100}, full: block}')],
    'budget.month.till',
    /nothing is charged to it/,
  ],
  ['no department at all', [budget('{month: {}, full: block}')], 'budget.month', /No department has a budget/],
  [
    'one tier more where there is but one',
    [
      budget('{month: {lab: 100}, full: rung}'),
      ['tiers: [{le: 500, step: chief}, {le: "2,000.50", step: boss}, {else: board}]', 'tiers: [{else: boss}]'],
    ],
    'budget.full',
    /one tier only/,
  ],
])('%s is a warning', (_what, changes, path, message) => {
  expect(findProblem(changes, path, message).severity).toBe('warning')
})

test('a sound one is live, in minor units, and warns at 80 % when it does not say', () => {
  const sound = budget('{month: {lab: 1000.50, desk: 20}, full: rung}')
  expect(problemsOf(spoil(sound))).toEqual([])
  const { live, policy } = loaded(spoil(sound))
  expect(live.budget).toEqual({ month: { lab: 100_050, desk: 2_000 }, warn: 80, full: 'rung' })
  expect(loaded(spoil(budget('{month: {lab: 1}, warn: 9%, full: block}'))).live.budget?.warn).toBe(9)
  expect(loaded().live).not.toHaveProperty('budget')
  expect(policy.version).toBe(loaded().policy.version)
})
