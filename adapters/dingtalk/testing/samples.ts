/** Cards and messages by hand, for tests of what leaves. */
import type { Action, Card, Form, Message } from '../../../cards/model.ts'

export const NUMBER = 'C-20261122-0001'

export function action(verb: Action['verb'], label: string, more: Partial<Action> = {}): Action {
  return { verb, label, style: 'plain', number: NUMBER, revision: 7, opens: false, minor: false, ...more }
}

/** An approval with everything on it that a card can have, and words that try to be more than words. */
export function approvalCard(more: Partial<Card> = {}): Card {
  return {
    key: 'task/decide#1/director',
    number: NUMBER,
    revision: 9,
    lang: 'zh',
    state: 'open',
    header: `审批 · ${NUMBER} · BCD-500 冰箱`,
    tone: 'ask',
    blocks: [
      { block: 'text', text: '是否同意 退款 ¥500.01？' },
      { block: 'text', text: '请在 11月23日 前完成', tone: 'warn' },
      { block: 'text', text: '冰箱不制冷\n[点我](http://evil.example) <a atId=all>所有人</a> **!**', tone: 'quote' },
      {
        block: 'strip',
        strip: {
          steps: [
            { label: '初审', state: 'done' },
            { label: '审批', state: 'now' },
            { label: '付款', state: 'next' },
          ],
        },
      },
      {
        block: 'fields',
        rows: [
          { label: '客户', value: '张＊' },
          { label: '产品_1', value: '# BCD-500' },
        ],
      },
      { block: 'divider' },
      { block: 'files', files: [{ sha256: 'a'.repeat(64), name: '照片 [1].png', type: 'image/png', size: 10 }] },
    ],
    actions: [
      action('approve', '同意', {
        style: 'primary',
        confirm: { title: '同意？', text: '退款 ¥500.01', yes: '同意', no: '返回' },
      }),
      action('reject', '驳回', { style: 'danger', opens: true }),
      action('transfer', '转交', { opens: true, minor: true }),
    ],
    fallback: `是否同意 退款 ¥500.01？（${NUMBER}）`,
    ...more,
  }
}

export function doneCard(more: Partial<Card> = {}): Card {
  return approvalCard({
    state: 'done',
    tone: 'good',
    blocks: [{ block: 'text', text: '罗静 已同意', tone: 'good' }],
    actions: [],
    ...more,
  })
}

export function nag(text: string, number = NUMBER): Message {
  return { text, lang: 'zh', tone: 'warn', number }
}

/** A form with one field of every kind. */
export const EVERY_FIELD: Form = {
  id: 'plan',
  verb: 'submit',
  lang: 'zh',
  title: `方案 · ${NUMBER}`,
  intro: [{ block: 'text', text: '请填写' }],
  submit: '提交',
  cancel: '取消',
  number: NUMBER,
  position: 'plan#1',
  revision: 7,
  fields: [
    {
      id: 'line',
      label: '一行',
      required: true,
      redraws: false,
      kind: { input: 'text', long: false, maxLength: 100 },
      hint: '例如：A',
    },
    {
      id: 'long',
      label: '多行',
      required: false,
      redraws: false,
      kind: { input: 'text', long: true, maxLength: 4000 },
    },
    { id: 'count', label: '数量', required: false, redraws: false, kind: { input: 'number', min: 0 } },
    {
      id: 'amount',
      label: '金额',
      required: true,
      redraws: true,
      kind: { input: 'money', currency: 'CNY', digits: 2 },
      value: { minor: 50_001, currency: 'CNY' },
    },
    {
      id: 'kind',
      label: '方式',
      required: true,
      redraws: false,
      kind: {
        input: 'select',
        many: false,
        options: [
          { id: 'refund', label: '退款' },
          { id: 'coupon', label: '优惠券' },
        ],
      },
      value: 'coupon',
    },
    {
      id: 'wish',
      label: '诉求',
      required: false,
      redraws: false,
      kind: {
        input: 'select',
        many: true,
        options: [
          { id: 'a', label: '甲' },
          { id: 'b', label: '乙' },
          { id: 'c', label: '丙' },
        ],
      },
      value: ['a', 'c'],
    },
    {
      id: 'tree',
      label: '类型',
      required: true,
      redraws: false,
      kind: {
        input: 'tree',
        nodes: [
          {
            id: 'q',
            label: '质量',
            children: [
              { id: 'q.cold', label: '不制冷', children: [] },
              { id: 'q.loud', label: '噪音', children: [] },
            ],
          },
          { id: 's', label: '服务', children: [] },
        ],
      },
    },
    { id: 'day', label: '日期', required: false, redraws: false, kind: { input: 'date' } },
    { id: 'hour', label: '时间', required: false, redraws: false, kind: { input: 'time' } },
    {
      id: 'photos',
      label: '照片',
      required: false,
      redraws: false,
      kind: { input: 'files', accept: ['image'], max: 9 },
    },
    {
      id: 'who',
      label: '转给',
      required: false,
      redraws: false,
      kind: { input: 'person', options: [{ id: 'wu', label: '吴建国' }] },
    },
    { id: 'yes', label: '已复现', required: false, redraws: false, kind: { input: 'checkbox' } },
  ],
}
