/** What a customer is worth never decides about money: every rule about it broken, and what it may change. */
import { expect, test } from 'vitest'
import { allowedKinds, checkForm } from '../rules/form.ts'
import type { Row } from './testing.ts'
import { findProblem, loaded, problemsOf, spoil } from './testing.ts'

/** The small policy where the channel says what somebody is worth to us. */
const worth = (written = '{fields: [channel], cash: [cash, refund]}') =>
  ['matrix:\n', `worth: ${written}\nmatrix:\n`] as const

/** An apology for some only. */
const forSome = [
  'A: {apology: {}, cash: {max: 20000}',
  `A: {apology: {when: "channel == 'shop'"}, cash: {max: 20000}`,
] as const

test.each<Row>([
  ['a field that is none', [worth('{fields: [tier], cash: [cash]}')], 'worth.fields[0]', /no field "tier"/],
  [
    'a kind that is none',
    [worth('{fields: [channel], cash: [gold]}')],
    'worth.cash[0]',
    /no kind of compensation "gold"/,
  ],
  [
    'money for some customers only',
    [worth(), ['cash: {max: 20000}', `cash: {max: 20000, when: "channel == 'shop'"}`]],
    'matrix.A.cash.when',
    /cash is money: it follows the grade/,
  ],
  [
    'a grade that depends on it',
    [worth(), [`when: "safety == 'injury'", is: A`, `when: "safety == 'injury' || channel == 'shop'", is: A`]],
    'derived.impact.first[0].when',
    /what a customer is worth \(channel\)/,
  ],
  [
    'a grade that depends on it by way of another value',
    [
      worth(),
      ['derived:\n', `derived:\n  dear: {label: Dear, first: [{when: "channel == 'shop'", is: dear}, {is: plain}]}\n`],
      [`when: "safety == 'injury'", is: A`, `when: "dear == 'dear'", is: A`],
    ],
    'derived.impact.first[0].when',
    /what a customer is worth \(dear\)/,
  ],
])('%s', (_what, changes, path, message) => {
  expect(findProblem(changes, path, message).severity).toBe('error')
})

test('it may decide about what is no money, about the level and about who sees to it; a word in quotes is no name', () => {
  const changes = [
    worth(),
    forSome,
    [`when: "impact == 'A' && scope > 1.0"`, `when: "channel == 'shop' && scope > 1.0"`],
    [`when: "category.startsWith('quality.failure')"`, `when: "channel == 'shop'"`],
    [`when: "safety == 'injury'", is: A`, `when: "safety == 'injury' || text.contains('channel')", is: A`],
  ] as const
  expect(problemsOf(spoil(...changes)).filter(({ severity }) => severity === 'error')).toEqual([])
})

test('a kind for some customers is offered to them, and refused to others', () => {
  const { policy } = loaded(spoil(worth(), forSome))
  const known = (channel: string) => ({
    values: { channel, plan_kind: 'apology' },
    derived: { impact: { value: 'A', why: '' } },
    visits: {},
  })
  expect(Object.keys(allowedKinds(policy, known('shop')))).toEqual(['apology', 'cash', 'refund'])
  expect(Object.keys(allowedKinds(policy, known('phone')))).toEqual(['cash', 'refund'])
  const grave = (channel: string) => ({ values: { channel, safety: 'injury' }, derived: {}, visits: {} })
  const asked = { plan_kind: 'apology' }
  expect(checkForm(policy, 'plan', grave('shop'), asked)).toEqual([])
  expect(checkForm(policy, 'plan', grave('phone'), asked)).toMatchObject([{ refused: 'kind_not_allowed' }])
})
