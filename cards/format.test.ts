import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { date, decimal, duration, fileSize, fullMoment, moment, money, relative, spanWords, zone } from './format.ts'
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
  test('are told in the reader’s zone and language, with the day of the week', () => {
    expect(moment(NOON, 'zh', 'Asia/Shanghai')).toBe('11月22日 周日 14:05')
    expect(moment(NOON, 'en', 'Asia/Shanghai')).toBe('Sun 22 Nov, 14:05')
    expect(moment(NOON, 'en', 'America/New_York')).toBe('Sun 22 Nov, 01:05')
    expect(moment(NOON, 'en', 'America/Los_Angeles')).toBe('Sat 21 Nov, 22:05')
    expect(fullMoment(NOON, 'zh', 'Asia/Shanghai')).toBe('2026年11月22日 周日 14:05')
    expect(fullMoment(NOON, 'en', 'Asia/Shanghai')).toBe('Sun 22 Nov 2026, 14:05')
    expect(moment(Date.UTC(2026, 0, 1, 16, 0), 'zh', 'Asia/Shanghai')).toBe('1月2日 周五 00:00')
  })

  test('of another year than the reader has in mind have theirs, by the reader’s own new year', () => {
    const eve = Date.UTC(2026, 11, 31, 17, 0)
    expect(moment(eve, 'zh', 'Asia/Shanghai', NOON)).toBe('2027年1月1日 周五 01:00')
    expect(moment(eve, 'en', 'Europe/London', NOON)).toBe('Thu 31 Dec, 17:00')
  })

  test('zones have the offset of the moment', () => {
    expect(zone(NOON, 'Asia/Shanghai')).toBe('GMT+8')
    expect([zone(NOON, 'America/New_York'), zone(Date.UTC(2026, 6, 1), 'America/New_York')]).toEqual(['GMT-5', 'GMT-4'])
  })

  test('relative times', () => {
    const at = (minutes: number, lang: 'zh' | 'en'): string => relative(NOON + minutes * 60_000, NOON, lang)
    expect([at(0.9, 'zh'), at(-0.9, 'en')]).toEqual(['刚刚', 'just now'])
    expect([at(125, 'zh'), at(125, 'en')]).toEqual(['2 小时 5 分后', 'in 2 h 5 min'])
    expect([at(-3 * 1440, 'zh'), at(-3 * 1440, 'en')]).toEqual(['3 天前', '3 d ago'])
  })

  test('dates, durations, spans and sizes', () => {
    expect(date('2026-01-05', 'en')).toBe('Mon 5 Jan 2026')
    expect(date('2026-01-05', 'zh')).toBe('2026年1月5日 周一')
    expect([date('soon', 'en'), date('2026-02-30', 'en')]).toEqual(['soon', '2026-02-30'])
    expect(duration(125 * 60_000, 'zh')).toBe('2 小时 5 分')
    expect(duration(125 * 60_000, 'en')).toBe('2 h 5 min')
    expect(duration(26 * 3_600_000, 'en')).toBe('1 d 2 h')
    expect(duration(0, 'en')).toBe('1 min')
    const hours = (amount: number) => ({ unit: 'bh', amount: amount * 3_600_000, text: '' }) as const
    expect([spanWords(hours(24), 'zh'), spanWords(hours(1), 'en')]).toEqual(['24 个工作小时', '1 working hour'])
    const days = (amount: number) => ({ unit: 'bd', amount, text: '' }) as const
    expect([spanWords(days(2), 'zh'), spanWords(days(2), 'en')]).toEqual(['2 个工作日', '2 working days'])
    const sizes = [830, 12_288, 1_468_006, 1_048_576, 20 * 1_048_576, 3.2 * 1024 ** 3]
    expect(sizes.map(fileSize)).toEqual(['830 B', '12 KB', '1.4 MB', '1 MB', '20 MB', '3.2 GB'])
  })

  test('no date and no moment is ever told wrongly', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (day) => {
        const iso = day.toISOString()
        const said = fullMoment(day.getTime(), 'en', 'UTC')
        expect(new Date(`${said} UTC`).toISOString().slice(0, 16)).toBe(iso.slice(0, 16))
        expect(said).toContain(date(iso.slice(0, 10), 'en'))
      }),
    )
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
    ['bought', '2026-11-01', '2026年11月1日 周日', 'Sun 1 Nov 2026'],
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
