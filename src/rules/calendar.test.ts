/** Working time by example: other suites' vectors, real holidays, summer time, bounds. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { itShared } from '../stories/shared-data.ts'
import type { Calendar, CalendarDefinition, HolidayFile, Shift } from './calendar.ts'
import { fromHolidayCn, makeCalendar } from './calendar.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const DAYTIME: readonly Shift[] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
]

function calendar(definition: Partial<CalendarDefinition>): Calendar {
  const made = makeCalendar({ id: 'test', tz: 'UTC', week: {}, days: {}, ...definition })
  if ('wrong' in made) throw new Error(`${made.path}: ${made.wrong}`)
  return made
}

function workweek(shifts: readonly Shift[]): CalendarDefinition['week'] {
  return { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts }
}

function holidays(...years: number[]) {
  const files = years.map((year): HolidayFile => {
    const file = new URL(`../../data/calendars/holiday-cn-${year}.json`, import.meta.url)
    return JSON.parse(readFileSync(file, 'utf8'))
  })
  const table = fromHolidayCn(files)
  if ('wrong' in table) throw new Error(table.wrong)
  return table
}

const china = calendar({
  id: 'china',
  tz: 'Asia/Shanghai',
  week: workweek(DAYTIME),
  ...holidays(2024, 2025, 2026, 2027),
})
const shanghai = (local: string) => Date.parse(`${local}+08:00`)

describe('vectors of other suites', () => {
  const vectorFile = 'data/vectors/business-time-vectors.json'
  itShared(vectorFile, 'agrees with all but the one on which they disagree among themselves', (file) => {
    const { calendars, vectors } = JSON.parse(readFileSync(file, 'utf8'))
    const at = (local: string) => Date.parse(`${local}Z`)
    let checked = 0
    for (const vector of vectors) {
      if (vector.id === 'sla-061') continue
      const { timezone, hours, holidays } = calendars[vector.calendar]
      const days = Object.fromEntries(holidays.map((date: string) => [date, { off: true }]))
      const made = calendar({ tz: timezone, week: hours, days })
      const got =
        vector.op === 'elapsed'
          ? made.workingBetween(at(vector.start), at(vector.end)) / 1000
          : made.addWorking(at(vector.start), (vector.op === 'subtract' ? -1000 : 1000) * vector.duration_s)
      expect(got, vector.id).toBe(vector.op === 'elapsed' ? vector.expected_s : at(vector.expected))
      checked++
    }
    expect(checked).toBe(46)
  })

  it('leaves the start as it is when nothing is added, also when closed', () => {
    const saturday = shanghai('2026-03-07T09:00')
    expect(china.addWorking(saturday, 0)).toBe(saturday)
  })
})

describe('Spring Festival 2026', () => {
  it('works on the Saturdays before and after, and not in between', () => {
    expect(china.isOpen(shanghai('2026-02-14T10:00'))).toBe(true)
    expect(china.isOpen(shanghai('2026-02-15T10:00'))).toBe(false)
    expect(china.isOpen(shanghai('2026-02-23T10:00'))).toBe(false)
    expect(china.isOpen(shanghai('2026-02-24T10:00'))).toBe(true)
    expect(china.isOpen(shanghai('2026-02-28T10:00'))).toBe(true)
    expect(china.isOpen(shanghai('2026-03-01T10:00'))).toBe(false)
  })

  it('carries hours and days over the holiday', () => {
    const friday = shanghai('2026-02-13T17:00')
    expect(china.addWorking(friday, 10 * HOUR)).toBe(shanghai('2026-02-24T10:30'))
    expect(china.closeOfWorkday(friday, 1)).toBe(shanghai('2026-02-14T18:00'))
    expect(china.closeOfWorkday(friday, 2)).toBe(shanghai('2026-02-24T18:00'))
    expect(china.nextWorkday(shanghai('2026-02-14T20:00'))).toBe(shanghai('2026-02-24T09:00'))
  })

  it('gives make-up days the shifts the company wrote for them', () => {
    const short = calendar({
      tz: 'Asia/Shanghai',
      week: workweek(DAYTIME),
      ...holidays(2026),
      makeup: [['10:00', '15:00']],
    })
    expect(short.closeOfWorkday(shanghai('2026-02-13T17:00'), 1)).toBe(shanghai('2026-02-14T15:00'))
  })
})

describe('the working day', () => {
  it('is counted after the start day, whatever the hour, and from a holiday to the next', () => {
    for (const time of ['00:00', '08:00', '12:30', '18:00', '23:59']) {
      expect(china.closeOfWorkday(shanghai(`2026-03-03T${time}`), 2), time).toBe(shanghai('2026-03-05T18:00'))
    }
    expect(china.closeOfWorkday(shanghai('2026-03-07T10:00'), 1)).toBe(shanghai('2026-03-09T18:00'))
  })

  it('is today for zero while today has not closed', () => {
    expect(china.closeOfWorkday(shanghai('2026-03-03T10:00'), 0)).toBe(shanghai('2026-03-03T18:00'))
    expect(china.closeOfWorkday(shanghai('2026-03-03T18:00'), 0)).toBe(shanghai('2026-03-03T18:00'))
    expect(china.closeOfWorkday(shanghai('2026-03-03T18:01'), 0)).toBe(shanghai('2026-03-04T18:00'))
    expect(china.closeOfWorkday(shanghai('2026-03-07T10:00'), 0)).toBe(shanghai('2026-03-09T18:00'))
  })

  it('opens after nights, breaks and weekends', () => {
    expect(china.nextOpen(shanghai('2026-03-06T12:00'))).toBe(shanghai('2026-03-06T13:30'))
    expect(china.nextOpen(shanghai('2026-03-06T18:00'))).toBe(shanghai('2026-03-09T09:00'))
    expect(china.nextOpen(shanghai('2026-03-06T09:00'))).toBe(shanghai('2026-03-06T09:00'))
    expect(china.isOpen(shanghai('2026-03-06T17:59:59.999'))).toBe(true)
    expect(china.isOpen(shanghai('2026-03-06T18:00'))).toBe(false)
    expect(china.localDate(shanghai('2026-03-06T00:00') - 1)).toBe('2026-03-05')
  })
})

describe('summer time', () => {
  const always = workweek([['00:00', '24:00']])
  const city = calendar({ tz: 'America/New_York', week: { ...always, sun: [['00:00', '24:00']] } })
  const night = calendar({
    tz: 'America/New_York',
    week: {
      sun: [
        ['00:00', '01:20'],
        ['02:10', '02:50'],
      ],
      sat: [['12:00', '13:00']],
    },
  })
  const utc = (text: string) => Date.parse(`${text}Z`)

  it('makes a Sunday of 23 hours in spring and of 25 in autumn', () => {
    expect(city.workingBetween(utc('2026-03-08T05:00'), utc('2026-03-09T04:00'))).toBe(23 * HOUR)
    expect(city.workingBetween(utc('2026-11-01T04:00'), utc('2026-11-02T05:00'))).toBe(25 * HOUR)
  })

  it('works an hour shown twice twice, and one never shown never', () => {
    // 00:00-01:20 is shown from 04:00Z on and its last twenty minutes again from 06:00Z on.
    expect(night.workingBetween(utc('2026-11-01T04:00'), utc('2026-11-01T07:00'))).toBe(100 * MINUTE)
    expect(night.isOpen(utc('2026-11-01T05:30'))).toBe(false)
    expect(night.isOpen(utc('2026-11-01T06:10'))).toBe(true)
    // 02:10-02:50 does not exist on 8 March.
    expect(night.workingBetween(utc('2026-03-08T06:30'), utc('2026-03-08T08:00'))).toBe(0)
  })

  it('closes on the wall, not by the offset of the start day', () => {
    const shop = calendar({ tz: 'America/New_York', week: workweek(DAYTIME) })
    expect(shop.closeOfWorkday(utc('2026-03-06T15:00'), 1)).toBe(utc('2026-03-09T22:00'))
    expect(shop.closeOfWorkday(utc('2026-10-30T15:00'), 1)).toBe(utc('2026-11-02T23:00'))
    const late = calendar({ tz: 'America/New_York', week: { sun: [['00:00', '01:30']], sat: [['12:00', '13:00']] } })
    expect(late.closeOfWorkday(utc('2026-10-31T15:00'), 1)).toBe(utc('2026-11-01T06:30'))
    const gap = calendar({ tz: 'America/New_York', week: { sun: [['01:00', '02:30']], sat: [['12:00', '13:00']] } })
    expect(gap.closeOfWorkday(utc('2026-03-07T15:00'), 1)).toBe(utc('2026-03-08T07:00'))
    // A day whose only shift is never shown still counts as a day, and closes when the clocks change.
    const unseen = calendar({ tz: 'America/New_York', week: { sun: [['02:10', '02:50']] } })
    expect(unseen.closeOfWorkday(utc('2026-03-07T15:00'), 1)).toBe(utc('2026-03-08T07:00'))
  })
})

describe('years', () => {
  it('knows which holidays it knows', () => {
    expect(china.covers(2026)).toBe(true)
    expect(china.covers(2027)).toBe(false)
    expect(china.missingYears(shanghai('2026-12-30T09:00'), shanghai('2028-01-01T00:00'))).toEqual([2027, 2028])
    expect(china.missingYears(shanghai('2026-12-30T09:00'), shanghai('2027-01-01T00:00') - 1)).toEqual([])
  })

  it('expects no table where none was named, and misses every year where the named ones were empty', () => {
    const plain = calendar({ week: workweek(DAYTIME) })
    expect(plain.missingYears(0, Date.UTC(2100, 0))).toEqual([])
    const empty = calendar({ week: workweek(DAYTIME), ...holidays(2027) })
    expect(empty.covers(2027)).toBe(false)
  })

  it('works a plain week in a year it does not know', () => {
    expect(china.closeOfWorkday(shanghai('2027-09-30T10:00'), 1)).toBe(shanghai('2027-10-01T18:00'))
  })
})

describe('bounds', () => {
  it('reach a hundred years and not two', () => {
    const years = 100 * 52 * 5 * 7.5 * HOUR
    expect(new Date(china.addWorking(shanghai('2026-03-03T09:00'), years)).getUTCFullYear()).toBeGreaterThan(2120)
    expect(() => china.addWorking(shanghai('2026-03-03T09:00'), 2 * years)).toThrow(RangeError)
    expect(() => china.addWorking(shanghai('2026-03-03T09:00'), -years)).toThrow(RangeError)
    expect(() => china.closeOfWorkday(shanghai('2026-03-03T09:00'), 60_000)).toThrow(RangeError)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5, -DAY, Date.UTC(2300, 0)])('refuse the moment %s', (t) => {
    expect(() => china.addWorking(t, HOUR)).toThrow(RangeError)
    expect(() => china.workingBetween(t, 0)).toThrow(RangeError)
    expect(() => china.localDate(t)).toThrow(RangeError)
  })

  it('refuse amounts that are no whole number', () => {
    expect(() => china.addWorking(0, Number.NaN)).toThrow(RangeError)
    expect(() => china.closeOfWorkday(0, 1.5)).toThrow(RangeError)
    expect(() => china.closeOfWorkday(0, -1)).toThrow(RangeError)
  })
})
