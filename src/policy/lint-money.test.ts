/** Every rule about money, broken. */
import { describe, expect, test } from 'vitest'
import type { Changes, Row } from './testing.ts'
import { findProblem, problemsOf, spoil } from './testing.ts'

describe('money', () => {
  test.each<Row>([
    [
      'bounds that do not rise',
      [['le: 500,', 'le: 3000,']],
      'approval.tiers[1].le',
      /2000\.50 CNY is not above the one before it, 3000\.00 CNY/,
    ],
    ['equal bounds', [['le: 500,', 'le: 2000.5,']], 'approval.tiers[1].le', /is not above/],
    [
      'no tier for the rest',
      [[', {else: board}]', ']']],
      'approval.tiers[1].le',
      /Amounts above 2000\.50 CNY have no tier/,
    ],
    [
      'else in the middle',
      [['{le: 500, step: chief}', '{else: chief}']],
      'approval.tiers[0].else',
      /takes every amount/,
    ],
    ['a grade without a row', [['  C: {apology: {max: 0}, cash: {max: 100}}\n', '']], 'matrix', /nothing for grade C/],
    ['a grade with an empty row', [['{apology: {max: 0}, cash: {max: 100}}', '{}']], 'matrix.C', /nothing for grade C/],
    ['a row for no grade', [['  C: {apology', '  B: {apology: {}}\n  C: {apology']], 'matrix.B', /impact is never B/],
    ['a kind that is none', [['cash: {max: 100}', 'csh: {max: 100}']], 'matrix.C.csh', /no kind of compensation "csh"/],
    [
      'groups of one',
      [['who: [role.chief, role.boss], mode: groups', 'who: role.chief, mode: groups']],
      'approval.steps.board.mode',
      /needs several groups/,
    ],
    [
      'sums over a field that is none',
      [['  steps:\n    chief', '  sum_over: {same: [order], window: 30d}\n  steps:\n    chief']],
      'approval.sum_over.same[0]',
      /no field "order"/,
    ],
    [
      'sums over what names no one thing',
      [['  steps:\n    chief', '  sum_over: {same: [product, safety], window: 30d}\n  steps:\n    chief']],
      'approval.sum_over.same[1]',
      /safety is not text/,
    ],
    [
      'sums over a window without a unit',
      [['  steps:\n    chief', '  sum_over: {same: [product], window: 30h}\n  steps:\n    chief']],
      'approval.sum_over.window',
      /"30h" will not do/,
    ],
    [
      'an empty band',
      [['  steps:\n    chief', '  precedents: {at_least: 30, band: [75, 25]}\n  steps:\n    chief']],
      'approval.precedents.band',
      /from 75 to 25 is empty/,
    ],
    [
      'a reason in a field that is none',
      [['  steps:\n    chief', '  precedents: {at_least: 30, reason: why}\n  steps:\n    chief']],
      'approval.precedents.reason',
      /no field "why"/,
    ],
    [
      'a reason that is no text',
      [['  steps:\n    chief', '  precedents: {at_least: 30, reason: safety}\n  steps:\n    chief']],
      'approval.precedents.reason',
      /safety is not text/,
    ],
    [
      'a reason that the plan does not ask for',
      [['  steps:\n    chief', '  precedents: {at_least: 30, reason: product}\n  steps:\n    chief']],
      'forms.plan.fields',
      /asks for the amount, but not for the reason, product/,
    ],
    ['a payment without a decision', [['{to: both}]', '{to: payment}]']], 'flow.stages.payment', /without a decision/],
    [
      'a payment after a rejection',
      [['{approved: payment, rejected: plan', '{approved: payment, rejected: payment']],
      'flow.stages.payment',
      /without a decision/,
    ],
    [
      'a payment form that changes the plan',
      [['payment: [voucher]', 'payment: [voucher, payee]']],
      'flow.stages.payment.form',
      /changes what was approved: payee/,
    ],
    [
      'a payment form without a voucher',
      [['payment: [voucher]', 'payment: [photos]']],
      'flow.stages.payment.form',
      /no text field for the voucher/,
    ],
    [
      'a new plan after the decision',
      [
        ['approved: payment,', 'approved: check,'],
        [
          '    closed: {kind',
          '    check: {kind: form, name: Check, who: team.desk, form: plan, next: payment}\n    closed: {kind',
        ],
      ],
      'flow.stages.check.next',
      /without a decision/,
    ],
    [
      'a step for more people than there are',
      [['{quorum: 2}', '{quorum: 3}']],
      'approval.steps.lawyer.mode.quorum',
      /wants 3 approvals of 2 people/,
    ],
    [
      'a group of a step for more people than there are in it',
      [
        [
          'who: [person.dan, person.bob], mode: {quorum: 2}',
          'groups: [{who: [person.dan, person.bob], mode: {quorum: 3}}]',
        ],
      ],
      'approval.steps.lawyer.groups[0].mode.quorum',
      /wants 3 approvals of 2 people/,
    ],
    [
      'a step that asks by who and by groups',
      [['who: [role.chief, role.boss], mode: groups', 'who: role.chief, groups: [{who: role.boss}]']],
      'approval.steps.board',
      /does not say clearly whom it asks/,
    ],
    [
      'a step that asks nobody',
      [['who: [role.chief, role.boss], mode: groups', 'cc: role.boss']],
      'approval.steps.board',
      /does not say clearly whom it asks/,
    ],
    [
      'a copy for nobody',
      [['{name: Chief, who: role.chief}', '{name: Chief, who: role.chief, cc: role.chef}']],
      'approval.steps.chief.cc',
      /no role that anybody has "chef"/,
    ],
  ])('%s', (_what, changes, path, message) => {
    expect(findProblem(changes, path, message).severity).toBe('error')
  })

  test('one undecided branch of any, not of all, lets a payment through', () => {
    const branches = 'branches: {one: first_opinion, two: [second_opinion]}, join: all, next: approval'
    const decided = (join: string): Changes => [
      [branches, `branches: {one: first_opinion, two: [approval]}, join: ${join}, next: payment`],
      ['    second_opinion: {kind: form, name: Second opinion, who: team.desk, form: review, next: join}\n', ''],
      ['{approved: payment,', '{approved: join,'],
    ]
    expect(problemsOf(spoil(...decided('all'))).filter((problem) => problem.path === 'flow.stages.payment')).toEqual([])
    expect(findProblem(decided('any'), 'flow.stages.payment', /without a decision/).severity).toBe('error')
  })

  test.each<Row>([
    [
      'a decision of its own steps before a payment',
      [['steps: approval', 'steps: [board]']],
      'flow.stages.payment',
      /past the tiers/,
    ],
    [
      'a kind no grade allows',
      [['cash: {max: 20000}, refund: {max: 0.5}', 'cash: {max: 20000}']],
      'kinds.refund',
      /No grade allows/,
    ],
    [
      'a step nobody asks',
      [['    lawyer: {name', '    clerk: {name: Clerk, who: person.ann}\n    lawyer: {name']],
      'approval.steps.clerk',
      /is not used/,
    ],
    [
      'sums over names',
      [['  steps:\n    chief', '  sum_over: {same: [customer], window: 30d}\n  steps:\n    chief']],
      'approval.sum_over.same[0]',
      /people who share it are counted together/,
    ],
  ])('%s is a warning', (_what, changes, path, message) => {
    expect(findProblem(changes, path, message).severity).toBe('warning')
  })
})
