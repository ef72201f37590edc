/** Typed spans: what can be written, when they run out, and what pauses do to them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Calendar, Shift } from './calendar.ts'
import { makeCalendar } from './calendar.ts'
import type { Span } from './policy.ts'
import { addSpan, addSpanWithPauses, fits, parseSpan, shareOfSpan, shareOfSpanWithPauses } from './span.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const day: readonly Shift[] = [
  ['09:00', '12:00'],
  ['13:00', '18:00'],
]

function made(week: Parameters<typeof makeCalendar>[0]['week'], tz: string): Calendar {
  const calendar = makeCalendar({ id: 'office', tz, week, days: {} })
  if ('wrong' in calendar) throw new Error(calendar.wrong)
  return calendar
}

const week = { mon: day, tue: day, wed: day, thu: day, fri: day }
const office = made(week, 'Asia/Shanghai')
const at = (local: string) => Date.parse(`2026-03-${local}+08:00`)

function span(text: string): Span {
  const parsed = parseSpan(text)
  if (!parsed) throw new Error(`no span: ${text}`)
  return parsed
}

describe('written', () => {
  it.each([
    ['24h', 'h', 24 * HOUR],
    ['30m', 'h', 30 * MINUTE],
    ['1.5h', 'h', 90 * MINUTE],
    ['24bh', 'bh', 24 * HOUR],
    ['0.5bh', 'bh', 30 * MINUTE],
    ['2bd', 'bd', 2],
    ['0h', 'h', 0],
  ] as const)('%s is understood', (text, unit, amount) => {
    expect(parseSpan(text)).toEqual({ unit, amount, text })
  })

  it.each([
    '24',
    '',
    'h',
    '-2h',
    '+2h',
    '2 h',
    '2d',
    '2w',
    '1.5bd',
    '1e3h',
    '2H',
    '2bh ',
    '876601h',
    '36526bd',
    '9'.repeat(400),
  ])('"%s" is not', (text) => {
    expect(parseSpan(text)).toBeUndefined()
  })

  it('fits a calendar that can hold it, and then does run out', () => {
    expect(fits(office, span('208000bh'))).toBe(true)
    expect(fits(office, span('209000bh'))).toBe(false)
    expect(fits(office, span('26089bd'))).toBe(true)
    expect(fits(office, span('26090bd'))).toBe(false)
    const rare = made({ fri: [['09:00', '09:30']] }, 'Asia/Shanghai')
    expect(fits(rare, span('2608bh'))).toBe(true)
    expect(fits(rare, span('2700bh'))).toBe(false)
    expect(() => addSpan(office, at('03T10:00'), span('208000bh'))).not.toThrow()
    expect(() => addSpan(office, at('03T10:00'), span('26089bd'))).not.toThrow()
    expect(() => addSpan(rare, at('03T10:00'), span('2608bh'))).not.toThrow()
  })
})

describe('running out', () => {
  it('goes by the wall, by business hours or by business days', () => {
    const friday = at('06T17:00')
    expect(addSpan(office, friday, span('24h'))).toBe(at('07T17:00'))
    expect(addSpan(office, friday, span('2bh'))).toBe(at('09T10:00'))
    expect(addSpan(office, friday, span('2bd'))).toBe(at('10T18:00'))
  })

  it('warns at a share of the time it counts', () => {
    const monday = at('02T09:00')
    expect(shareOfSpan(office, monday, span('24h'), 0.75)).toBe(at('03T03:00'))
    expect(shareOfSpan(office, monday, span('8bh'), 0.75)).toBe(at('02T16:00'))
    // Close of Tuesday: sixteen business hours, of which three quarters are twelve.
    expect(shareOfSpan(office, monday, span('1bd'), 0.75)).toBe(at('03T14:00'))
    expect(shareOfSpan(office, monday, span('1bd'), 1)).toBe(at('03T18:00'))
    expect(() => shareOfSpan(office, monday, span('1bd'), 75)).toThrow(RangeError)
  })
})

describe('with pauses', () => {
  const monday = at('02T09:00')
  it.each([
    ['the wall clock stands still', '24h', [{ from: at('02T10:00'), to: at('02T16:00') }], at('03T15:00')],
    ['business hours stand still', '8bh', [{ from: at('02T16:00'), to: at('03T10:00') }], at('03T12:00')],
    ['a business day moves on', '1bd', [{ from: at('02T16:00'), to: at('03T10:00') }], at('04T12:00')],
    ['a night is no business time', '8bh', [{ from: at('02T12:00'), to: at('02T13:00') }], at('02T18:00')],
    [
      'a pause from before counts from the start',
      '8bh',
      [{ from: at('01T09:00'), to: at('02T10:00') }],
      at('03T10:00'),
    ],
    ['a pause before the start counts not', '8bh', [{ from: at('01T09:00'), to: at('01T10:00') }], at('02T18:00')],
    ['a pause after the end counts not', '8bh', [{ from: at('02T18:00'), to: at('04T10:00') }], at('02T18:00')],
    [
      'a pause within time won by another counts',
      '8bh',
      [
        { from: at('03T09:00'), to: at('03T11:00') },
        { from: at('02T10:00'), to: at('02T12:00') },
      ],
      at('03T14:00'),
    ],
    [
      'overlapping pauses count once',
      '24h',
      [
        { from: at('02T10:00'), to: at('02T14:00') },
        { from: at('02T11:00'), to: at('02T12:00') },
        { from: at('02T12:00'), to: at('02T16:00') },
      ],
      at('03T15:00'),
    ],
    ['a backward pause counts not', '24h', [{ from: at('02T16:00'), to: at('02T10:00') }], at('03T09:00')],
    ['an open pause never ends', '24h', [{ from: at('02T16:00') }], undefined],
    ['an open pause after the end comes too late', '24h', [{ from: at('03T09:00') }], at('03T09:00')],
  ] as const)('%s', (_, text, pauses, due) => {
    expect(addSpanWithPauses(office, monday, span(text), pauses)).toBe(due)
  })

  it('moves a warning only by pauses before it', () => {
    const late = [{ from: at('02T17:00'), to: at('03T10:00') }]
    expect(shareOfSpanWithPauses(office, monday, span('8bh'), 0.5, late)).toBe(at('02T14:00'))
    const early = [{ from: at('02T10:00'), to: at('02T12:00') }]
    expect(shareOfSpanWithPauses(office, monday, span('8bh'), 0.5, early)).toBe(at('02T16:00'))
    expect(shareOfSpanWithPauses(office, monday, span('8bh'), 0.5, [{ from: at('02T10:00') }])).toBeUndefined()
  })

  it('leaves exactly the unpaused time, for any closed pauses', () => {
    const city = made(week, 'America/New_York')
    const spring = Date.UTC(2026, 2, 5)
    const pause = fc
      .tuple(fc.integer({ min: -20, max: 400 }), fc.integer({ min: 0, max: 50 }))
      .map(([from, length]) => ({ from: spring + from * 20 * MINUTE, to: spring + (from + length) * 20 * MINUTE }))
    fc.assert(
      fc.property(
        fc.array(pause, { maxLength: 5 }),
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        (pauses, n, wall) => {
          const text = wall ? `${n * 10}m` : `${n / 10}bh`
          const due = addSpanWithPauses(city, spring, span(text), pauses) as number
          // Walks in steps of one minute; pauses lie on minutes.
          let ran = 0
          for (let t = spring; t < due; t += MINUTE) {
            if (pauses.some(({ from, to }) => from <= t && t < to)) continue
            if (wall || city.isOpen(t)) ran += MINUTE
          }
          expect(ran).toBe(span(text).amount)
        },
      ),
      { numRuns: 150 },
    )
  })
})
