import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { holidaysIn } from './holidays.ts'
import { loaded, problemsOf, spoil } from './testing.ts'

const week = 'week: {mon-fri: [09:00-12:00, 13:30-18:00]}'
const at = (iso: string) => Date.parse(`${iso}+08:00`)

describe('calendars', () => {
  test('work their hours, except on holidays, and on make-up workdays', () => {
    const text = spoil([week, `${week}, holidays: tiny, extra_workdays: [2026-01-03], extra_holidays: [2026-01-05]`])
    const calendar = loaded(text).live.calendars.plain
    const open = (iso: string) => calendar?.isOpen(at(iso))
    expect(
      [
        '2025-12-31T10:00',
        '2025-12-31T12:30',
        '2026-01-01T10:00',
        '2026-01-03T10:00',
        '2026-01-04T10:00',
        '2026-01-05T10:00',
      ].map(open),
    ).toEqual([true, false, false, true, false, false])
    expect([calendar?.covers(2026), calendar?.covers(2027)]).toEqual([true, false])
  })

  test.each<[string, string, string, RegExp]>([
    ['hours that run backwards', week.replace('09:00-12:00', '12:00-09:00'), 'calendars.plain.week.mon[0]', /./],
    [
      'hours that are none',
      week.replace('09:00-12:00', 'morning'),
      'calendars.plain.week.mon-fri[0]',
      /"morning" will not do/,
    ],
    [
      'a day that is none',
      week.replace('mon-fri', 'weekdays'),
      'calendars.plain.week.weekdays',
      /"weekdays" will not do/,
    ],
    ['days that run backwards', week.replace('mon-fri', 'fri-mon'), 'calendars.plain.week.fri-mon', /backwards/],
    ['a week without an open minute', 'week: {}', 'calendars.plain.week', /never opens/],
    ['a week of empty days', 'week: {mon-sun: []}', 'calendars.plain.week', /never opens/],
    [
      'shifts that overlap',
      week.replace('13:30-18:00', '11:30-18:00'),
      'calendars.plain.week.mon[1]',
      /overlaps 09:00-12:00/,
    ],
    ['a day given twice', week.replace('}', ', wed: []}'), 'calendars.plain.week.wed', /given twice/],
    [
      'a holiday set without files',
      `${week}, holidays: nowhere`,
      'calendars.plain.holidays',
      /Cannot read the holidays "nowhere"/,
    ],
    ['a date there is not', `${week}, extra_holidays: [2026-02-30]`, 'calendars.plain', /2026-02-30/],
    [
      'a day both off and worked',
      `${week}, extra_holidays: [2026-02-03], extra_workdays: [2026-02-03]`,
      'calendars.plain.extra_workdays',
      /both a holiday and a workday/,
    ],
  ])('%s is a problem', (_what, changed, path, message) => {
    const problems = problemsOf(spoil([week, changed]))
    const problem = problems.find((one) => one.path.startsWith(path))
    expect(problem, JSON.stringify(problems)).toBeDefined()
    expect(problem?.message.en).toMatch(message)
  })
})

test('year files are read from the folder; a set without files says so', () => {
  const read = holidaysIn(new URL('../../data/calendars', import.meta.url).pathname)
  expect(read('cn').map((file) => file.year)).toContain(2026)
  expect(() => read('mars')).toThrow('holiday-mars-YEAR.json')
})

test.each([
  ['a comma too many', '{"year": 2030, "days": [],}', /holiday-typo-2030\.json: .*JSON/],
  ['the year of another file', '{"year": 2029, "days": []}', 'holiday-typo-2030.json: it says year 2029'],
])('a year file with %s is named, and nothing of it is taken', (_what, text, words) => {
  const folder = mkdtempSync(join(tmpdir(), 'holidays-'))
  try {
    writeFileSync(join(folder, 'holiday-typo-2030.json'), text)
    expect(() => holidaysIn(folder)('typo')).toThrow(words)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
