/** A small company and hand-made cases for the tests of this room. */
import type { Asking, Case, Position } from '../src/rules/case.ts'
import type { Directory, Text, Verb } from '../src/rules/nouns.ts'
import type { Condition, Field, Policy, Stage } from '../src/rules/policy.ts'
import type { CardSpec, Task } from '../src/rules/views.ts'
import type { Scene } from './scene.ts'

/** 2026-11-22 14:05 in Shanghai. */
export const NOON = Date.UTC(2026, 10, 22, 6, 5)
const HOUR = 3_600_000

const text = (zh: string, en: string): Text => ({ zh, en })

/** A condition whose outcome is fixed: drawing reads only its source. */
export function when(source: string): Condition {
  return { source, test: () => true }
}

function field(id: string, type: Field['type'], label: Text, more: Partial<Field> = {}): Field {
  return { id, type, label, maxLength: 2000, ...more }
}

const TREE = [
  {
    id: 'quality',
    path: 'quality',
    name: text('产品质量', 'Product quality'),
    children: [
      {
        id: 'failure',
        path: 'quality.failure',
        name: text('故障', 'Failure'),
        children: [
          { id: 'no_cooling', path: 'quality.failure.no_cooling', name: text('不制冷', 'No cooling'), children: [] },
        ],
      },
    ],
  },
]

const FIELDS: readonly Field[] = [
  field('text', 'text', text('投诉内容', 'Complaint'), { long: true }),
  field('customer', 'text', text('客户', 'Customer'), { personal: 'name' }),
  field('phone', 'phone', text('电话', 'Phone'), { personal: 'phone' }),
  field('product', 'text', text('产品', 'Product')),
  field('category', 'tree', text('类别', 'Category'), { tree: TREE }),
  field('model', 'text', text('型号', 'Model'), { required: when("family == 'product'") }),
  field('safety', 'choice', text('安全', 'Safety'), {
    options: [
      { id: 'none', label: text('无', 'None') },
      { id: 'injury', label: text('有人受伤', 'Injury') },
    ],
  }),
  field('wish', 'choices', text('诉求', 'Demand'), {
    options: [
      { id: 'refund', label: text('退款', 'Refund') },
      { id: 'sorry', label: text('道歉', 'An apology') },
    ],
    max: 2,
  }),
  field('bought', 'date', text('购买日期', 'Bought on')),
  field('called', 'time', text('来电时间', 'Called at')),
  field('pieces', 'number', text('数量', 'Pieces'), { range: { min: 1, max: 99 } }),
  field('injured', 'text', text('伤情', 'Injury details'), { visible: when("impact == 'A'") }),
  field('photos', 'files', text('照片', 'Photos'), { accept: ['image'], max: 3 }),
  field('cause', 'text', text('原因', 'Cause'), { long: true }),
  field('seen', 'checkbox', text('已复现', 'Reproduced')),
  field('plan_kind', 'choice', text('补偿方式', 'Kind'), { within: 'matrix' }),
  field('plan_amount', 'money', text('金额', 'Amount'), { within: 'matrix' }),
  field('payee', 'text', text('收款人', 'Payee'), { personal: 'name' }),
  field('account', 'text', text('收款账号', 'Account'), { personal: 'account' }),
  field('owner', 'person', text('负责人', 'Owner')),
  field('voucher', 'text', text('凭证号', 'Voucher')),
]

const common = (id: string, name: Text) => ({ id, name, verbs: [], pauseOn: [] })
const way = (is: string, source?: string) => (source === undefined ? { is } : { when: when(source), is })
const to = (...ways: readonly { readonly is: string }[]) => ({ ways })

const STAGES: readonly Stage[] = [
  {
    ...common('review', text('初审', 'First review')),
    kind: 'form',
    who: { kind: 'team', id: 'care' },
    form: 'review',
    assign: false,
    next: { submit: to(way('nothing', "verdict == 'no_complaint'"), way('appraisal')) },
  },
  {
    ...common('appraisal', text('鉴定', 'Appraisal')),
    kind: 'form',
    who: { kind: 'team', id: 'care' },
    form: 'appraisal',
    assign: true,
    pauseOn: ['sample'],
    next: { submit: to(way('approval')) },
  },
  {
    ...common('approval', text('审批', 'Approval')),
    kind: 'decision',
    steps: 'matrix',
    next: { approved: to(way('payment')) },
  },
  {
    ...common('payment', text('付款', 'Payment')),
    kind: 'payment',
    who: { kind: 'team', id: 'care' },
    form: 'payment',
    next: { paid: to(way('told')) },
  },
  {
    ...common('told', text('告知客户', 'Telling the customer')),
    kind: 'customer',
    who: { kind: 'team', id: 'care' },
    notice: 'result',
    next: { told: to(way('callback')) },
  },
  {
    ...common('callback', text('回访', 'Call-back')),
    kind: 'callback',
    who: { kind: 'team', id: 'care' },
    form: 'callback',
    opens: { unit: 'h', amount: 24 * HOUR, text: '24h' },
    tries: { max: 3, every: { unit: 'h', amount: 24 * HOUR, text: '24h' }, when: when("answer == 'unreached'") },
    next: { submit: to(way('closed', "answer == 'satisfied'"), way('appraisal')) },
  },
  { ...common('closed', text('已结案', 'Closed')), kind: 'end', outcome: 'closed', next: {} },
  { ...common('nothing', text('不属于客诉', 'Not a complaint')), kind: 'end', outcome: 'not_a_complaint', next: {} },
]

const form = (id: string, name: Text, fields: readonly string[]) => ({ id, name, fields })

/** The policy of the tests' company. */
export const POLICY: Policy = {
  version: '1-00000000',
  company: {
    name: text('清风电器', 'Breeze Appliances'),
    lang: 'zh',
    tz: 'Asia/Shanghai',
    currency: 'CNY',
    digits: { CNY: 2, JPY: 0 },
    numberPrefix: 'C',
    calendar: 'cn',
  },
  families: { product: { name: text('产品', 'Product'), team: 'care' } },
  categories: {},
  fields: Object.fromEntries(FIELDS.map((one) => [one.id, one])),
  derived: [
    {
      id: 'impact',
      label: text('等级', 'Grade'),
      type: 'string',
      first: [{ when: when("safety == 'injury'"), is: 'A' }, { is: 'C' }],
      values: { A: text('A 级', 'Grade A'), C: text('C 级', 'Grade C') },
    },
    { id: 'level', label: text('级别', 'Level'), type: 'int', first: [{ is: 3 }], values: {} },
    {
      id: 'alert',
      label: text('预警', 'Alert'),
      type: 'string',
      first: [{ is: 'none' }],
      values: { none: text('无', 'None') },
    },
  ],
  forms: {
    intake: form('intake', text('客诉单', 'Complaint'), [
      'text',
      'customer',
      'phone',
      'product',
      'category',
      'model',
      'safety',
      'wish',
      'bought',
      'injured',
      'photos',
    ]),
    review: form('review', text('初审意见', 'Review'), ['safety']),
    appraisal: form('appraisal', text('鉴定报告', 'Appraisal report'), [
      'cause',
      'seen',
      'plan_kind',
      'plan_amount',
      'payee',
      'account',
    ]),
    payment: form('payment', text('付款登记', 'Payment record'), ['voucher']),
    callback: form('callback', text('回访记录', 'Call record'), []),
  },
  routes: {},
  flow: {
    intake: 'intake',
    start: 'review',
    channel: [],
    anywhere: {},
    stages: Object.fromEntries(STAGES.map((one) => [one.id, one])),
    strangersMayFile: true,
  },
  kinds: [
    { id: 'refund', label: text('退款', 'Refund') },
    { id: 'coupon', label: text('优惠券', 'Coupon') },
  ],
  approval: {
    tiers: [{ le: 50_000, step: 'supervisor' }, { le: 200_000, step: 'director' }, { step: 'vp' }],
    rules: [],
    extra: [],
    steps: {
      supervisor: {
        id: 'supervisor',
        name: text('主管', 'Supervisor'),
        who: { kind: 'role', id: 'supervisor' },
        mode: 'any',
      },
      director: { id: 'director', name: text('总监', 'Director'), who: { kind: 'role', id: 'director' }, mode: 'any' },
      vp: { id: 'vp', name: text('副总', 'Vice president'), who: { kind: 'role', id: 'vp' }, mode: 'any' },
    },
    apart: [],
  },
  matrix: { A: { refund: { max: 500_000 }, coupon: { max: 5_000 } }, C: { coupon: { max: 5_000 } } },
  clocks: {},
  ladder: [
    { at: { share: 0.5 }, to: 'asked' },
    { at: { share: 1 }, to: 'asked' },
  ],
  pauses: { sample: text('等样品', 'the sample') },
  texts: {
    result: {
      subject: text('您的反馈 {number}', 'Your complaint {number}'),
      body: text(
        '{customer}您好，处理结果：{kind} {amount}。[{company}]',
        'Dear {customer}, the result: {kind} {amount}. [{company}]',
      ),
    },
  },
}

const person = (id: string, zh: string, en: string) => ({
  id,
  name: text(zh, en),
  lang: 'zh' as const,
  tz: 'Asia/Shanghai',
  roles: [],
  accounts: {},
})

export const DIRECTORY: Directory = {
  people: {
    li: person('li', '李雷', 'Li Lei'),
    han: person('han', '韩梅', 'Han Mei'),
    zhao: person('zhao', '赵强', 'Zhao Qiang'),
    qian: person('qian', '钱芳', 'Qian Fang'),
  },
  teams: { care: { id: 'care', name: text('客服', 'Care'), members: ['li'] } },
  channels: {},
}

/** A position of a stage's first visit. */
export function position(stage: string, more: Partial<Position> = {}): Position {
  return {
    key: `${stage}#1`,
    stage,
    visit: 1,
    entered: NOON,
    since: 2,
    bound: 7,
    tries: 0,
    pauses: [],
    nagged: [],
    ...more,
  }
}

/** A refund of 500.01 CNY, asked of a director. */
export function asking(more: Partial<Asking> = {}): Asking {
  return {
    proposal: { kind: 'refund', amount: { minor: 50_001, currency: 'CNY' }, payee: '王小明' },
    sequence: [[{ step: 'director', why: ['tier.le.200000'], given: [], handed: {} }]],
    at: 0,
    ...more,
  }
}

/** A case in first review. */
export function complaint(more: Partial<Case> = {}): Case {
  return {
    number: 'C-20261122-0001',
    revision: 9,
    policy: POLICY.version,
    lang: 'zh',
    filed: NOON,
    filer: { kind: 'person', id: 'li' },
    via: 'playground',
    values: {
      text: '冰箱不制冷，请打 13812341234 找王小明',
      customer: '王小明',
      phone: '13812341234',
      product: 'BCD-500 冰箱',
      category: 'quality.failure.no_cooling',
      wish: ['refund', 'sorry'],
      safety: 'injury',
    },
    derived: {
      impact: { value: 'A', why: "safety == 'injury'" },
      level: { value: 3, why: 'else' },
      alert: { value: 'none', why: 'else' },
    },
    positions: [position('review')],
    past: [],
    visits: { review: 1 },
    duties: { filer: ['li'] },
    instructions: [],
    notes: [],
    ...more,
  }
}

/** A task as the rules give it, due a day later. */
export function task(stage: string, people: readonly string[], more: Partial<Task> = {}): Task {
  return {
    id: `${stage}#1`,
    kind: 'form',
    stage,
    position: `${stage}#1`,
    people,
    fallback: false,
    verbs: [],
    since: NOON,
    due: NOON + 24 * HOUR,
    revision: 7,
    ...more,
  }
}

/** A card spec for a task of a stage, sent to 赵强. */
export function taskSpec(stage: string, verbs: readonly Verb[], more: Partial<CardSpec> = {}): CardSpec {
  return {
    key: `task/${stage}#1`,
    kind: 'task',
    place: { in: 'person', person: 'zhao' },
    state: 'open',
    position: `${stage}#1`,
    step: '',
    verbs,
    ...more,
  }
}

/** The living card's spec. */
export const CASE_SPEC: CardSpec = {
  key: 'case',
  kind: 'case',
  place: { in: 'channel', channel: 'care' },
  state: 'open',
  verbs: [],
}

/** A scene read in Chinese in Shanghai, by one person alone, unless said otherwise. */
export function scene(spec: CardSpec, state: Case, more: Partial<Scene> = {}): Scene {
  return {
    spec,
    case: state,
    policy: POLICY,
    directory: DIRECTORY,
    tasks: [],
    lang: 'zh',
    tz: 'Asia/Shanghai',
    shared: false,
    ...more,
  }
}
