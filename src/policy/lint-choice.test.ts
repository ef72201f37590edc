/** Every rule about what the customer may choose from, broken. */
import { expect, test } from 'vitest'
import type { Changes, Row } from './testing.ts'
import { findProblem, problemsOf, spoil } from './testing.ts'

/** The small policy with a second option and a stage in which the choice is recorded. */
const SECOND: Changes = [
  [
    '  voucher: {type: text',
    '  second_kind: {type: choice, label: Second, of: kinds, within: matrix}\n  second_amount: {type: money, label: Second amount, within: matrix}\n  voucher: {type: text',
  ],
  [
    'plan: [plan_kind, plan_amount, payee]',
    'plan: [plan_kind, plan_amount, payee, second_kind, second_amount]\n  pick: [plan_kind, plan_amount]',
  ],
  ['{approved: payment, rejected', '{approved: pick, rejected'],
]
const STAGE =
  '    pick: {kind: form, name: Pick, who: team.desk, form: pick, choice: true, next: payment}\n    payment: {kind'
const PICK: Changes = [['    payment: {kind', STAGE]]
const choice = (written: string): Changes => [['  steps:\n    chief', `  choice: ${written}\n  steps:\n    chief`]]
const PAIR = '{kind: second_kind, amount: second_amount}'

test('sound, it is used', () => {
  expect(problemsOf(spoil(...SECOND, ...PICK, ...choice(`[${PAIR}]`)))).toEqual([])
})

test.each<Row>([
  [
    'a fourth option',
    [...SECOND, ...PICK, ...choice(`[${PAIR}, ${PAIR}, ${PAIR}]`)],
    'approval.choice',
    /among 3 options at most/,
  ],
  [
    'an option twice',
    [...SECOND, ...PICK, ...choice(`[${PAIR}, ${PAIR}]`)],
    'approval.choice[1].kind',
    /already belongs to another/,
  ],
  [
    'the plan itself',
    [...SECOND, ...PICK, ...choice('[{kind: plan_kind, amount: second_amount}]')],
    'approval.choice[0].kind',
    /already belongs/,
  ],
  [
    'a field that is none',
    [...SECOND, ...PICK, ...choice('[{kind: second_kin, amount: second_amount}]')],
    'approval.choice[0].kind',
    /no field "second_kin"/,
  ],
  [
    'a kind that is none',
    [...SECOND, ...PICK, ...choice('[{kind: product, amount: second_amount}]')],
    'approval.choice[0].kind',
    /must be choice/,
  ],
  [
    'no place for the choice',
    [...SECOND.slice(0, 1), SECOND[1] as Changes[number], ...choice(`[${PAIR}]`)],
    'approval.choice',
    /No stage records/,
  ],
  ['nothing to choose from', [...SECOND, ...PICK], 'flow.stages.pick.choice', /nothing for the customer to choose/],
  [
    'a choice that changes the other options',
    [
      ...SECOND.slice(0, 1),
      [
        'plan: [plan_kind, plan_amount, payee]',
        'plan: [plan_kind, plan_amount, payee]\n  pick: [plan_kind, plan_amount, second_kind, second_amount]',
      ],
      SECOND[2] as Changes[number],
      ...PICK,
      ...choice(`[${PAIR}]`),
    ],
    'flow.stages.pick.form',
    /none of the fields of other options/,
  ],
  [
    'a choice before the approval',
    [
      ...SECOND,
      ...PICK,
      ...choice(`[${PAIR}]`),
      [
        'reject: rejected, exhausted: rejected}}\n    appraisal',
        'return: pick, reject: rejected, exhausted: rejected}}\n    appraisal',
      ],
    ],
    'flow.stages.pick',
    /can be reached without an approval/,
  ],
  [
    'an option beyond the matrix',
    [
      ...SECOND.slice(1),
      ...PICK,
      ...choice(`[${PAIR}]`),
      [
        '  voucher: {type: text',
        '  second_kind: {type: choice, label: Second, of: kinds, within: matrix}\n  second_amount: {type: money, label: Second amount}\n  voucher: {type: text',
      ],
    ],
    'fields.second_amount',
    /anything could be proposed/,
  ],
])('%s', (_what, changes, path, message) => {
  expect(findProblem(changes, path, message).severity).toBe('error')
})
