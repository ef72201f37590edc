/** `redress policy due`: the answers of the product's own clocks, and every refusal in words. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { WrongPolicy } from '../policy-shelf.ts'
import { itShared } from '../stories/shared-data.ts'
import { isoIn } from './moment.ts'
import { command } from './policy.ts'
import { UsageError } from './usage.ts'

const folder = mkdtempSync(join(tmpdir(), 'due-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

const OFFICE = 'tz: Asia/Shanghai\nweek: {mon-fri: ["09:00-12:00", "13:30-18:00"]}\nholidays: cn\n'
let files = 0

/** What the command prints about a calendar of this text, and what it says beside. */
async function due(text: string, values: Readonly<Record<string, unknown>>) {
  const file = join(folder, `${++files}.yaml`)
  writeFileSync(file, text)
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const status = await command.run({ positionals: ['due'], values: { calendar: file, json: true, ...values } })
  expect(status).toBe(0)
  return { said: JSON.parse(String(out.mock.lastCall?.[0])), beside: err.mock.calls.join('') }
}

describe('policy due', () => {
  it.each([
    ['over Spring Festival and its make-up Saturday', '2026-02-13T17:00', '10bh', [], '2026-02-24T10:30:00+08:00'],
    ['the close of the second working day after', '2026-02-13T17:00+08:00', '2bd', [], '2026-02-24T18:00:00+08:00'],
    ['on the wall', '2026-02-13T09:00:00.500Z', '24h', [], '2026-02-14T17:00:00.500+08:00'],
    ['a whole day', '2026-03-04', '30m', [], '2026-03-04T00:30:00+08:00'],
    [
      'with pauses',
      '2026-03-04T09:00',
      '4bh',
      ['2026-03-04T10:00/2026-03-04T11:00', '2026-03-04T14:00/2026-03-04T15:30'],
      '2026-03-04T17:00:00+08:00',
    ],
    ['with a pause that still lasts', '2026-03-04T09:00', '4bh', ['2026-03-04T10:00/'], null],
  ])('%s', async (_, from, span, pause, expected) => {
    expect((await due(OFFICE, { from, span, pause })).said).toEqual({ due: expected })
  })

  it('says beside the answer when holidays are not known', async () => {
    expect((await due(OFFICE, { from: '2026-03-04', span: '1bd' })).beside).toBe('')
    expect((await due(OFFICE, { from: '2026-12-31', span: '2bd' })).beside).toContain('2027: no public holidays')
  })

  it('reads JSON, and an entry under its name', async () => {
    const entry = { tz: 'America/New_York', week: { mon: ['09:00-17:00'] } }
    const values = { from: '2026-03-02T16:00', span: '2bh' }
    for (const text of [entry, { ny: entry }, { calendars: { ny: entry } }]) {
      // Summer time began on the Sunday between.
      expect((await due(JSON.stringify(text), values)).said).toEqual({ due: '2026-03-09T10:00:00-04:00' })
    }
  })

  const vectors = 'data/vectors/business-time-vectors.json'
  itShared(vectors, 'answers the vectors of other suites', async (file) => {
    const { calendars, vectors } = JSON.parse(readFileSync(file, 'utf8'))
    let checked = 0
    for (const { id, op, calendar, start, duration_s, expected } of vectors) {
      if (op !== 'add' || id === 'sla-061' || duration_s % 36 !== 0) continue
      const { timezone: tz, hours, holidays: extra_holidays } = calendars[calendar]
      const week = Object.fromEntries(
        Object.entries<string[][]>(hours).map(([day, shifts]) => [day, shifts.map((shift) => shift.join('-'))]),
      )
      const values = { from: start, span: `${duration_s / 3600}bh` }
      const { said } = await due(JSON.stringify({ tz, week, extra_holidays }), values)
      expect(said, id).toEqual({ due: `${expected}+00:00` })
      checked++
    }
    expect(checked).toBeGreaterThan(15)
  })

  it.each([
    ['no calendar', { calendar: undefined }, '--calendar names a file'],
    ['no moment', { from: undefined }, '--from takes a moment'],
    ['a day there is not', { from: '2026-02-30' }, '--from takes a moment'],
    ['an offset there is not', { from: '2026-02-03T10:00+99:99' }, '--from takes a moment'],
    ['a moment too early', { from: '1969-12-31T10:00Z' }, '--from takes a moment'],
    ['a bare number', { span: '4' }, '--span takes 24h'],
    ['two hundred years', { span: '1753200h' }, '--span takes 24h'],
    ['a century of working days', { span: '36000bd' }, 'more than a hundred years'],
    ['an end past all years', { from: '2250-01-01', span: '876600h' }, 'ends after 2299'],
    ['a pause without an end', { pause: ['2026-02-03T10:00'] }, '--pause takes FROM/TO'],
    ['a pause that runs backwards', { pause: ['2026-02-03T10:00/2026-02-03T09:00'] }, 'ends before it begins'],
    ['a pause of words', { pause: ['now/then'] }, '--pause takes a moment'],
  ])('refuses %s', async (_, values, words) => {
    const asked = due(OFFICE, { from: '2026-02-03T10:00', span: '4bh', ...values })
    await expect(asked).rejects.toThrow(UsageError)
    await expect(asked).rejects.toThrow(words)
  })

  it.each([
    ['that never opens', 'tz: UTC\nweek: {}', 'never opens'],
    ['that never opens on any day', 'tz: UTC\nweek: {mon-sun: []}', 'never opens'],
    ['without hours', 'tz: UTC', 'week'],
    ['with overlapping shifts', 'tz: UTC\nweek: {mon: ["09:00-12:00", "11:00-15:00"]}', 'overlaps 09:00-12:00'],
    ['with a shift of no length', 'tz: UTC\nweek: {mon: ["09:00-09:00"]}', 'ends before it begins'],
    ['nowhere', 'tz: Mars/Olympus\nweek: {mon: ["09:00-12:00"]}', 'IANA'],
    ['that is no YAML', 'tz: [', 'not readable as YAML'],
    ['with an unknown key', 'tz: UTC\nweeks: {mon: ["09:00-12:00"]}', 'weeks'],
    ['of nothing', '', 'keys with values'],
  ])('refuses a calendar %s, with its line and a fix', async (_, text, words) => {
    const stop = await due(text, { from: '2026-02-03', span: '4bh' }).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(stop).toBeInstanceOf(WrongPolicy)
    const { problems } = stop as WrongPolicy
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.map(({ message, fix, path }) => `${path} ${message.en} ${fix.en}`).join()).toContain(words)
    expect(problems.every(({ file, line, fix }) => file === 'calendar' && (line ?? 0) > 0 && fix.zh.length > 3)).toBe(
      true,
    )
  })

  it('takes no option of another part', async () => {
    const asked = command.run({ positionals: ['lint'], values: { span: '4bh' } })
    await expect(asked).rejects.toThrow('policy lint takes no --span')
  })
})

it('writes moments with the offset of their zone, also west of Greenwich and by half hours', () => {
  const at = Date.UTC(2026, 0, 1, 12)
  expect(['Asia/Kolkata', 'America/St_Johns', 'UTC'].map((tz) => isoIn(at, tz))).toEqual([
    '2026-01-01T17:30:00+05:30',
    '2026-01-01T08:30:00-03:30',
    '2026-01-01T12:00:00+00:00',
  ])
  expect(isoIn(0, 'Africa/Monrovia')).toBe('1970-01-01T00:00:00.000Z')
})
