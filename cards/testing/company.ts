/** A small company for the tests of this room. */
import type { Directory, Text } from '../../src/rules/nouns.ts'
import type { Condition, Field, Policy, Stage } from '../../src/rules/policy.ts'

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
    next: { submit: to(way('nothing', "verdict == 'no_complaint'"), way('appraisal')) },
  },
  {
    ...common('appraisal', text('鉴定', 'Appraisal')),
    kind: 'form',
    who: { kind: 'team', id: 'care' },
    form: 'appraisal',
    assign: { prefer: [], by: 'turn' },
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
    limits: { added: 3, questions: 3, returns: 3 },
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
