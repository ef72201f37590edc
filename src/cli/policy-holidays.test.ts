/** `redress policy holidays`: what is written, what is not replaced by mistake, and that it then counts. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { holidaysIn } from '../policy/holidays.ts'
import { WrongPolicy } from '../policy-shelf.ts'
import { fromHolidayCn } from '../rules/calendar.ts'
import { importInto } from './policy-holidays.ts'
import { UsageError } from './usage.ts'

const folder = mkdtempSync(join(tmpdir(), 'holidays-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

let given = 0
/** Imports a file of this text; gives what was printed. */
function take(text: string, values: Readonly<Record<string, unknown>> = {}): string {
  const file = join(folder, `given-${++given}`)
  writeFileSync(file, text)
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    expect(importInto(folder, [file], values)).toBe(0)
    return String(out.mock.lastCall?.[0])
  } finally {
    rmSync(file)
  }
}

const year = (...days: readonly (readonly [date: string, isOffDay: boolean])[]) =>
  JSON.stringify({ year: 2027, days: days.map(([date, isOffDay]) => ({ name: '元旦', date, isOffDay })) })
const first = year(['2027-01-01', true], ['2027-01-02', true], ['2027-01-09', false])
const covered = () => {
  const table = fromHolidayCn(holidaysIn(folder)('cn'))
  return 'years' in table ? table.years : table
}

it('fills an empty year, tells what it took, and from then on the year is known', () => {
  writeFileSync(join(folder, 'holiday-cn-2027.json'), year())
  expect(covered()).toEqual([])
  const said = take(first)
  expect(said).toContain('2027-01-01 – 2027-01-02  放假 off  元旦\n  2027-01-09  上班 workday')
  expect(said).toContain('2 days off, 1 make-up workdays')
  expect(covered()).toEqual([2027])
  expect(take(first, { json: true })).toBe(
    '{"file":"holiday-cn-2027.json","year":2027,"off":2,"work":1,"changed":false}\n',
  )
  expect(readdirSync(folder)).toEqual(['holiday-cn-2027.json'])
})

it('replaces a year that differs only when asked to, and leaves it as it was on a mistake', () => {
  const kept = readFileSync(join(folder, 'holiday-cn-2027.json'), 'utf8')
  const other = year(['2027-01-01', true])
  expect(() => take(other)).toThrow(WrongPolicy)
  expect(() => take(year(['2027-01-32', true]), { replace: true })).toThrow(WrongPolicy)
  expect(readFileSync(join(folder, 'holiday-cn-2027.json'), 'utf8')).toBe(kept)
  expect(take(other, { replace: true, json: true })).toContain('"off":1,"work":0,"changed":true')
})

it('keeps sets apart, and writes nowhere else', () => {
  take(first, { set: 'plant_two' })
  expect(readdirSync(folder)).toContain('holiday-plant_two-2027.json')
  for (const set of ['../cn', 'a/b', '', 'CN']) expect(() => take(first, { set }), set).toThrow(UsageError)
  for (const wrong of ['27', 'next', ''])
    expect(() => take(first, { year: wrong }), wrong).toThrow('--year is four digits')
  expect(() => importInto(folder, [], {})).toThrow('one FILE')
})

it('does not take one year’s file for another’s', () => {
  writeFileSync(join(folder, 'holiday-cn-2028.json'), first)
  expect(() => holidaysIn(folder)('cn')).toThrow('holiday-cn-2028.json: it says year 2027')
})
