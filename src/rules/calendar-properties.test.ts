/** Working time by property, and against a reference that walks minute by minute. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Calendar, CalendarDefinition, Shift, Weekday } from './calendar.ts'
import { fromHolidayCn, makeCalendar } from './calendar.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAYTIME: readonly Shift[] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
]

function calendar(definition: CalendarDefinition): Calendar {
  const made = makeCalendar(definition)
  if ('wrong' in made) throw new Error(`${made.path}: ${made.wrong}`)
  return made
}

function workweek(shifts: readonly Shift[]): CalendarDefinition['week'] {
  return { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts }
}

function holidays(...years: number[]) {
  const files = years.map((year) =>
    JSON.parse(readFileSync(new URL(`../../data/calendars/holiday-cn-${year}.json`, import.meta.url), 'utf8')),
  )
  const table = fromHolidayCn(files)
  if ('wrong' in table) throw new Error(table.wrong)
  return table
}

const newYork: CalendarDefinition = {
  id: 'new-york',
  tz: 'America/New_York',
  week: workweek(DAYTIME),
  days: { '2026-07-03': { off: true } },
}

const CALENDARS: Readonly<Record<string, CalendarDefinition>> = {
  china: { id: 'china', tz: 'Asia/Shanghai', week: workweek(DAYTIME), ...holidays(2024, 2025, 2026) },
  newYork,
  night: {
    id: 'night',
    tz: 'America/New_York',
    week: {
      sat: [['22:00', '24:00']],
      sun: [
        ['00:00', '01:20'],
        ['02:10', '02:50'],
        ['23:00', '24:00'],
      ],
      mon: DAYTIME,
    },
    days: {},
  },
  always: {
    id: 'always',
    tz: 'Australia/Lord_Howe',
    week: { ...workweek([['00:00', '24:00']]), sat: [['00:00', '24:00']], sun: [['00:00', '24:00']] },
    days: { '2026-04-05': { off: true }, '2026-04-06': { off: true } },
  },
  sparse: {
    id: 'sparse',
    tz: 'Africa/Cairo',
    week: { fri: [['00:30', '01:15']] },
    makeup: [['23:00', '24:00']],
    days: { '2026-04-23': { work: 'makeup' }, '2026-04-24': { off: true }, '2026-05-01': { work: 'fri' } },
  },
}

describe.each(Object.entries(CALENDARS))('properties of %s', (_, definition) => {
  const made = calendar(definition)
  const moment = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2029, 0) })
  const amount = fc.oneof(
    fc.integer({ min: 0, max: 40 * HOUR }),
    fc.integer({ min: 0, max: 9 * 52 }).map((n) => n * 30 * MINUTE),
  )

  it('adding is monotone, additive and inverted by counting', () => {
    fc.assert(
      fc.property(moment, moment, amount, amount, (t, u, a, b) => {
        const [early, late] = t < u ? [t, u] : [u, t]
        expect(made.addWorking(early, a)).toBeLessThanOrEqual(made.addWorking(late, a))
        expect(made.addWorking(t, a)).toBeLessThanOrEqual(made.addWorking(t, a + b))
        expect(made.addWorking(made.addWorking(t, a), b)).toBe(made.addWorking(t, a + b))
        expect(made.workingBetween(t, made.addWorking(t, a))).toBe(a)
        expect(made.workingBetween(made.addWorking(t, -a), t)).toBe(a)
        expect(made.addWorking(early, made.workingBetween(early, late))).toBeLessThanOrEqual(late)
      }),
      { numRuns: 2000 },
    )
  })

  it('counting is additive, and days close in order, just after open time', () => {
    fc.assert(
      fc.property(moment, moment, moment, fc.integer({ min: 0, max: 300 }), (t, u, v, n) => {
        expect(made.workingBetween(t, u) + made.workingBetween(u, v)).toBe(made.workingBetween(t, v))
        const close = made.closeOfWorkday(t, n)
        expect(close).toBeGreaterThanOrEqual(t)
        expect(made.closeOfWorkday(t, n + 1)).toBeGreaterThanOrEqual(close)
        expect(made.closeOfWorkday(t, n + 2)).toBeGreaterThan(close)
        expect(made.workingBetween(close - 1, close)).toBe(1)
        expect(made.isOpen(made.nextOpen(t))).toBe(true)
        expect(made.workingBetween(t, made.nextOpen(t))).toBe(0)
      }),
      { numRuns: 500 },
    )
  })
})

/** Walks minute by minute and asks Intl what the wall shows. Slow, and shares nothing with what it checks. */
function walker({ tz, week, days, makeup }: CalendarDefinition) {
  const wall = new Intl.DateTimeFormat('en-GB', {
    timeZone: tz,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
  return (t: number): boolean => {
    const shown = wall.format(t)
    const [, weekday = '', day, month, year, time = ''] = /^(\w+), (\d+)\/(\d+)\/(\d+), (\d\d:\d\d)$/.exec(shown) ?? []
    const rule = days[`${year}-${month}-${day}`]
    if (rule && 'off' in rule) return false
    const named = rule === undefined ? weekday.toLowerCase() : rule.work
    const shifts = named === 'makeup' ? (makeup ?? DAYTIME) : week[named as Weekday]
    return (shifts as readonly Shift[] | undefined)?.some(([from, to]) => from <= time && time < to) ?? false
  }
}

describe.each(Object.entries(CALENDARS))('minute by minute, %s', (_, definition) => {
  const made = calendar(definition)
  const isOpen = walker(definition)
  // Around holidays, make-up days and changes of offset, where mistakes live.
  const start = fc
    .constantFrom('2024-02-09', '2025-09-27', '2026-02-13', '2026-03-07', '2026-04-04', '2026-04-23', '2026-10-31')
    .chain((date) => fc.integer({ min: -2880, max: 2880 }).map((minutes) => Date.parse(date) + minutes * MINUTE))

  it('counts the same minutes, adds to the same minute and opens at the same minute', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 4320 }), (from, minutes) => {
        let open = 0
        let last = from
        for (let t = from; t < from + minutes * MINUTE; t += MINUTE) {
          if (!isOpen(t)) continue
          open++
          last = t + MINUTE
        }
        expect(made.workingBetween(from, from + minutes * MINUTE)).toBe(open * MINUTE)
        expect(made.addWorking(from, open * MINUTE)).toBe(last)
        expect(made.isOpen(from)).toBe(isOpen(from))
        if (open > 0) expect(isOpen(made.nextOpen(from))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

it('adds a hundred thousand random spans, some of them decades long, in well under a second each way', () => {
  const city = calendar(newYork)
  const spans = Array.from({ length: 100_000 }, (_, i) => ((i * 7919) % 10_007) * (i % 50 === 0 ? HOUR : MINUTE))
  const from = Date.UTC(2026, 0, 5)
  city.addWorking(from, Math.max(...spans))
  const began = performance.now()
  let sum = 0
  for (const [i, span] of spans.entries())
    sum += city.workingBetween(from, city.addWorking(from + i * MINUTE, span)) > 0 ? 1 : 0
  const micros = ((performance.now() - began) * 1000) / spans.length
  expect(sum).toBeGreaterThan(99_000)
  // Alone on the machine it takes less than one; the bound leaves room for a crowded one.
  expect(micros).toBeLessThan(20)
})
