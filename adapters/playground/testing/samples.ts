/** A card, a form with every kind of input, and people, for tests of how the playground draws. */
import type { Card, Form } from '../../../cards/model.ts'
import type { Directory, Lang, Person } from '../../../src/rules/nouns.ts'

const person = (id: string, zh: string, en: string, lang: Lang, accounts: Record<string, string>): Person => ({
  id,
  name: { zh, en },
  lang,
  tz: 'Asia/Shanghai',
  roles: ['supervisor'],
  accounts,
})

export const DIRECTORY: Directory = {
  people: {
    'wang.li': person('wang.li', '王丽', 'Wang Li', 'zh', { playground: 'wang.li' }),
    'ann.lee': person('ann.lee', '李安', 'Ann Lee', 'en', { playground: 'ann' }),
    'no.account': person('no.account', '无', 'None', 'en', {}),
  },
  teams: {},
  channels: {
    quality: { id: 'quality', name: { zh: '质量客诉', en: 'Quality' }, addresses: { playground: '#quality' } },
    elsewhere: { id: 'elsewhere', name: { zh: '别处', en: 'Elsewhere' }, addresses: { slack: 'C1' } },
  },
}

export const NUMBER = 'C-20261122-0001'

/** A decision card at revision 7, with every kind of block. */
export const CARD: Card = {
  key: 'task/approval#1/supervisor',
  number: NUMBER,
  revision: 7,
  lang: 'zh',
  state: 'open',
  header: '审批 · C-20261122-0001 · 主管',
  tone: 'ask',
  fallback: '请审批：现金 500.01 元',
  blocks: [
    { block: 'text', text: '<b>请审批</b>：现金 ¥500.01', tone: 'plain' },
    { block: 'text', text: '冰箱买了三天就不制冷，\n里面的东西全坏了。', tone: 'quote' },
    {
      block: 'strip',
      strip: {
        steps: [
          { label: '初审', state: 'done' },
          { label: '鉴定', state: 'done' },
          { label: '审批', state: 'now' },
          { label: '付款', state: 'next' },
        ],
      },
    },
    {
      block: 'fields',
      rows: [
        { label: '客户', value: '张*' },
        { label: '型号', value: 'BCD-480' },
        { label: '等级', value: 'B' },
      ],
    },
    { block: 'divider' },
    { block: 'files', files: [{ sha256: 'a'.repeat(64), name: '收据.pdf', type: 'application/pdf', size: 120_000 }] },
    { block: 'image', file: { sha256: 'b'.repeat(64), name: 'x.tiff', type: 'image/tiff', size: 9 }, alt: '照片' },
  ],
  actions: [
    {
      verb: 'approve',
      label: '同意',
      style: 'primary',
      number: NUMBER,
      revision: 7,
      opens: false,
      minor: false,
      confirm: { title: '同意这个方案？', text: '同意后不能撤销。', yes: '同意', no: '再看看' },
    },
    { verb: 'reject', label: '驳回', style: 'danger', number: NUMBER, revision: 7, opens: true, minor: false },
    { verb: 'note', label: '备注', style: 'plain', number: NUMBER, revision: 7, opens: true, minor: true },
  ],
}

const YES_NO = [
  { id: 'yes', label: '是' },
  { id: 'no', label: '否' },
]

/** Filing, with one field of each kind. */
export const FORM: Form = {
  id: 'intake',
  verb: 'file',
  lang: 'zh',
  title: '提交客诉',
  intro: [{ block: 'text', text: '带 * 的必填', tone: 'quiet' }],
  submit: '提交',
  cancel: '取消',
  fields: [
    {
      id: 'text',
      label: '投诉内容',
      required: true,
      redraws: false,
      hint: '尽量用客户的原话',
      kind: { input: 'text', long: true, maxLength: 20_000 },
    },
    {
      id: 'phone',
      label: '电话',
      required: false,
      redraws: false,
      kind: { input: 'text', long: false, maxLength: 40, format: 'phone' },
    },
    { id: 'count', label: '数量', required: false, redraws: false, kind: { input: 'number', min: 1 } },
    {
      id: 'category',
      label: '类别',
      required: true,
      redraws: true,
      kind: {
        input: 'tree',
        nodes: [
          {
            id: 'quality',
            label: '产品质量',
            children: [
              {
                id: 'quality.failure',
                label: '故障',
                children: [
                  { id: 'quality.failure.no_cooling', label: '不制冷', children: [] },
                  { id: 'quality.failure.noise', label: '噪音大', children: [] },
                ],
              },
            ],
          },
          { id: 'service', label: '服务', children: [] },
        ],
      },
    },
    {
      id: 'safety',
      label: '有安全风险吗',
      required: true,
      redraws: false,
      kind: { input: 'select', options: YES_NO, many: false },
    },
    {
      id: 'wish',
      label: '客户的期望',
      required: false,
      redraws: false,
      kind: {
        input: 'select',
        options: [
          { id: 'refund', label: '退款' },
          { id: 'repair', label: '维修' },
        ],
        many: true,
      },
    },
    {
      id: 'paid',
      label: '购买价格',
      required: false,
      redraws: false,
      value: { minor: 50001, currency: 'CNY' },
      kind: { input: 'money', currency: 'CNY', digits: 2 },
    },
    { id: 'bought', label: '购买日期', required: false, redraws: false, kind: { input: 'date' } },
    { id: 'at', label: '方便的时间', required: false, redraws: false, kind: { input: 'time' } },
    {
      id: 'receiver',
      label: '接待人',
      required: false,
      redraws: false,
      kind: { input: 'person', options: [{ id: 'wang.li', label: '王丽' }] },
    },
    { id: 'agreed', label: '客户同意回访', required: false, redraws: false, kind: { input: 'checkbox' } },
    {
      id: 'photos',
      label: '照片',
      required: false,
      redraws: false,
      kind: { input: 'files', accept: ['image', 'video'], max: 3 },
    },
  ],
}
