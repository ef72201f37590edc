/** Every reference of a policy, broken. */
import { describe, expect, test } from 'vitest'
import type { Row } from './testing.ts'
import { findProblem } from './testing.ts'

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
    [
      'address of the customer',
      [['\nreceived: received', '\nreceived: received\nmail: {customer: customer}']],
      'mail.customer',
      /no field of type email "customer"/,
    ],
    ['text to the customer', [['notice: result', 'notice: results']], 'flow.stages.told.notice', /no text "results"/],
    ['rung', [['to: role.boss}]', 'to: role.bos}]']], 'ladder[2].to', /"bos"/],
    ['intake form', [['  intake: intake', '  intake: intaek']], 'flow.intake', /no form "intaek"/],
    ['receivers', [['  start: review', '  start: review\n  receivers: team.dsk']], 'flow.receivers', /no team "dsk"/],
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
    expect(findProblem(changes, path, message).severity).toBe('error')
  })
})
