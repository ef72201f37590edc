/** Every rule about time, texts and people, broken; and lint as a whole. */
import { describe, expect, test } from 'vitest'
import { lintPolicy } from './lint.ts'
import type { Row } from './testing.ts'
import { findProblem, loaded, problemsOf, SMALL, spoil } from './testing.ts'

test('the small policy has nothing wrong', () => {
  expect(problemsOf(SMALL)).toEqual([])
})

describe('time and texts', () => {
  test.each<Row>([
    [
      'a span of more than a lifetime',
      [['l2: 2bh', 'l2: 300000bh']],
      'clocks.first.l2',
      /takes more than a hundred years on the calendar plain/,
    ],
    [
      'reminders out of order at level 1 alone',
      [['{at: +1bd, to: role.boss}', '{at: +1bd, l1: 2h, to: role.boss}, {at: +2bd, l1: 1h, to: role.boss}']],
      'ladder[3].l1',
      /not in order/,
    ],
    [
      'a span of level 1 at a reminder before the end',
      [['{at: "100%", to: leader}', '{at: "100%", l1: 1h, to: leader}']],
      'ladder[1].l1',
      /l1 belongs to a reminder after the time is up/,
    ],
    [
      'more than a lifetime at level 1',
      [['{at: +1bd, to: role.boss}', '{at: +1bd, l1: 300000bh, to: role.boss}']],
      'ladder[2].l1',
      /takes more than a hundred years on the calendar plain/,
    ],
    ['reminders out of order', [['at: "100%", to: leader', 'at: "40%", to: leader']], 'ladder[1].at', /not in order/],
    [
      'a share after the limit',
      [
        [
          '{at: "50%", to: asked}, {at: "100%", to: leader}, {at: +1bd, to: role.boss}',
          '{at: +1bd, to: asked}, {at: "100%", to: leader}',
        ],
      ],
      'ladder[1].at',
      /not in order/,
    ],
    [
      'late rungs out of order',
      [['{at: +1bd, to: role.boss}', '{at: +1bd, to: role.boss}, {at: +2h, to: leader}']],
      'ladder[3].at',
      /not in order/,
    ],
    [
      'a ladder of its own out of order',
      [['first: {from', 'first: {ladder: [{at: "100%", to: asked}, {at: "50%", to: asked}], from']],
      'clocks.first.ladder[1].at',
      /not in order/,
    ],
    [
      'a warning’s lead on what is late',
      [['{at: "100%", to: leader}', '{at: "100%", to: leader, ahead: 1h}']],
      'ladder[1].ahead',
      /belongs to a reminder before/,
    ],
    [
      'the same choice twice',
      [['dwell: first', 'dwell: first\nacknowledge: {for: [1h, 1h], times: 2}']],
      'acknowledge.for[1]',
      /is given twice/,
    ],
    [
      'a placeholder that is none',
      [['{number}"', '{numbr}"']],
      'texts.received.body.zh',
      /\{numbr\} in the text cannot be filled in/,
    ],
    [
      'a placeholder with a space',
      [['{kind} {amount}', '{the kind} {amount}']],
      'texts.result.body.en',
      /\{the kind\}/,
    ],
  ])('%s', (_what, changes, path, message) => {
    expect(findProblem(changes, path, message).severity).toBe('error')
  })

  test.each<Row>([
    [
      'a rung on which nobody stands',
      [
        ['{at: +1bd, to: role.boss}', '{at: +1bd, to: person.silent}'],
        ['people:\n', 'people:\n  silent: {name: Silent, accounts: {}}\n'],
      ],
      'ladder[2].to',
      /Nobody stands on this rung/,
    ],
    ['a stage without a limit', [['dwell: first\n', '']], 'flow.stages.review', /has no limit/],
    [
      'a clock without a stage',
      [['  first: {from', '  spare: {from: filed, all: 2h}\n  first: {from']],
      'clocks.spare',
      /is not used/,
    ],
    [
      'a text never sent',
      [['  result: {subject', '  spare: {subject: a, body: b}\n  result: {subject']],
      'texts.spare',
      /never sent/,
    ],
  ])('%s is a warning', (_what, changes, path, message) => {
    expect(findProblem(changes, path, message).severity).toBe('warning')
  })
})

describe('people', () => {
  test.each<Row>([
    [
      'an account of two people',
      [['accounts: {here: cat}', 'accounts: {here: bob}']],
      'people.cat.accounts.here',
      /already belongs to bob/,
    ],
    [
      'leaders in a circle',
      [['bob: {name: Bob, leader: ann', 'bob: {name: Bob, leader: dan']],
      'people.bob.leader',
      /in a circle: bob → dan → bob/,
    ],
    [
      'nobody who is asked last',
      [
        ['roles: [admin]', 'roles: []'],
        ['[spare, admin]', '[spare]'],
        ['[second, admin]', '[second]'],
      ],
      'people',
      /Nobody has the role admin/,
    ],
    [
      'a service that is a person',
      [['services: {crm', 'services: {cat: CAT, crm']],
      'services.cat',
      /both a person and a service/,
    ],
    [
      'an empty team',
      [['till: {name: Till, members: [ann]}', 'till: {name: Till, members: []}']],
      'flow.stages.payment.who',
      /Nobody is in the team till/,
    ],
    [
      'one person for two duties kept apart',
      [
        ['till: {name: Till, members: [ann]}', 'till: {name: Till, members: [dan]}'],
        ['who: role.boss, mode: all', 'who: person.dan, mode: all'],
      ],
      'flow.stages.payment.who',
      /too few: approver \(dan\); payer \(dan\)/,
    ],
    [
      'nobody living at a step',
      [['bob: {name: Bob, leader: ann, roles: [chief], accounts: {here: bob}}', 'bob: {name: Bob, roles: [chief]}']],
      'approval.steps.chief.who',
      /Nobody who is named here can be reached: bob/,
    ],
    [
      'nobody living in one group of a step',
      [['accounts: {here: dan}}', 'accounts: {}}']],
      'approval.steps.board.groups[1].who',
      /Nobody who is named here can be reached: dan/,
    ],
    [
      'a quorum of people some of whom cannot be reached',
      [['leader: bob, roles: [boss], accounts: {here: dan}}', 'roles: [boss]}']],
      'approval.steps.lawyer.mode.quorum',
      /wants 2 approvals of 1 people/,
    ],
    [
      'fewer people than duties, with the filer',
      [
        [', accounts: {here: hal}', ''],
        [', accounts: {here: fay}', ''],
        [', accounts: {here: cat}', ''],
        ['members: [cat]', 'members: [bob]'],
        ['till: {name: Till, members: [ann]}', 'till: {name: Till, members: [ann, dan]}'],
      ],
      'flow.stages.payment.who',
      /too few: filer \(ann, bob, dan\); appraiser .*approver .*payer/,
    ],
    [
      'a company of one',
      [
        [', accounts: {here: bob}', ''],
        [', accounts: {here: cat}', ''],
        [', accounts: {here: dan}', ''],
        [', accounts: {here: hal}', ''],
        [', accounts: {here: fay}', ''],
      ],
      'people',
      /only 1 of the people can be reached/,
    ],
  ])('%s', (_what, changes, path, message) => {
    expect(findProblem(changes, path, message).severity).toBe('error')
  })

  test('two people are enough where only the filer is kept apart', () => {
    const people = `people:
  ann: {name: Ann, roles: [admin, chief, boss], accounts: {here: ann}}
  bob: {name: Bob, roles: [admin, chief, boss], accounts: {here: bob}}
teams:
  desk: {name: Desk, members: [ann, bob]}
  lab: {name: Lab, members: [ann, bob]}
  till: {name: Till, members: [ann, bob]}
channels:`
    const two = spoil(
      ['\nmatrix:', '\n  apart: [[filer, approver]]\nmatrix:'],
      ['[person.dan, person.bob], mode: {quorum: 2}', '[person.ann, person.bob]'],
    ).replace(/people:\n[\s\S]*?\nchannels:/, people)
    expect(problemsOf(two)).toEqual([])
    const apart = problemsOf(two.replace('[[filer, approver]]', '[[filer, approver, payer]]'))
    expect(apart.map(({ path }) => path)).toContain('flow.stages.payment.who')
  })

  test('duties that are not kept apart may fall to one person', () => {
    const text = spoil(
      ['till: {name: Till, members: [ann]}', 'till: {name: Till, members: [dan]}'],
      ['\nmatrix:', '\n  apart: [[filer, approver], [filer, payer]]\nmatrix:'],
    )
    expect(problemsOf(text)).toEqual([])
  })

  test.each<Row>([
    ['a person nobody can reach', [[', accounts: {here: cat}', '']], 'people.cat', /no account on any platform/],
    [
      'a payment that nobody is left for once two people have had their part',
      [[', accounts: {here: hal}', '']],
      'flow.stages.payment.who',
      /nobody is left to be payer: filer \(.*appraiser \(ann\)|nobody is left to be payer: .*filer/,
    ],
    [
      'a quorum that can be left one short',
      [
        [', accounts: {here: hal}', ''],
        [', accounts: {here: fay}', ''],
      ],
      'approval.steps.lawyer.who',
      /nobody is left to be approver: filer/,
    ],
    ['a channel nowhere', [['all: {here: "#all"}', 'all: {name: All}']], 'channels.all', /no address on any platform/],
  ])('%s is a warning', (_what, changes, path, message) => {
    expect(findProblem(changes, path, message).severity).toBe('warning')
  })

  test('platforms that do not exist are errors where the platforms are known', () => {
    expect(problemsOf(SMALL, { platforms: ['here'] })).toEqual([])
    const paths = problemsOf(SMALL, { platforms: ['hear'] }).map((problem) => problem.path)
    expect(paths).toContain('people.ann.accounts.here')
    expect(paths).toContain('channels.all.here')
  })
})

test('lint can be run again on compiled values when the directory changed', () => {
  const { policy, live } = loaded()
  const { dan: _left, ...people } = live.directory.people
  const problems = lintPolicy(policy, { ...live, directory: { ...live.directory, people } })
  expect(problems.map((problem) => problem.path)).toContain('approval.steps.boss.who')
  expect(problems.every((problem) => problem.line === undefined)).toBe(true)
})
