import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { date, decimal, duration, fileSize, fullMoment, moment, money, spanWords } from './format.ts'
import { mask, maskFree } from './masks.ts'
import { DIRECTORY, POLICY } from './testing/company.ts'
import { NOON } from './testing/scenes.ts'
import { oneLine, plain, quote, shorten } from './text.ts'
import { showValue } from './values.ts'

describe('money', () => {
  test.each([
    [123_450, 'CNY', '¥1,234.50', 'CNY 1,234.50'],
    [1, 'CNY', '¥0.01', 'CNY 0.01'],
    [50_001, 'USD', 'US$500.01', 'USD 500.01'],
    [1234, 'JPY', 'JP¥1,234', 'JPY 1,234'],
    [9_007_199_254_740_991, 'CNY', '¥90,071,992,547,409.91', 'CNY 90,071,992,547,409.91'],
  ])('%i %s', (minor, currency, zh, en) => {
    expect(money({ minor, currency }, 'zh')).toBe(zh)
    expect(money({ minor, currency }, 'en')).toBe(en)
  })

  test('every amount is written exactly', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (minor) => {
        expect(Number(money({ minor, currency: 'CNY' }, 'en').replace(/\D/g, ''))).toBe(minor)
        expect(decimal(minor, 0)).toBe(String(minor))
      }),
    )
  })
})

describe('moments', () => {
  test('are told in the reader’s zone and language', () => {
    expect(moment(NOON, 'zh', 'Asia/Shanghai')).toBe('11月22日 14:05')
    expect(moment(NOON, 'en', 'Asia/Shanghai')).toBe('22 Nov, 14:05')
    expect(moment(NOON, 'en', 'America/New_York')).toBe('22 Nov, 01:05')
    expect(fullMoment(NOON, 'zh', 'Asia/Shanghai')).toBe('2026年11月22日 14:05')
    expect(moment(Date.UTC(2026, 0, 1, 16, 0), 'zh', 'Asia/Shanghai')).toBe('1月2日 00:00')
  })

  test('dates, durations, spans and sizes', () => {
    expect(date('2026-01-05', 'en')).toBe('5 Jan 2026')
    expect(date('soon', 'en')).toBe('soon')
    expect(duration(125 * 60_000, 'zh')).toBe('2 小时 5 分')
    expect(duration(125 * 60_000, 'en')).toBe('2 h 5 min')
    expect(duration(26 * 3_600_000, 'en')).toBe('1 d 2 h')
    expect(duration(0, 'en')).toBe('1 min')
    expect(spanWords({ unit: 'bh', amount: 24 * 3_600_000, text: '24bh' }, 'zh')).toBe('24 个工作小时')
    expect(spanWords({ unit: 'bd', amount: 2, text: '2bd' }, 'en')).toBe('2 working days')
    expect([fileSize(830), fileSize(12_288), fileSize(1_468_006)]).toEqual(['830 B', '12 KB', '1.4 MB'])
  })
})

describe('masks', () => {
  test.each([
    ['phone', '13812341234', '138****1234'],
    ['phone', '+86 138 1234 1234', '138****1234'],
    ['phone', '12345', '****45'],
    ['name', '王小明', '王*'],
    ['name', 'Ann Lee', 'A***'],
    ['email', 'wang@x.com', 'w***@x.com'],
    ['email', 'nonsense', '***'],
    ['address', '浙江省杭州市西湖区文三路 1 号', '浙江省杭州市***'],
    ['address', '12 High Street, London', '***, London'],
    ['account', '6222 0212 3456 1234', '****1234'],
    ['id', '330102199001011234', '****1234'],
  ] as const)('%s %s', (kind, text, masked) => {
    expect(mask(kind, text)).toBe(masked)
  })

  test('free text loses numbers, addresses and the names the case knows', () => {
    const text = '我是王小明，138-1234-1234 或 wang@x.com，卡号 6222021234561234'
    expect(maskFree(text, { customer: '王小明' }, POLICY)).toBe('我是王*，138****1234 或 w***@x.com，卡号 ****1234')
  })
})

describe('text', () => {
  test('control characters and bidi overrides are neutralised, emoji and lines kept', () => {
    expect(plain('a\u202Eb\u0000c\u2066d\r\ne\u2028f\uD800👩‍🔧')).toBe('abcd\ne\nf\uFFFD👩‍🔧')
  })

  test('nothing harmful survives, and twice is the same as once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = plain(text)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not survive
        expect(once).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202A-\u202E\u2066-\u2069]/)
        expect(plain(once)).toBe(once)
        expect(once.isWellFormed()).toBe(true)
      }),
    )
  })

  test('is shortened by characters, with an ellipsis', () => {
    expect(shorten('👍👍👍', 3)).toBe('👍👍👍')
    expect(shorten('👍👍👍👍', 3)).toBe('👍👍…')
    expect(oneLine(' a\n\n b ')).toBe('a b')
    expect(quote('a\n\n\n\nb')).toBe('a\n\nb')
  })
})

describe('values', () => {
  const show = (
    id: string,
    value: Parameters<typeof showValue>[1],
    lang: 'zh' | 'en' = 'zh',
    masked = false,
  ): string => {
    const field = POLICY.fields[id]
    if (field === undefined) throw new Error(`no field ${id}`)
    return showValue(field, value, { policy: POLICY, directory: DIRECTORY, lang, masked })
  }

  test.each([
    ['text', 'a\u202Eb', 'ab', 'ab'],
    ['product', 'BCD', 'BCD', 'BCD'],
    ['category', 'quality.failure.no_cooling', '产品质量 / 故障 / 不制冷', 'Product quality / Failure / No cooling'],
    ['category', 'gone.away', 'gone.away', 'gone.away'],
    ['safety', 'injury', '有人受伤', 'Injury'],
    ['wish', ['refund', 'sorry'], '退款、道歉', 'Refund, An apology'],
    ['bought', '2026-11-01', '2026年11月1日', '1 Nov 2026'],
    ['called', '13:30', '13:30', '13:30'],
    ['pieces', 1200, '1,200', '1,200'],
    ['seen', true, '是', 'Yes'],
    ['owner', 'li', '李雷', 'Li Lei'],
    ['owner', 'left.long.ago', 'left.long.ago', 'left.long.ago'],
    ['plan_kind', 'refund', '退款', 'Refund'],
    ['plan_amount', { minor: 50_001, currency: 'CNY' }, '¥500.01', 'CNY 500.01'],
    ['photos', [{ sha256: 'x', name: 'a.jpg', type: 'image/jpeg', size: 1 }], 'a.jpg', 'a.jpg'],
    ['phone', '13812341234', '13812341234', '13812341234'],
  ] as const)('%s', (id, value, zh, en) => {
    expect(show(id, value)).toBe(zh)
    expect(show(id, value, 'en')).toBe(en)
  })

  test('personal data is masked where asked, other data is not', () => {
    expect(show('phone', '13812341234', 'zh', true)).toBe('138****1234')
    expect(show('product', 'BCD', 'zh', true)).toBe('BCD')
  })
})
