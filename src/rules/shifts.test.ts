/** What a calendar's definition and a holiday file may say, and how their mistakes are named. */
import { describe, expect, it } from 'vitest'
import type { CalendarDefinition, HolidayFile, Shift } from './calendar.ts'
import { calendarProblems, fromHolidayCn, makeCalendar } from './calendar.ts'

function workweek(shifts: readonly Shift[]): CalendarDefinition['week'] {
  return { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts }
}

describe('holiday files', () => {
  const file = (year: number, ...days: HolidayFile['days'][number][]): HolidayFile => ({ year, days })
  const day = (date: string, isOffDay: boolean) => ({ name: '元旦', date, isOffDay })

  it('let the later year decide about a date both name, in whatever order they come', () => {
    const older = file(2025, day('2025-12-29', false))
    const newer = file(2026, day('2025-12-29', true))
    const expected = { days: { '2025-12-29': { off: true } }, years: [2025, 2026] }
    expect(fromHolidayCn([older, newer])).toEqual(expected)
    expect(fromHolidayCn([newer, older])).toEqual(expected)
  })

  it.each([
    ['a typo in a date', file(2026, day('2026-01-01', true), day('2026-02-30', true)), '2026.days[1].date'],
    ['a date of quite another year', file(2026, day('2062-01-01', true)), '2026.days[0].date'],
    ['a day listed both ways', file(2026, day('2026-01-01', true), day('2026-01-01', false)), '2026.days[1]'],
    ['a missing mark', { year: 2026, days: [{ date: '2026-01-01', name: '' }] }, '2026.days[0].isOffDay'],
    ['a day that is nothing', { year: 2026, days: [null] }, '2026.days[0].date'],
    ['something else altogether', { papers: [] }, 'undefined'],
  ])('with %s are refused by name', (_, given, path) => {
    expect(fromHolidayCn([given as HolidayFile])).toMatchObject({ path })
  })
})

describe('a definition', () => {
  const nine = workweek([['09:00', '18:00']])
  it.each([
    ['has no time zone of that name', { tz: 'Asia/Peking City', week: nine }, 'tz'],
    ['never opens', { week: {} }, 'week'],
    ['never opens either', { week: { mon: [] } }, 'week'],
    ['has a reversed shift', { week: { mon: [['18:00', '09:00']] } }, 'week.mon[0]'],
    ['has an empty shift', { week: { mon: [['09:00', '09:00']] } }, 'week.mon[0]'],
    [
      'has overlapping shifts',
      {
        week: {
          mon: [
            ['13:00', '18:00'],
            ['09:00', '13:01'],
          ],
        },
      },
      'week.mon[1]',
    ],
    ['has a bad hour', { week: { mon: [['9:00', '18:00']] } }, 'week.mon[0]'],
    ['goes past midnight', { week: { mon: [['22:00', '24:01']] } }, 'week.mon[0]'],
    ['has a weekday nobody knows', { week: { ...nine, monday: [] } }, 'week.monday'],
    ['has a day that does not exist', { week: nine, days: { '2026-02-29': { off: true } } }, 'days.2026-02-29'],
    ['has a day written otherwise', { week: nine, days: { '2026-2-9': { off: true } } }, 'days.2026-2-9'],
    ['has a workday without work', { week: nine, days: { '2026-02-14': { work: 'sun' } } }, 'days.2026-02-14'],
    [
      'has empty make-up days',
      { week: nine, makeup: [], days: { '2026-02-14': { work: 'makeup' } } },
      'days.2026-02-14',
    ],
    ['has a bad make-up shift', { week: nine, makeup: [['09:00', '08:00']] }, 'makeup[0]'],
    ['has a year out of reach', { week: nine, years: [20266] }, 'years[0]'],
  ])('that %s is refused at its place, in both languages', (_, given, path) => {
    const made = makeCalendar({
      id: 'bad',
      tz: 'UTC',
      days: {},
      ...(given as Partial<CalendarDefinition>),
    } as CalendarDefinition)
    expect(made).toMatchObject({ path, wrong: expect.stringMatching(/\w/), wrongZh: expect.stringMatching(/[一-鿿]/) })
  })

  it('may have touching shifts in any order', () => {
    const made = makeCalendar({
      id: 'ok',
      tz: 'UTC',
      days: {},
      week: {
        mon: [
          ['12:00', '18:00'],
          ['09:00', '12:00'],
        ],
      },
    })
    expect('perWeek' in made && made.perWeek).toEqual({ ms: 9 * 3_600_000, days: 1 })
  })

  it('has all its problems listed', () => {
    const bad: CalendarDefinition = { id: 'bad', tz: 'Mars', week: { mon: [['9', '10']] }, days: {}, years: [1] }
    expect(calendarProblems(bad).map(({ path }) => path)).toEqual(['tz', 'week.mon[0]', 'years[0]'])
  })
})
