import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mask, maskExcerpt, maskFree, maskValue } from './masks.ts'
import { POLICY } from './testing/company.ts'

describe('masks', () => {
  test.each([
    ['phone', '13812341234', '138****1234'],
    ['phone', '+86 138 1234 1234', '138****1234'],
    ['phone', '１３８１２３４１２３４', '138****1234'],
    ['phone', '010-62345678', '010****5678'],
    ['phone', '62345678', '****5678'],
    ['phone', '12345', '****45'],
    ['phone', '+44 7700 900123', '+44 ****0123'],
    ['phone', '001 415 555 2671', '+1 ****2671'],
    ['phone', '(415) 555-2671', '****2671'],
    ['name', '王小明', '王*'],
    ['name', '欧阳锦绣', '欧阳*'],
    ['name', '欧阳', '欧*'],
    ['name', '王', '*'],
    ['name', 'Ann Lee', 'A*** L***'],
    ['name', 'Dr. Hans Müller', 'D*** H*** M***'],
    ['name', '김철수', '김***'],
    ['name', 'X', '***'],
    ['name', '', ''],
    ['email', 'wang@x.com', 'w***@x.com'],
    ['email', 'a@x.com', '***@x.com'],
    ['email', 'nonsense', '***'],
    ['address', '浙江省杭州市西湖区文三路 1 号', '浙江省杭州市***'],
    ['address', '北京市朝阳区建国路 1 号', '北京市朝阳区***'],
    ['address', '文三路99号华联超市旁', '文三***'],
    ['address', '12 High Street, London', '***, London'],
    ['address', '12 High Street, London SW1A 1AA', '***, London'],
    ['address', 'Flat 3, 12 High Street', '***'],
    ['address', '1 Main St, Springfield, IL 62701', '***, IL'],
    ['account', '6222 0212 3456 1234', '****1234'],
    ['account', '12345678', '****'],
    ['id', '330102199001011234', '****1234'],
  ] as const)('%s %s', (kind, text, masked) => {
    expect(mask(kind, text)).toBe(masked)
  })
})

describe('free text', () => {
  const known = { customer: 'Ann Lee', phone: '+86 138-1234-1234', account: '6222021234561234' }
  const free = (text: string): string => maskFree(text, known, POLICY)

  test.each([
    ['打13812341234找王', '打138****1234找王'],
    ['１３８１２３４１２３４', '138****1234'],
    ['138.1234.1234 / 138 123 41234', '138****1234 / 138****1234'],
    ['138\u200B1234\u200B1234', '138****1234'],
    ['138\u00AD1234\u00AD1234', '138****1234'],
    ['13812341234 13912341234', '138****1234 139****1234'],
    ['座机010-62345678转123', '座机010****5678转123'],
    ['(0571) 88887777', '057****7777'],
    ['ring 020 7946 0958 or +44 7700 900123', 'ring 020****0958 or +44 ****0123'],
    ['(415) 555-2671, 415-555-2672, +1 415 555 2673', '****2671, ****2672, +1 ****2673'],
    ['call 12345678, QQ：123456789', 'call ****5678, QQ：****6789'],
    ['微信号：wang_xm88', '微信号：w***'],
    ['邮箱wang@x.com，a.b+c@mail.example.co.uk', '邮箱w***@x.com，a***@mail.example.co.uk'],
    ['卡号 6222 0212 3456 7890 123', '卡号 ****0123'],
    ['3782 822463 10005', '****0005'],
    ['33010219900101123X', '****123X'],
    ['DE89 3704 0044 0532 0130 00', '****3000'],
  ])('%s', (text, masked) => {
    expect(maskFree(text, {}, POLICY)).toBe(masked)
  })

  test.each([
    '2026-11-22 14:05 至 2026-11-23，8:30-17:30',
    'C-20261122-0001 and C-20261122-100001',
    '¥1,234,567.00, 12345678.90, 3.0123456789',
    'BCD-500 B2601 SN12345678, 20261122',
    'called 2026-11-22, 1 300 units of 24 000',
  ])('dates, case numbers, amounts and models stay: %s', (text) => {
    expect(maskFree(text, {}, POLICY)).toBe(text)
  })

  test('loses what the case knows of people, however it is written again', () => {
    expect(free('ann  lee, Lee and ANN LEE')).toBe('A*** L***, L*** and A*** L***')
    expect(free('Leeds is not Lee')).toBe('Leeds is not L***')
    expect(free('86 1381 2341 234')).toBe('138****1234')
    expect(free('6222-0212-3456-1234')).toBe('****1234')
    expect(maskFree('王小明的冰箱', { customer: '王小明' }, POLICY)).toBe('王*的冰箱')
    const hyphens = { customer: 'Anne-Marie (née O’Neil-Smith) [x] $1', account: 'ACC-12/34.56-78' }
    expect(maskFree(`of ${hyphens.customer}, ${hyphens.account}`, hyphens, POLICY)).not.toMatch(/Marie|Smith|34/)
  })

  test('that was cut for a list loses whatever may be half of something', () => {
    const long = '很'.repeat(110)
    expect(maskExcerpt(`${long}打1381234123`, {}, POLICY)).toBe(`${long}打…`)
    expect(maskExcerpt(`${long}写 wang.li@`, {}, POLICY)).toBe(`${long}写…`)
    expect(maskExcerpt('打13812341234', {}, POLICY)).toBe('打138****1234')
  })

  test('in names of files too, and what is neither text nor file is left alone', () => {
    const file = { sha256: 'a', name: '王小明 13812341234.png', type: 'image/png', size: 1 }
    expect(maskValue([file], undefined, { customer: '王小明' }, POLICY)).toEqual([
      { ...file, name: '王* 138****1234.png' },
    ])
    expect(maskValue(['refund'], undefined, {}, POLICY)).toEqual(['refund'])
    expect(maskValue({ minor: 1, currency: 'CNY' }, undefined, {}, POLICY)).toEqual({ minor: 1, currency: 'CNY' })
  })

  test('takes a long hostile text in its stride', () => {
    const hostile = ['1 '.repeat(10_000), `${'a.'.repeat(10_000)}@`, '+1'.repeat(10_000), '0('.repeat(10_000)]
    const began = performance.now()
    for (const text of hostile) free(text)
    expect(performance.now() - began).toBeLessThan(1_000)
  })

  test('masked twice is masked once', () => {
    const piece = fc.constantFrom('13812341234', '+44 7700 900123', 'wang@x.com', '6222021234561234', 'Ann Lee', ' 很 ')
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const once = free(pieces.join(' '))
        expect(free(once)).toBe(once)
        for (const one of pieces) if (one !== ' 很 ') expect(once).not.toContain(one)
      }),
    )
  })
})
