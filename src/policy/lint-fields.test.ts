/** Every rule about fields, forms, categories and derived values, broken. */
import { describe, expect, test } from 'vitest'
import type { Row } from './testing.ts'
import { findProblem, problemsOf, SMALL } from './testing.ts'

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
    expect(findProblem(changes, path, message).severity).toBe('error')
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
    expect(findProblem(changes, path, message).severity).toBe('warning')
  })
})
