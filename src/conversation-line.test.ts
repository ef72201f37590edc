import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAllPairs, type Named, readLine } from './conversation-line.ts'

const FIELDS: readonly Named[] = [
  { id: 'customer', names: ['customer', '客户', 'Customer'] },
  { id: 'product', names: ['product', '产品', 'Product'] },
  { id: 'line', names: ['line', '产品线', 'Product line'] },
  { id: 'phone', names: ['phone', '电话', 'Phone'] },
  { id: 'text', names: ['text', '问题描述', 'What happened', '描述'] },
]

const read = (line: string) => readLine(line, FIELDS)

describe('a complaint in one line', () => {
  it.each([
    [
      '客户=张三 产品=双门冰箱 电话=13812345678, 三天不制冷，菜都坏了',
      { customer: '张三', product: '双门冰箱', phone: '13812345678' },
      '三天不制冷，菜都坏了',
    ],
    [
      '客户＝张三　产品＝“双门 冰箱, 大号”；电话：138 1234 5678；不制冷',
      { customer: '张三', product: '双门 冰箱, 大号', phone: '138 1234 5678' },
      '不制冷',
    ],
    ['电话：13812345678，客户：张三，不制冷', { phone: '13812345678', customer: '张三' }, '不制冷'],
    ['产品=冰箱 三天不制冷', { product: '冰箱' }, '三天不制冷'],
    ['产品线=fridge 产品=冰箱', { line: 'fridge', product: '冰箱' }, ''],
    [
      'customer=Ann Baker product=double door fridge, it stopped cooling',
      { customer: 'Ann Baker', product: 'double door fridge' },
      'it stopped cooling',
    ],
    ['ＰＲＯＤＵＣＴ＝fridge does not cool', { product: 'fridge' }, 'does not cool'],
    ['Product line="fridge" What happened="no; cooling"', { line: 'fridge', text: 'no; cooling' }, ''],
    ['不制冷，客户=张三', { customer: '张三' }, '不制冷'],
    ['价格=100 太贵', {}, '价格=100 太贵'],
    ['客户=张三 等级=B 产品=冰箱，坏了', { customer: '张三', product: '冰箱' }, '等级=B 坏了'],
    ['客户说：电话：打了三次没人接', {}, '客户说：电话：打了三次没人接'],
    ['客户= ，不制冷', {}, '不制冷'],
    ['客户="张三', { customer: '"张三' }, ''],
    ['', {}, ''],
  ])('%s', (line, words, rest) => {
    const found = read(line)
    expect(found).toEqual({ words, rest })
  })

  it('tells when there is nothing but pairs', () => {
    expect(isAllPairs(read('客户=张三，产品=冰箱'))).toBe(true)
    expect(isAllPairs(read('客户=张三，坏了'))).toBe(false)
    expect(isAllPairs(read('坏了'))).toBe(false)
  })

  const value = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .map((text) => text.replace(/["“”]/g, '').trim())
    .filter((text) => text !== '')

  it('gives back whatever stood in quotes, in either width, and the text behind it', () => {
    const wide = fc.constantFrom(['=', '"', '"', ','], ['＝', '“', '”', '，'], [' = ', '“', '”', '；'])
    fc.assert(
      fc.property(value, value, wide, (customer, product, [is = '', open = '', close = '', then = '']) => {
        const line = `客户${is}${open}${customer}${close} product${is}${open}${product}${close}${then}坏了`
        expect(read(line)).toEqual({ words: { customer, product }, rest: '坏了' })
      }),
    )
  })

  it('loses no word and never stumbles, whatever is written', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '客户',
        '产品线',
        'phone',
        '=',
        '＝',
        ':',
        '：',
        ' ',
        '，',
        '"',
        '“',
        '”',
        "'",
        '\n',
        '坏了',
        '\u0000',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    )
    const marks = /[\s,，;；、=＝:："“”‘’「」『』＂']/g
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const line = pieces.join('')
        const { words, rest } = read(line)
        const said = new Set([...line.replace(marks, '')])
        const kept = new Set([...`${Object.values(words).join('')}${rest}`.replace(marks, '')])
        for (const mark of kept) expect(said.has(mark)).toBe(true)
        // Of a field named twice only the later words count; else nothing but names may be missing.
        const names = new Set([
          ...FIELDS.flatMap((field) => field.names)
            .join('')
            .normalize('NFKC')
            .toLowerCase(),
        ])
        const twice = FIELDS.some(({ names: all }) => all.reduce((n, name) => n + line.split(name).length - 1, 0) > 1)
        if (twice) return
        for (const mark of said) expect(kept.has(mark) || names.has(mark.normalize('NFKC').toLowerCase())).toBe(true)
      }),
    )
  })

  it('takes a hostile line in its stride', () => {
    const began = performance.now()
    for (const line of ['客户 '.repeat(10_000), '客户='.repeat(10_000), '"'.repeat(30_000), 'a '.repeat(20_000)])
      read(line)
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
