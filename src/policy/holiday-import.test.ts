/** Years of holidays from elsewhere: what is read, and what is refused where. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HolidayFile } from '../rules/calendar.ts'
import { fromHolidayCn } from '../rules/calendar.ts'
import { importYear } from './holiday-import.ts'
import { readAllDay } from './ics.ts'

const shipped = (year: number): HolidayFile =>
  JSON.parse(readFileSync(new URL(`../../data/calendars/holiday-cn-${year}.json`, import.meta.url), 'utf8'))

/** An iCalendar file of these lines. */
const ics = (...lines: readonly string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
const event = (...lines: readonly string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']
const day = (date: string) => `DTSTART;VALUE=DATE:${date}`

function taken(text: string, year?: number) {
  const found = importYear(text, year)
  if ('problems' in found) throw new Error(JSON.stringify(found.problems))
  return found
}

const rules = (text: string, year: number) => {
  const table = fromHolidayCn([taken(text, year).file])
  return 'wrong' in table ? table : table.days
}

/** What is wrong, with its line or path. */
function refused(text: string, year?: number): string {
  const found = importYear(text, year)
  if (!('problems' in found)) throw new Error('it was taken')
  const [{ message, fix, line, path } = { message: { zh: '', en: '' }, fix: { zh: '', en: '' }, path: '' }] =
    found.problems
  expect([message.zh, fix.zh].every((text) => /[一-鿿]/.test(text))).toBe(true)
  return `${line ?? path}: ${message.en}`
}

describe('an iCalendar file', () => {
  it.each([2024, 2025, 2026])('with the events of %s as holiday-cn writes them gives the same days', (year) => {
    const file = shipped(year)
    const events = file.days.map(({ name, date, isOffDay }) =>
      event(
        `SUMMARY:${isOffDay ? `${name}假期` : `上班(补${name}假期)`}`,
        day(date.replaceAll('-', '')),
        `UID:${date}`,
      ),
    )
    expect(rules(ics(...events.flat()), year)).toEqual(rules(JSON.stringify(file), year))
  })

  it('may be folded, escaped, run over several days, hold zones and alarms, and be marked as Apple does', () => {
    const text = ics(
      'BEGIN:VTIMEZONE',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'END:STANDARD',
      'END:VTIMEZONE',
      ...event(
        'SUMMARY;LANGUAGE="a:b";X=1:Spring\\, fes',
        ' tival',
        'DTSTART:20270205',
        'DTEND;VALUE=DATE:20270208',
        'X-APPLE-SPECIAL-DAY:WORK-HOLIDAY',
      ),
      ...event(
        'SUMMARY:Swap',
        day('20270220'),
        'DURATION:P1D',
        'X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY',
        'BEGIN:VALARM',
        'DTSTART:19990101T000000',
        'END:VALARM',
      ),
      ...event('SUMMARY:Lantern Festival', day('20270221')),
      ...event('SUMMARY:gone (休)', day('20270222'), 'STATUS:CANCELLED'),
    )
    const { file, leftOut } = taken(text, 2027)
    expect(file.days.map(({ date, isOffDay, name }) => `${date} ${isOffDay} ${name}`)).toEqual([
      '2027-02-05 true Spring, festival',
      '2027-02-06 true Spring, festival',
      '2027-02-07 true Spring, festival',
      '2027-02-20 false Swap',
    ])
    expect(leftOut).toEqual(['2027-02-21 Lantern Festival'])
  })

  it('that marks nothing lists days off; of other years only the December before is taken', () => {
    const dates = ['20251225', '20261130', '20261225', '20270106', '20280106']
    const { file } = taken(ics(...dates.flatMap((date) => event('SUMMARY:Feast', day(date)))), 2027)
    expect(file.days.map(({ date }) => date)).toEqual(['2026-12-25', '2027-01-06'])
  })

  it.each<[string, string, string]>([
    ['no year', ics(...event('SUMMARY:a', day('20270101'))), ': Of an iCalendar file name the year'],
    ['a day there is not', ics(...event('SUMMARY:a', day('20270230'))), '5: DTSTART "20270230" is no whole day'],
    ['an hour', ics(...event('DTSTART:20270101T090000')), '4: DTSTART "20270101T090000" is no whole day'],
    ['no day at all', ics(...event('SUMMARY:a')), '3: DTSTART "" is no whole day'],
    ['an end before its beginning', ics(...event(day('20270105'), 'DTEND;VALUE=DATE:20270105')), '5: DTEND'],
    ['an event of a year', ics(...event(day('20270101'), 'DTEND;VALUE=DATE:20280101')), '5: DTEND'],
    ['a duration of hours', ics(...event(day('20270101'), 'DURATION:PT5H')), '5: DURATION'],
    ['an event that repeats', ics(...event(day('20270101'), 'RRULE:FREQ=YEARLY')), '5: RRULE'],
    [
      'a swap that may be either',
      ics(...event('SUMMARY:春节调休', day('20270101'))),
      '3: "春节调休": a day off or a workday',
    ],
    [
      'a day both off and worked',
      ics(...event('SUMMARY:休', day('20270101')), ...event('SUMMARY:班', day('20270101'))),
      '2027.days[1]: 2027-01-01 is listed both',
    ],
    ['a slip of the pen', ics('BEGIN VEVENT'), '3: "BEGIN VEVENT" is no "name:value"'],
    ['parts in disorder', ics('BEGIN:VEVENT', 'END:VALARM'), '4: END:VALARM has no BEGIN'],
    ['half a file', 'BEGIN:VCALENDAR\nVERSION:2.0\n', '1: this is no whole iCalendar file'],
    ['nothing', '', '1: this is no whole iCalendar file'],
    ['a page of the web', '<html></html>', '1: "<html></html>" is no'],
    ['no day of the year', ics(...event('SUMMARY:休', day('20250101'))), ': It announces no day of 2027'],
  ])('with %s is refused with its line', (what, text, words) => {
    expect(refused(text, what === 'no year' ? undefined : 2027)).toContain(words)
  })

  it('of any text ends in words or days, never in a fault', () => {
    const scrap = fc.constantFrom(
      'BEGIN:VCALENDAR',
      'END:VCALENDAR',
      'BEGIN:VEVENT',
      'END:VEVENT',
      'DTSTART:20270101',
      ' fold',
      'SUMMARY:休',
      'DTEND:x',
      ':',
      ';=:',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(scrap, fc.string()), { maxLength: 12 }), (lines) => {
        const read = readAllDay(lines.join('\n'))
        expect('events' in read || (read.line >= 1 && read.wrong.zh !== '')).toBe(true)
      }),
      { numRuns: 300 },
    )
    expect(refused(`BEGIN:VCALENDAR\n${'X:1\n'.repeat(600_000)}`, 2027)).toContain('too large')
  })
})

describe('a file of holiday-cn', () => {
  it('is taken with its days, and warned about where a workday falls on a weekday', () => {
    const days = [{ name: '春节', date: '2027-02-10', isOffDay: false }]
    expect(taken(JSON.stringify({ year: 2027, days })).odd).toEqual(['2027-02-10'])
    expect(taken(JSON.stringify(shipped(2026))).odd).toEqual([])
  })

  const with1 = (one: object) =>
    JSON.stringify({ year: 2027, days: [{ name: 'a', date: '2027-01-01', isOffDay: true, ...one }] })
  it.each<[string, string, string]>([
    ['a comma too many', '{"year": 2027,}', 'not readable as JSON'],
    ['another year', JSON.stringify(shipped(2026)), 'year: The file is about 2026, not 2027'],
    ['a day there is not', with1({ date: '2027-02-30' }), '2027.days[0].date: "2027-02-30"'],
    ['a day of another century', with1({ date: '2207-01-01' }), '2027.days[0].date: "2207-01-01"'],
    ['a key misspelt', with1({ isOffDay: undefined, isOfDay: true }), '2027.days[0].isOffDay'],
    ['a day that is a number', with1({ date: 20270101 }), '2027.days[0].date'],
    ['no days', '{"year": 2027}', 'no holiday-cn year file'],
    ['a list of nothing', JSON.stringify(shipped(2027)), 'It announces no day of 2027'],
  ])('with %s is refused at its place', (_, text, words) => {
    expect(refused(text, 2027)).toContain(words)
  })
})
