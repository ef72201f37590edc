/** Every rule about the flow, broken. */
import { describe, expect, test } from 'vitest'
import type { Changes, Row } from './testing.ts'
import { findProblem, problemsOf, spoil } from './testing.ts'

describe('flow', () => {
  test.each<Row>([
    [
      'no way when nothing holds',
      [['{to: both}]', '{when: "agreed", to: both}]']],
      'flow.stages.plan.next.submit[1].when',
      /Nothing matches/,
    ],
    [
      'a way out of reach',
      [['[{when: "answer == \'yes\'", to: closed}', '[{to: closed}']],
      'flow.stages.callback.next.submit[0]',
      /always matches/,
    ],
    ['a channel for some cases only', [[', {to: all}]', ']']], 'flow.channel[0].when', /Nothing matches/],
    [
      'a route for some cases only',
      [['{to: [team.desk, person.ann]}', '{when: "agreed", to: team.desk}']],
      'routes.quality[1].when',
      /Nothing matches/,
    ],
    [
      'a result that leads nowhere',
      [['{approved: payment, rejected: plan,', '{approved: payment,']],
      'flow.stages.approval.next',
      /does not say where rejected leads/,
    ],
    [
      'rounds without an end',
      [['returned: [plan, appraisal], exhausted: rejected', 'returned: [plan, appraisal]']],
      'flow.stages.approval.next',
      /does not say what comes after/,
    ],
    [
      'exhausted without rounds',
      [['return: review}}', 'return: review, exhausted: rejected}}']],
      'flow.stages.appraisal.next.exhausted',
      /no limit of rounds/,
    ],
    [
      'a verb of another kind',
      [['form: payment, clock', 'form: payment, verbs: [pay, fail, approve], clock']],
      'flow.stages.payment.verbs[2]',
      /payment stage cannot offer approve/,
    ],
    [
      'a verb that leads nowhere',
      [['form: payment, clock', 'form: payment, verbs: [pay, fail, return], clock']],
      'flow.stages.payment.verbs[2]',
      /does not say where it leads/,
    ],
    [
      'a result nobody can bring about',
      [['form: payment, clock', 'form: payment, verbs: [pay], clock']],
      'flow.stages.payment.next.failed',
      /does not offer fail/,
    ],
    [
      'an approver added where nobody approves',
      [['form: payment, clock', 'form: payment, verbs: [pay, fail, add], clock']],
      'flow.stages.payment.verbs[2]',
      /A payment stage cannot offer add/,
    ],
    [
      'a plan taken back to nowhere',
      [
        [
          '      rounds: 3\n      next: {approved',
          '      rounds: 3\n      verbs: [approve, reject, return, recall]\n      next: {approved',
        ],
      ],
      'flow.stages.approval.verbs[3]',
      /offers recall and does not say where it leads/,
    ],
    [
      'pausing without a reason',
      [['form: payment, clock', 'form: payment, verbs: [pay, fail, pause, resume], clock']],
      'flow.stages.payment.verbs',
      /do not go together/,
    ],
    [
      'a reason without pausing',
      [['pause_on: [sample],', 'pause_on: [sample], verbs: [submit, return],']],
      'flow.stages.appraisal.pause_on',
      /do not go together/,
    ],
    [
      'withdrawing into the middle',
      [['withdraw: withdrawn', 'withdraw: review']],
      'flow.anywhere.withdraw',
      /is no end/,
    ],
    [
      'a stage out of reach',
      [
        [
          '    closed: {kind',
          '    lost: {kind: form, name: Lost, who: team.desk, form: review, next: closed}\n    closed: {kind',
        ],
      ],
      'flow.stages.lost',
      /No way leads to the stage lost/,
    ],
    [
      'a stage without an end',
      [
        ['{submit: plan, return: review}', '{submit: plan, return: pit}'],
        [
          '    closed: {kind',
          '    pit: {kind: form, name: Pit, who: team.desk, form: review, rounds: 2, next: {submit: pit2, exhausted: pit2}}\n    pit2: {kind: customer, name: Pit, notice: result, next: pit}\n    closed: {kind',
        ],
      ],
      'flow.stages.pit2.next',
      /No end can be reached/,
    ],
    [
      'a round trip without rounds',
      [
        ['form: review, rounds: 3,', 'form: review,'],
        ['reject: rejected, exhausted: rejected}', 'reject: rejected}'],
      ],
      'flow.stages.review',
      /go round for ever: review → .* → review/,
    ],
    [
      'a circle of exhausted',
      [
        ['reject: rejected, exhausted: rejected}', 'reject: rejected, exhausted: approval}'],
        ['[plan, appraisal], exhausted: rejected', '[plan, appraisal], exhausted: review'],
      ],
      'flow.stages.review.next.exhausted',
      /in a circle/,
    ],
    ['an owner nobody becomes', [['assign: true, ', '']], 'flow.stages.plan.who', /no stage makes anybody the owner/],
    [
      'a stage in two branches',
      [['two: [second_opinion]', 'two: [second_opinion, first_opinion]']],
      'flow.stages.both.branches.two[1]',
      /belongs to both\.one and to both\.two/,
    ],
    [
      'a way into a branch',
      [['{to: both}]', '{to: first_opinion}]']],
      'flow.stages.plan.next.submit[1].to',
      /inside a parallel branch/,
    ],
    ['a start inside a branch', [['start: review', 'start: first_opinion']], 'flow.start', /inside a parallel branch/],
    [
      'a stage called join',
      [
        [
          '    closed: {kind: end, name: Closed}',
          '    closed: {kind: end, name: Closed}\n    join: {kind: end, name: Join, outcome: closed}',
        ],
      ],
      'flow.stages.join',
      /cannot name a stage/,
    ],
  ])('%s', (_what, changes, path, message) => {
    expect(findProblem(changes, path, message).severity).toBe('error')
  })

  test('a round trip that only unlimited stages and used-up rounds make is a warning', () => {
    const changes: Changes = [['[plan, appraisal], exhausted: rejected', '[plan, appraisal], exhausted: plan']]
    expect(findProblem(changes, 'flow.stages.plan', /Even with all rounds used up/).severity).toBe('warning')
  })

  test('a parallel stage that joins on any branch, and a branch that leaves, are sound', () => {
    expect(problemsOf(spoil(['join: all', 'join: any']))).toEqual([])
    expect(
      problemsOf(
        spoil([
          'first_opinion: {kind: form, name: First opinion, who: team.desk, form: review, next: join}',
          'first_opinion: {kind: form, name: First opinion, who: team.desk, form: review, next: {submit: join, reject: rejected}}',
        ]),
      ),
    ).toEqual([])
  })
})
