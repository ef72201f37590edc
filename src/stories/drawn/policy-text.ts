/** The policy that drawn companies vary: appraisal, plan, approval, payment and a call, with few fields, so that it runs fast. */
export const DRAWN = `version: 1
company: {name: Drawn, lang: zh, tz: Asia/Shanghai, currency: CNY, number_prefix: D, calendar: plain}
people:
  ann: {name: Ann, roles: [admin, low, mid, high], accounts: {here: ann}}
  bob: {name: Bob, roles: [admin, low, mid, high], accounts: {here: bob}}
  cat: {name: Cat, roles: [admin, low], accounts: {here: cat}}
  dan: {name: Dan, roles: [admin], accounts: {here: dan}}
  eve: {name: Eve, roles: [admin], accounts: {here: eve}}
teams:
  lab: {name: Lab, members: [ann, bob, cat, dan]}
  till: {name: Till, members: [ann, bob, cat, dan]}
  desk: {name: Desk, members: [ann, bob, cat, dan]}
channels:
  all: {here: "#all"}
services: {crm: CRM}
calendars:
  plain: {tz: Asia/Shanghai, week: {mon-fri: [09:00-12:00, 13:30-18:00]}}
families: {product: {name: Product, team: lab}}
categories: {quality: {name: Quality, family: product, children: {failure: {name: Failure, children: {dead: {name: Dead}}}}}}
kinds: {apology: Apology, cash: Cash, refund: Refund}
fields:
  text: {type: text, label: What happened, required: true}
  customer: {type: text, label: Customer}
  product: {type: text, label: Product}
  category: {type: tree, label: Category, of: categories}
  channel: {type: choice, label: Channel, of: [phone]}
  grave: {type: checkbox, label: Grave}
  receiver: {type: person, label: Receiver}
  owner: {type: person, label: Owner}
  payee: {type: text, label: Payee}
  plan_kind: {type: choice, label: Kind, of: kinds, within: matrix, required: true}
  plan_amount: {type: money, label: Amount, within: matrix, required: true}
  voucher: {type: text, label: Voucher, required: true}
  paid_amount: {type: money, label: Paid now}
  answer: {type: choice, label: Answer, of: [yes, no, unreached], required: true}
derived:
  impact: {label: Impact, first: [{when: "grave", is: A}, {is: C}]}
  level: {label: Level, first: [{when: "impact == 'A'", is: 1}, {is: 3}]}
  alert: {label: Alert, first: [{is: normal}]}
forms:
  intake: [text, customer, product, category, channel, grave]
  appraisal: [grave]
  plan: [plan_kind, plan_amount, payee]
  payment: [voucher, paid_amount]
  callback: [answer]
flow:
  intake: intake
  start: appraisal
  channel: [{to: all}]
  anywhere: {withdraw: withdrawn}
  stages:
    appraisal:
      {kind: form, name: Appraisal, who: team.lab, form: appraisal, assign: true, duty: appraiser, rounds: 3,
       verbs: [submit, transfer, claim, rescue, note], next: {submit: plan, exhausted: rejected}}
    plan:
      {kind: form, name: Plan, who: field.owner, form: plan, rounds: 4, verbs: [submit, return, transfer, rescue, note],
       next: {submit: approval, return: appraisal, exhausted: rejected}}
    approval:
      kind: decision
      name: Approval
      steps: approval
      rounds: 4
      verbs: [approve, reject, return, transfer, add, ask, recall, rescue, note]
      next: {approved: payment, rejected: plan, returned: [plan, appraisal], recalled: plan, exhausted: rejected}
    payment:
      {kind: payment, name: Payment, who: team.till, form: payment, verbs: [pay, fail, transfer, claim, rescue, note],
       next: {paid: callback, failed: plan}}
    callback:
      {kind: callback, name: Call, who: team.desk, form: callback, opens: 1h, rounds: 3, verbs: [submit, transfer, claim, rescue, note],
       tries: {max: 2, every: 1h, when: "answer == 'unreached'"},
       next: {submit: [{when: "answer == 'no'", to: plan}, {to: closed}], exhausted: closed}}
    closed: {kind: end, name: Closed}
    rejected: {kind: end, name: Rejected}
    withdrawn: {kind: end, name: Withdrawn}
approval:
  tiers: [{else: chief}]
  steps: {chief: {name: Chief, who: role.low}}
matrix:
  A: {apology: {}, cash: {}, refund: {}}
  C: {apology: {}, cash: {}, refund: {}}
clocks:
  node: {name: Dwell, from: entered, all: 24h}
dwell: node
ladder: [{at: "100%", to: asked}]
texts:
  received: {subject: "{company}", body: "{number}"}
received: received
`
