/** Every rule of lint with a policy that breaks it. */
import { describe, expect, test } from 'vitest'
import { lintPolicy } from './lint.ts'
import { loaded, problemsOf, SMALL, spoil } from './testing.ts'

type Changes = readonly (readonly [string, string])[]
type Row = readonly [what: string, changes: Changes, path: string, message: RegExp]

function expectProblem(changes: Changes, path: string, message: RegExp, severity: 'error' | 'warning'): void {
  const problems = problemsOf(spoil(...changes))
  const problem = problems.find((one) => one.path === path && message.test(one.message.en))
  expect(problem, JSON.stringify(problems, null, 1)).toBeDefined()
  expect(problem?.severity).toBe(severity)
  expect(problem?.line).toBeGreaterThan(0)
  for (const text of [problem?.message.zh, problem?.fix.zh, problem?.fix.en]) expect(text?.length).toBeGreaterThan(3)
}

test('the small policy has nothing wrong', () => {
  expect(problemsOf(SMALL)).toEqual([])
})

describe('references', () => {
  test.each<Row>([
    ['calendar of the company', [['calendar: plain}', 'calendar: plane}']], 'company.calendar', /no calendar "plane"/],
    [
      'calendar of a team',
      [['lab: {name: Lab,', 'lab: {name: Lab, calendar: night,']],
      'teams.lab.calendar',
      /no calendar "night"/,
    ],
    [
      'team of a family',
      [['name: Product, team: lab', 'name: Product, team: labs']],
      'families.product.team',
      /no team "labs"/,
    ],
    [
      'team of a category',
      [['team: desk}', 'team: dusk}']],
      'categories.quality.children.failure.children.loud.team',
      /no team "dusk"/,
    ],
    [
      'field of a form',
      [['review: {name: Review, fields: [safety', 'review: {name: Review, fields: [safty']],
      'forms.review.fields[0]',
      /no field "safty"/,
    ],
    [
      'form that is completed',
      [['completes: intake', 'completes: intak']],
      'forms.review.completes',
      /no form "intak"/,
    ],
    [
      'team of a route',
      [['failure\')", to: team.lab', 'failure\')", to: team.lob']],
      'routes.quality[0].to',
      /no team "lob"/,
    ],
    ['person in a list', [['person.ann]', 'person.anna]']], 'routes.quality[1].to[1]', /no person "anna"/],
    [
      'route of a stage',
      [['who: route.quality', 'who: route.qualty']],
      'flow.stages.appraisal.who',
      /no route "qualty"/,
    ],
    [
      'field of a who',
      [['who: field.owner', 'who: field.customer']],
      'flow.stages.plan.who',
      /no field of type person "customer"/,
    ],
    [
      'role of a step',
      [['who: role.boss,', 'who: role.bos,']],
      'approval.steps.boss.who',
      /no role that anybody has "bos"/,
    ],
    ['dwell clock', [['dwell: first', 'dwell: frist']], 'dwell', /no clock "frist"/],
    ['clock of a stage', [['clock: node,', 'clock: nod,']], 'flow.stages.payment.clock', /no clock "nod"/],
    ['text on filing', [['\nreceived: received', '\nreceived: recieved']], 'received', /no text "recieved"/],
    ['text to the customer', [['notice: result', 'notice: results']], 'flow.stages.told.notice', /no text "results"/],
    ['rung', [['to: role.boss}]', 'to: role.bos}]']], 'ladder[2].to', /"bos"/],
    ['intake form', [['  intake: intake', '  intake: intaek']], 'flow.intake', /no form "intaek"/],
    ['start', [['start: review', 'start: reveiw']], 'flow.start', /no stage "reveiw"/],
    ['channel of the case', [['{to: all}]', '{to: al}]']], 'flow.channel[1].to', /no channel "al"/],
    [
      'channel of a stage',
      [['form: payment, clock', 'form: payment, channel: money, clock']],
      'flow.stages.payment.channel',
      /no channel "money"/,
    ],
    [
      'stage anywhere',
      [['withdraw: withdrawn', 'withdraw: withdrown']],
      'flow.anywhere.withdraw',
      /no stage "withdrown"/,
    ],
    [
      'stage of a single way',
      [['{submit: plan, return: review}', '{submit: plann, return: review}']],
      'flow.stages.appraisal.next.submit[0].to',
      /no stage "plann"/,
    ],
    [
      'stage of one of several ways',
      [['{to: both}]', '{to: bothh}]']],
      'flow.stages.plan.next.submit[1].to',
      /no stage "bothh"/,
    ],
    [
      'stage of a choice',
      [['[plan, appraisal]', '[plan, apraisal]']],
      'flow.stages.approval.next.returned[1]',
      /no stage "apraisal"/,
    ],
    [
      'join outside a branch',
      [['{submit: plan, return: review}', '{submit: plan, return: join}']],
      'flow.stages.appraisal.next.return[0].to',
      /no stage "join"/,
    ],
    ['form of a stage', [['form: appraisal,', 'form: apraisal,']], 'flow.stages.appraisal.form', /no form "apraisal"/],
    [
      'reason to pause',
      [['pause_on: [sample]', 'pause_on: [sampel]']],
      'flow.stages.appraisal.pause_on[0]',
      /no reason to pause "sampel"/,
    ],
    [
      'stage of a branch',
      [['one: first_opinion', 'one: frist_opinion']],
      'flow.stages.both.branches.one[0]',
      /no stage "frist_opinion"/,
    ],
    [
      'step of a decision',
      [['steps: approval', 'steps: [bord]']],
      'flow.stages.approval.steps[0]',
      /no approval step "bord"/,
    ],
    ['step of a tier', [['{else: board}', '{else: bord}']], 'approval.tiers[2].else', /no approval step "bord"/],
    [
      'step of a rule outside the tiers',
      [["'A'\", step: boss", "'A'\", step: lawyer"]],
      'approval.rules[0].step',
      /no step among the tiers "lawyer"/,
    ],
    [
      'extra step',
      [['step: lawyer, before', 'step: lawer, before']],
      'approval.extra[0].step',
      /no approval step "lawer"/,
    ],
    [
      'leader',
      [['cat: {name: Cat, leader: bob', 'cat: {name: Cat, leader: bop']],
      'people.cat.leader',
      /no person "bop"/,
    ],
    ['member', [['members: [cat]', 'members: [kat, cat]']], 'teams.lab.members[0]', /no person "kat"/],
    ['lead', [['lead: ann', 'lead: amn']], 'teams.desk.lead', /no person "amn"/],
  ])('%s', (_what, changes, path, message) => {
    expectProblem(changes, path, message, 'error')
  })
})

describe('fields, forms, categories, derived values', () => {
  test.each<Row>([
    [
      'a fourth level',
      [['dead: {name: Dead}', 'dead: {name: Dead, children: {cold: {name: Cold}}}']],
      'categories.quality.children.failure.children.dead.children.cold',
      /on level 4/,
    ],
    [
      'a field code knows is missing',
      [
        ['  receiver: {type: person, label: Receiver}\n', ''],
        ['notice: result', 'notice: result, who: team.desk'],
      ],
      'fields.receiver',
      /receiver.*is missing/,
    ],
    [
      'a field code knows has another type',
      [['payee: {type: text', 'payee: {type: person']],
      'fields.payee.type',
      /Field payee is person/,
    ],
    [
      'a plan that the matrix does not bind',
      [['label: Amount, within: matrix', 'label: Amount']],
      'fields.plan_amount',
      /not bound by the matrix/,
    ],
    [
      'another field within the matrix',
      [['answer: {type: choice, label: Answer,', 'answer: {type: choice, label: Answer, within: matrix,']],
      'fields.answer.within',
      /does not reach/,
    ],
    [
      'kinds that are none',
      [['of: kinds, within', 'of: [apology, cash], within']],
      'fields.plan_kind.of',
      /are not the kinds/,
    ],
    ['a range upside down', [['min: 0, max: 100', 'min: 100, max: 0']], 'fields.scope.range', /above the most/],
    [
      'a field twice in a form',
      [['[plan_kind, plan_amount, payee]', '[plan_kind, plan_amount, plan_kind]']],
      'forms.plan.fields[2]',
      /stands twice/,
    ],
    [
      'intake without the complaint',
      [['intake: [text, customer', 'intake: [customer']],
      'forms.intake.fields',
      /lacks the complaint/,
    ],
    [
      'nobody completes a one-line filing',
      [[', completes: intake', '']],
      'forms.intake',
      /Nobody asks later.*customer/,
    ],
    [
      'a derived value code knows is missing',
      [['  alert: {label: Alert, first: [{when: "level == 1", is: urgent}, {is: normal}]}\n', '']],
      'derived.alert',
      /alert.*is missing/,
    ],
    [
      'no branch for everything else',
      [['is: A}, {is: C}]', 'is: A}, {when: "agreed", is: C}]']],
      'derived.impact.first[1].when',
      /Nothing matches/,
    ],
    [
      'a branch out of reach',
      [['{when: "safety == \'injury\'", is: A}, {is: C}', '{is: C}, {is: A}']],
      'derived.impact.first[0]',
      /always matches/,
    ],
    [
      'a level of no clock',
      [['is: 1}, {is: 3}]', 'is: 1}, {is: 4}]']],
      'derived.level.first[1].is',
      /level cannot be 4/,
    ],
    [
      'a level that is text',
      [
        ['is: 1}, {is: 3}]', 'is: one}, {is: three}]'],
        ['level == 1", is: urgent', "level == 'one'\", is: urgent"],
        ['{when: "level == 1", to: all}', '{when: "agreed", to: all}'],
      ],
      'derived.level.first[0].is',
      /level cannot be one/,
    ],
    [
      'a label for a value that never comes',
      [['values: {A: Grave', 'values: {B: Middling, A: Grave']],
      'derived.impact.values.B',
      /never B/,
    ],
  ])('%s', (_what, changes, path, message) => {
    expectProblem(changes, path, message, 'error')
  })

  test('impact must be text', () => {
    const numbers = SMALL.replace('is: A}, {is: C}], values: {A: Grave, C: Slight}}', 'is: 1}, {is: 2}]}')
      .replaceAll("impact == 'A'", 'impact == 1')
      .replace('  A: {apology', '  "1": {apology')
      .replace('  C: {apology', '  "2": {apology')
    expect(problemsOf(numbers)).toMatchObject([
      { path: 'derived.impact.first', message: { en: 'impact must be text' } },
    ])
  })

  test.each<Row>([
    [
      'a category that stops early',
      [['{dead: {name: Dead}, loud: {name: Loud, team: desk}}', '{}']],
      'categories.quality.children.failure',
      /only 2 of 3 levels/,
    ],
    [
      'a form nobody uses',
      [['  callback: [answer]', '  callback: [answer]\n  extra: [cause]']],
      'forms.extra',
      /No stage uses/,
    ],
    [
      'a field nobody asks for',
      [['  receiver: {type', '  colour: {type: text, label: Colour}\n  receiver: {type']],
      'fields.colour',
      /No form asks/,
    ],
  ])('%s is a warning', (_what, changes, path, message) => {
    expectProblem(changes, path, message, 'warning')
  })
})

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
    expectProblem(changes, path, message, 'error')
  })

  test('a round trip that only unlimited stages and used-up rounds make is a warning', () => {
    const changes: Changes = [['[plan, appraisal], exhausted: rejected', '[plan, appraisal], exhausted: plan']]
    expectProblem(changes, 'flow.stages.plan', /Even with all rounds used up/, 'warning')
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
  ])('%s', (_what, changes, path, message) => {
    expectProblem(changes, path, message, 'error')
  })

  test('one undecided branch of any, not of all, lets a payment through', () => {
    const branches = 'branches: {one: first_opinion, two: [second_opinion]}, join: all, next: approval'
    const decided = (join: string): Changes => [
      [branches, `branches: {one: first_opinion, two: [approval]}, join: ${join}, next: payment`],
      ['    second_opinion: {kind: form, name: Second opinion, who: team.desk, form: review, next: join}\n', ''],
      ['{approved: payment,', '{approved: join,'],
    ]
    expect(problemsOf(spoil(...decided('all'))).filter((problem) => problem.path === 'flow.stages.payment')).toEqual([])
    expectProblem(decided('any'), 'flow.stages.payment', /without a decision/, 'error')
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
  ])('%s is a warning', (_what, changes, path, message) => {
    expectProblem(changes, path, message, 'warning')
  })
})

describe('time and texts', () => {
  test.each<Row>([
    [
      'a span of more than a lifetime',
      [['l2: 2bh', 'l2: 300000bh']],
      'clocks.first.l2',
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
    expectProblem(changes, path, message, 'error')
  })

  test.each<Row>([
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
    expectProblem(changes, path, message, 'warning')
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
    ['nobody who is asked last', [['roles: [admin]', 'roles: []']], 'people', /Nobody has the role admin/],
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
  ])('%s', (_what, changes, path, message) => {
    expectProblem(changes, path, message, 'error')
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
    ['a channel nowhere', [['all: {here: "#all"}', 'all: {name: All}']], 'channels.all', /no address on any platform/],
  ])('%s is a warning', (_what, changes, path, message) => {
    expectProblem(changes, path, message, 'warning')
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
