/** What the author of a mistaken policy is told: line, path, value and fix, in both languages. */
import { expect, test } from 'vitest'
import { problemLine } from './places.ts'
import { nearest, pathText, readPath } from './problems.ts'
import { problemsOf, SMALL, spoil } from './testing.ts'

type Changes = readonly (readonly [string, string])[]

/** The line of the small policy that a text stands in. */
const lineOf = (text: string) => SMALL.slice(0, SMALL.indexOf(text)).split('\n').length

test.each<[string, Changes, string, string, RegExp, RegExp]>([
  [
    'a key misspelt',
    [['leader: ann', 'leadr: ann']],
    'bob:',
    'people.bob.leadr',
    /Unknown key "leadr"/,
    /Did you mean "leader"/,
  ],
  [
    'a key nobody knows',
    [['dwell: first', 'dwell: first\ncolour: red']],
    'ladder:',
    'colour',
    /Unknown key "colour"/,
    /Remove it; known here: version/,
  ],
  [
    'an unquoted comma',
    [['name: Lab,', 'name: {zh: 室, en: Lab, big},']],
    'lab: {name',
    'teams.lab.name.big',
    /Unknown key "big"/,
    /put that text in quotes/,
  ],
  ['a key missing', [['start: review', '']], 'flow:', 'flow.start', /"start" is missing/, /Add it: an id/],
  ['a wrong type', [['version: 3', 'version: three']], 'version', 'version', /"three" will not do/, /a whole number/],
  [
    'a bare number of hours',
    [['all: 24h}', 'all: 24}']],
    'node: {name',
    'clocks.node.all',
    /24 will not do/,
    /24h \(clock hours\)/,
  ],
  [
    'part of a working day',
    [['l3: 1bd', 'l3: 1.5bd']],
    'first: {from',
    'clocks.first.l3',
    /"1.5bd" cannot be used/,
    /whole numbers/,
  ],
  [
    'a span of nothing',
    [['opens: 24h', 'opens: 0h']],
    'opens',
    'flow.stages.callback.opens',
    /"0h" cannot be used/,
    /above zero/,
  ],
  [
    'an id with capitals',
    [['lab: {name', 'Lab: {name']],
    'lab: {name',
    'teams.Lab',
    /"Lab" will not do/,
    /lower-case letter/,
  ],
  [
    'an unknown kind of stage',
    [['kind: payment', 'kind: paymnt']],
    'payment: {kind',
    'flow.stages.payment.kind',
    /"paymnt" will not do/,
    /one of: form, decision, payment/,
  ],
  [
    'an unknown type of field',
    [['answer: {type: choice', 'answer: {type: radio']],
    'answer: {type',
    'fields.answer.type',
    /"radio" will not do/,
    /one of: text, /,
  ],
  [
    'a key of another type of field',
    [['product: {type: text,', 'product: {type: text, max: 3,']],
    'product: {type',
    'fields.product.max',
    /Unknown key "max"/,
    /known here: type, label/,
  ],
  [
    'a verb that is not implemented',
    [['form: payment, clock', 'form: payment, verbs: [pay, snooze], clock']],
    'payment: {kind',
    'flow.stages.payment.verbs[1]',
    /"snooze" will not do/,
    /one of: submit, approve/,
  ],
  [
    'a result of another kind',
    [['paid: told', 'approved: told']],
    'payment: {kind',
    'flow.stages.payment.next.approved',
    /Unknown key "approved"/,
    /known here: paid, failed/,
  ],
  [
    'a list of ways mixed with names',
    [['{to: both}]', 'both]']],
    'next: [{when: "plan_kind',
    'flow.stages.plan.next',
    /mixes names of stages/,
    /everywhere/,
  ],
  [
    'a who that is no who',
    [['who: team.till', 'who: till']],
    'payment: {kind',
    'flow.stages.payment.who',
    /"till" will not do/,
    /team\.x, role\.x/,
  ],
  [
    'a mode that is none',
    [['mode: all', 'mode: most']],
    'boss: {name: Boss',
    'approval.steps.boss.mode',
    /"most" will not do/,
    /any, all, groups/,
  ],
  [
    'an unknown zone',
    [['lang: zh, tz: Asia/Shanghai', 'lang: zh, tz: Asia/Shanghi']],
    'company',
    'company.tz',
    /"Asia\/Shanghi" will not do/,
    /IANA/,
  ],
  [
    'too many digits of money',
    [['le: 500,', 'le: 500.005,']],
    'tiers',
    'approval.tiers[0].le',
    /"500.005" has more digits/,
    /at most 2 digits/,
  ],
  [
    'negative money',
    [['max: 20000}', 'max: -1}']],
    'A: {apology',
    'matrix.A.cash.max',
    /"-1" is negative/,
    /zero or more/,
  ],
  ['foreign money', [['"2,000.50"', '"USD 2000"']], 'tiers', 'approval.tiers[1].le', /not in CNY/, /Convert it to CNY/],
  [
    'enormous money',
    [['max: 20000}', 'max: 99999999999999}']],
    'A: {apology',
    'matrix.A.cash.max',
    /too large/,
    /thousand million/,
  ],
  ['no money', [['"2,000.50"', 'much']], 'tiers', 'approval.tiers[1].le', /"much" is no amount/, /500.01/],
  [
    'unknown options',
    [['of: wishes', 'of: wishs']],
    'wish: {type',
    'fields.wish.of',
    /no list of options "wishs"/,
    /Did you mean "wishes"/,
  ],
  [
    'a category with an unknown family',
    [['family: product, children', 'family: goods, children']],
    'quality: {name',
    'categories.quality.family',
    /no family "goods"/,
    /Use one of: product/,
  ],
  [
    'a category without a family',
    [['family: product, children', 'children']],
    'quality: {name',
    'categories.quality.children.failure.children.dead',
    /belongs to no family/,
    /Write family/,
  ],
  [
    'an end without an outcome',
    [['withdrawn: {kind', 'gone: {kind']],
    'withdrawn: {kind',
    'flow.stages.gone',
    /does not say which outcome/,
    /one of: closed/,
  ],
  [
    'an extra step without a place',
    [[', before: tier', '']],
    'extra',
    'approval.extra[0]',
    /where it stands/,
    /before: tier/,
  ],
  [
    'an extra step in two places',
    [['before: tier', 'before: tier, after: tier']],
    'extra',
    'approval.extra[0]',
    /several places/,
    /one of/,
  ],
  ['a reminder of no share', [['"50%"', '"150%"']], 'ladder', 'ladder[0].at', /150% is not within/, /1% to 100%/],
  [
    'a derived value of two types',
    [['{is: 3}', '{is: high}']],
    'level: {label',
    'derived.level.first',
    /number in some branches/,
    /everywhere/,
  ],
  [
    'a field named like a variable',
    [
      ['agreed: {type', 'family: {type'],
      ['[safety, agreed]', '[safety, family]'],
    ],
    'agreed: {type',
    'fields.family',
    /already means something/,
    /another name/,
  ],
  [
    'a field named like a word of CEL',
    [
      ['agreed: {type', 'in: {type'],
      ['[safety, agreed]', '[safety, in]'],
    ],
    'agreed: {type',
    'fields.in',
    /reserved word/,
    /another name/,
  ],
  [
    'a derived value named like a field',
    [['alert: {label', 'scope: {label']],
    'alert: {label',
    'derived.scope',
    /already means something/,
    /another name/,
  ],
])('%s', (_what, changes, anchor, path, message, fix) => {
  const problems = problemsOf(spoil(...changes))
  const problem = problems.find((one) => one.path === path)
  expect(problem, JSON.stringify(problems, null, 1)).toBeDefined()
  expect(problem?.message.en).toMatch(message)
  expect(problem?.fix.en).toMatch(fix)
  expect(problem?.line).toBe(lineOf(anchor))
  expect(problem?.severity).toBe('error')
  for (const text of [problem?.message.zh, problem?.fix.zh]) expect(text).toMatch(/[\u4e00-\u9fff]|^.*\d/)
})

test('YAML that cannot be read gives its line', () => {
  const [problem] = problemsOf(spoil(['dwell: first', 'dwell: [first']))
  expect(problem).toMatchObject({ path: '', file: 'policy', severity: 'error' })
  expect(problem?.line).toBeGreaterThanOrEqual(lineOf('dwell'))
})

test('a key that stands twice is found', () => {
  const [problem] = problemsOf(spoil(['dwell: first', 'dwell: first\ndwell: node']))
  expect(problem?.message.en).toMatch(/unique/i)
  expect(problem?.line).toBe(lineOf('dwell') + 1)
})

test('aliases that unfold without end are refused', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x,x]',
    ...['b', 'c', 'd', 'e'].map((key, i) => `${key}: &${key} [${Array(10).fill(`*${'abcd'[i]}`).join()}]`),
  ]
  expect(problemsOf(bomb.join('\n'))[0]?.path).toBe('')
})

test('an empty file says what is wrong', () => {
  expect(problemsOf('')[0]?.message.en).toMatch(/null will not do/)
})

test('several mistakes are told at once, in the order of the file', () => {
  const problems = problemsOf(
    spoil(['version: 3', 'version: x'], ['who: team.till', 'who: till'], ['lang: zh, tz', 'lang: fr, tz']),
  )
  expect(problems.map((problem) => problem.path)).toEqual(['version', 'company.lang', 'flow.stages.payment.who'])
})

test('a problem is one line for a terminal', () => {
  const [problem] = problemsOf(spoil(['leader: ann', 'leadr: ann']))
  if (!problem) throw new Error('no problem')
  expect(problemLine(problem, 'en', { policy: 'data/policy.yaml', directory: 'people.yaml' })).toMatch(
    /^data\/policy\.yaml:5:20 error: people\.bob\.leadr: Unknown key "leadr"\. Did you mean "leader"\?/,
  )
})

test('paths are read back as they were written', () => {
  const paths = [
    ['people', 'wang.li', 'leader'],
    ['flow', 'stages', 'review', 'next', 'submit', 0, 'to'],
    ['derived', 'level', 'values', '1'],
    ['a"b', 2],
  ]
  for (const path of paths) expect(readPath(pathText(path))).toEqual(path)
  expect(pathText(['people', 'wang.li', 'accounts', 0])).toBe('people["wang.li"].accounts[0]')
})

test('the nearest word is one that could have been meant', () => {
  expect(nearest('apraisal', ['approval', 'appraisal'])).toBe('appraisal')
  expect(nearest('laeder', ['leader', 'lang'])).toBe('leader')
  expect(nearest('colour', ['leader', 'lang'])).toBeUndefined()
})
