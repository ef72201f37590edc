/** A policy small enough to read at once and free of warnings, and ways to spoil it. For tests only. */
import type { Loaded, LoadOptions } from './load.ts'
import { loadPolicy } from './load.ts'
import type { Problem } from './problems.ts'

/** The small policy: review → appraisal → plan → approval → payment → told → callback, with two parallel opinions. */
export const SMALL = `version: 3
company: {name: {zh: 小店, en: Shop}, lang: zh, tz: Asia/Shanghai, currency: CNY, number_prefix: S, calendar: plain}
people:
  ann: {name: Ann, roles: [admin], accounts: {here: ann}}
  bob: {name: Bob, leader: ann, roles: [chief], accounts: {here: bob}}
  cat: {name: Cat, leader: bob, accounts: {here: cat}}
  dan: {name: Dan, leader: bob, roles: [boss], accounts: {here: dan}}
  hal: {name: Hal, roles: [spare, admin], accounts: {here: hal}}
  fay: {name: Fay, roles: [second, admin], accounts: {here: fay}}
teams:
  desk: {name: Desk, lead: ann, members: [ann, bob]}
  lab: {name: Lab, members: [cat]}
  till: {name: Till, members: [ann]}
channels:
  all: {here: "#all"}
services: {crm: CRM}
calendars:
  plain: {tz: Asia/Shanghai, week: {mon-fri: [09:00-12:00, 13:30-18:00]}}
families: {product: {name: Product, team: lab}}
categories:
  quality: {name: Quality, family: product, children: {failure: {name: Failure, children: {dead: {name: Dead}, loud: {name: Loud, team: desk}}}}}
options: {wishes: {refund: Refund, repair: Repair}}
kinds: {apology: Apology, cash: Cash, refund: Refund}
fields:
  text: {type: text, label: What happened, long: true, required: true}
  customer: {type: text, label: Customer, required: true, personal: name}
  product: {type: text, label: Product}
  category: {type: tree, label: Category, of: categories}
  channel: {type: choice, label: Channel, of: [phone, shop]}
  wish: {type: choices, label: Wishes, of: wishes}
  safety: {type: choice, label: Safety, of: {none: None, injury: Injury}}
  scope: {type: number, label: How many, range: {min: 0, max: 100}}
  photos: {type: files, label: Photos, accept: [image]}
  agreed: {type: checkbox, label: Agreed}
  cause: {type: text, label: Cause, when: "family == 'product'"}
  receiver: {type: person, label: Receiver}
  owner: {type: person, label: Owner}
  payee: {type: text, label: Payee}
  plan_kind: {type: choice, label: Kind, of: kinds, within: matrix, required: true}
  plan_amount: {type: money, label: Amount, within: matrix, required: "plan_kind != 'apology'"}
  voucher: {type: text, label: Voucher, required: true}
  answer: {type: choice, label: Answer, of: [yes, no, unreached]}
derived:
  impact: {label: Impact, first: [{when: "safety == 'injury'", is: A}, {is: C}], values: {A: Grave, C: Slight}}
  level: {label: Level, first: [{when: "impact == 'A' && scope > 1.0", is: 1}, {is: 3}]}
  alert: {label: Alert, first: [{when: "level == 1", is: urgent}, {is: normal}]}
forms:
  intake: [text, customer, product, category, channel, wish, safety, scope, photos]
  review: {name: Review, fields: [safety, agreed], completes: intake}
  appraisal: [cause]
  plan: [plan_kind, plan_amount, payee]
  payment: [voucher]
  callback: [answer]
routes:
  quality: [{when: "category.startsWith('quality.failure')", to: team.lab}, {to: [team.desk, person.ann]}]
flow:
  intake: intake
  start: review
  channel: [{when: "level == 1", to: all}, {to: all}]
  anywhere: {withdraw: withdrawn}
  stages:
    review: {kind: form, name: Review, who: team.desk, form: review, rounds: 3, next: {submit: appraisal, reject: rejected, exhausted: rejected}}
    appraisal: {kind: form, name: Appraisal, who: route.quality, form: appraisal, assign: true, duty: appraiser, pause_on: [sample], next: {submit: plan, return: review}}
    plan:
      kind: form
      name: Plan
      who: field.owner
      form: plan
      next: [{when: "plan_kind == 'apology' && plan_amount == 0.0", to: told}, {to: both}]
    both: {kind: parallel, name: Two opinions, branches: {one: first_opinion, two: [second_opinion]}, join: all, next: approval}
    first_opinion: {kind: form, name: First opinion, who: team.desk, form: review, next: join}
    second_opinion: {kind: form, name: Second opinion, who: team.desk, form: review, next: join}
    approval:
      kind: decision
      name: Approval
      steps: approval
      rounds: 3
      next: {approved: payment, rejected: plan, returned: [plan, appraisal], exhausted: rejected}
    payment: {kind: payment, name: Payment, who: team.till, form: payment, clock: node, next: {paid: told, failed: plan}}
    told: {kind: customer, name: Told, notice: result, next: callback}
    callback:
      kind: callback
      name: Call
      who: team.desk
      form: callback
      opens: 24h
      tries: {max: 3, every: 24h, when: "answer == 'unreached'"}
      next: [{when: "answer == 'yes'", to: closed}, {when: "answer == 'unreached'", to: unconfirmed}, {to: review}]
    closed: {kind: end, name: Closed}
    unconfirmed: {kind: end, name: Unconfirmed}
    rejected: {kind: end, name: Rejected}
    withdrawn: {kind: end, name: Withdrawn}
approval:
  tiers: [{le: 500, step: chief}, {le: "2,000.50", step: boss}, {else: board}]
  rules: [{when: "impact == 'A'", step: boss}]
  extra: [{when: "plan_kind == 'cash' && plan_amount > 500.0", step: lawyer, before: tier}]
  steps:
    chief: {name: Chief, who: role.chief}
    boss: {name: Boss, who: role.boss, mode: all}
    board: {name: Board, who: [role.chief, role.boss], mode: groups}
    lawyer: {name: Lawyer, who: [person.dan, person.bob], mode: {quorum: 2}}
matrix:
  A: {apology: {}, cash: {max: 20000}, refund: {max: 0.5}}
  C: {apology: {max: 0}, cash: {max: 100}}
clocks:
  node: {name: Dwell, from: entered, all: 24h}
  first: {from: filed, l1: 30m, l2: 2bh, l3: 1bd}
dwell: first
ladder: [{at: "50%", to: asked}, {at: "100%", to: leader}, {at: +1bd, to: role.boss}]
pauses: {sample: Waiting for the sample}
texts:
  received: {subject: "{company}", body: "Dear {customer}, {number}"}
  result: {subject: Result, body: "{product}: {kind} {amount}. {cause}"}
received: received
`

/** Holiday files for tests: `tiny` has one, everything else none. */
const readHolidays: LoadOptions['readHolidays'] = (name) => {
  if (name !== 'tiny') throw new Error(`no files for ${name}`)
  return [{ year: 2026, days: [{ date: '2026-01-01', isOffDay: true, name: 'New Year' }] }]
}

/** The small policy with parts of its text replaced; each part must stand in it exactly once. */
export function spoil(...changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((text, [from, to]) => {
    const count = text.split(from).length - 1
    if (count !== 1) throw new Error(`"${from}" stands ${count} times in the small policy`)
    return text.replace(from, () => to)
  }, SMALL)
}

/** Loads a text that must be sound. */
export function loaded(text: string = SMALL, options: Partial<LoadOptions> = {}): Loaded {
  const result = loadPolicy(text, { readHolidays, ...options })
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 1))
  return result
}

/** Everything that any test of this process found wrong: each finding of lint must be among it. */
export const FOUND = new Set<string>()

/** What is wrong with a text: errors and warnings. */
export function problemsOf(text: string, options: Partial<LoadOptions> = {}): readonly Problem[] {
  const result = loadPolicy(text, { readHolidays, ...options })
  const problems = 'problems' in result ? result.problems : result.warnings
  for (const { message } of problems) FOUND.add(message.en)
  return problems
}

/** The line of the small policy that a text stands in. */
export const lineOf = (text: string) => SMALL.slice(0, SMALL.indexOf(text)).split('\n').length

export type Changes = readonly (readonly [string, string])[]
/** What is spoilt, how, and the path and message of the problem that must be found. */
export type Row = readonly [what: string, changes: Changes, path: string, message: RegExp]

/** The problem that these changes must bring about, with its line and both languages; throws with what was found instead. */
export function findProblem(changes: Changes, path: string, message: RegExp): Problem {
  const problems = problemsOf(spoil(...changes))
  const problem = problems.find((one) => one.path === path && message.test(one.message.en))
  const whole =
    problem &&
    (problem.line ?? 0) > 0 &&
    [problem.message.zh, problem.fix.zh, problem.fix.en].every((text) => text.length > 3)
  if (!whole) throw new Error(`not found: ${path} ${message}; instead: ${JSON.stringify(problems, null, 1)}`)
  return problem
}
