import { describe, expect, it } from 'vitest'
import type { FormField, Input, TreeChoice } from '../cards/model.ts'
import { type Hearing, readAnswer } from './conversation-answers.ts'

const HEARING: Hearing = { today: '2026-11-22', branch: '', people: [] }
const field = (kind: Input): FormField => ({ id: 'x', label: 'X', required: true, redraws: false, kind })
const read = (kind: Input, words: string, more: Partial<Hearing> = {}) =>
  readAnswer(field(kind), words, { ...HEARING, ...more })
const value = (kind: Input, words: string, more: Partial<Hearing> = {}): unknown => {
  const heard = read(kind, words, more)
  return heard.is === 'value' ? heard.value : heard.is
}

const options = [
  { id: 'refund', label: '退款（最高 ¥8,000.00）' },
  { id: 'exchange', label: '换货' },
  { id: 'cash', label: '现金补偿' },
  { id: '3', label: '现金退款' },
]
const one: Input = { input: 'select', many: false, options }
const many: Input = { input: 'select', many: true, options }
const people: Input = {
  input: 'person',
  options: [
    { id: 'feng.lan', label: '冯岚' },
    { id: 'han.xue', label: '韩雪' },
  ],
}

const leaf = (id: string, label: string): TreeChoice => ({ id, label, children: [] })
const tree: Input = {
  input: 'tree',
  nodes: [
    {
      ...{ id: 'q', label: '产品质量' },
      children: [
        { id: 'q.f', label: '功能故障', children: [leaf('q.f.cool', '不制冷'), leaf('q.f.leak', '漏水')] },
        { id: 'q.s', label: '安全隐患', children: [leaf('q.s.shock', '漏电')] },
      ],
    },
    { id: 'l', label: '物流', children: [{ id: 'l.d', label: '破损', children: [leaf('l.d.wet', '漏水受潮')] }] },
  ],
}

describe('answers in words', () => {
  it.each([
    ['1', 'refund'],
    ['２', 'exchange'],
    ['2.', 'exchange'],
    ['换货', 'exchange'],
    ['CASH', 'cash'],
    ['现金补', 'cash'],
    // An id or a label comes before a number in the list.
    ['3', '3'],
    ['退款', 'refund'],
    ['现金', 'several'],
    ['9', 'not_offered'],
    ['没有', 'not_offered'],
    ['', 'not_offered'],
  ])('choose: %s', (words, expected) => expect(value(one, words)).toBe(expected))

  it.each([
    ['1 2', ['refund', 'exchange']],
    ['1、２，1', ['refund', 'exchange']],
    ['换货和现金补偿', ['exchange', 'cash']],
    ['现金补偿', ['cash']],
    ['1 9', 'not_offered'],
    [' ', 'unclear'],
  ])('choose several: %s', (words, expected) => expect(value(many, words)).toEqual(expected))

  it.each([
    ['1', 'branch'],
    ['产品质量', 'branch'],
    ['不制冷', 'q.f.cool'],
    ['q.f.cool', 'q.f.cool'],
    ['产品质量/功能故障/漏水', 'q.f.leak'],
    ['产品质量＞安全隐患', 'branch'],
    ['漏水', 'q.f.leak'],
    ['漏', 'several'],
    ['9', 'not_offered'],
    ['别的', 'not_offered'],
  ])('find a type: %s', (words, expected) => expect(value(tree, words)).toBe(expected))

  it('goes on from where the questions have come, and takes what is numbered instead', () => {
    expect(value(tree, '2', { branch: 'q.f' })).toBe('q.f.leak')
    expect(read(tree, '2', { branch: 'q' })).toEqual({ is: 'branch', branch: 'q.s' })
    expect(value(tree, '2', { listed: ['q.f.leak', 'q.s.shock'] })).toBe('q.s.shock')
  })

  it.each([
    ['2026-11-03', '2026-11-03'],
    ['2026年11月3日', '2026-11-03'],
    ['２０２６／１１／３', '2026-11-03'],
    ['11.3', '2026-11-03'],
    ['11月3号', '2026-11-03'],
    ['今天', '2026-11-22'],
    ['Yesterday', '2026-11-21'],
    ['前天', '2026-11-20'],
    ['2月30日', 'unclear'],
    ['soon', 'unclear'],
  ])('date: %s', (words, expected) => expect(value({ input: 'date' }, words)).toBe(expected))

  it.each([
    ['13:30', '13:30'],
    ['9：05', '09:05'],
    ['9点', '09:00'],
    ['13点30分', '13:30'],
    ['25:00', 'unclear'],
    ['13:3', 'unclear'],
  ])('time: %s', (words, expected) => expect(value({ input: 'time' }, words)).toBe(expected))

  it.each([
    ['是', true],
    ['No', false],
    ['1', true],
    ['２', false],
    ['也许', 'unclear'],
  ])('yes or no: %s', (words, expected) => expect(value({ input: 'checkbox' }, words)).toBe(expected))

  it.each([
    ['800', { minor: 80_000, currency: 'CNY' }],
    ['１，２３４.５０元', { minor: 123_450, currency: 'CNY' }],
    ['￥800', { minor: 80_000, currency: 'CNY' }],
    ['8.001', 'wrong'],
    ['-8', 'wrong'],
    ['$8', 'wrong'],
    ['5000.01', 'wrong'],
    ['很多', 'wrong'],
  ])('money: %s', (words, expected) =>
    expect(value({ input: 'money', currency: 'CNY', digits: 2, max: 500_000 }, words)).toEqual(expected))

  it('finds people by mention before names', () => {
    expect(value(people, '@谁', { people: ['nobody', 'han.xue'] })).toBe('han.xue')
    expect(value(people, '@冯岚')).toBe('feng.lan')
    expect(value(people, '别人')).toBe('not_offered')
  })
})
