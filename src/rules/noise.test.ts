import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeCalendar } from './calendar.ts'
import { hasRoom, inWindow, nextRoundup } from './noise.ts'

const made = makeCalendar({
  id: 'cn',
  tz: 'Asia/Shanghai',
  week: { mon: [['09:00', '18:00']], tue: [['09:00', '18:00']], fri: [['09:00', '18:00']] },
  days: {},
  years: undefined,
})
if ('wrong' in made) throw new Error(made.wrong)
const calendar = made

const TIMES = ['09:07', '13:37', '17:07']
const at = (local: string): number => Date.parse(`${local}+08:00`)
const next = (now: number, seed = 'li', tz = 'Asia/Shanghai') => nextRoundup(TIMES, { seed, tz, calendar }, now)
const local = (moment: number): string => new Date(moment + 8 * 3_600_000).toISOString().slice(0, 16)

describe('the next roundup', () => {
  it('comes within ten minutes of a time of the policy, on a working day', () => {
    const monday = next(at('2026-11-23T10:00'))
    expect(monday - at('2026-11-23T13:37')).toBeLessThan(11 * 60_000)
    expect(monday).toBeGreaterThanOrEqual(at('2026-11-23T13:37'))
    // Wednesday and Thursday are off.
    expect(local(next(at('2026-11-24T18:00'))).slice(0, 13)).toBe('2026-11-27T09')
    expect(local(next(at('2026-11-27T23:00'))).slice(0, 13)).toBe('2026-11-30T09')
  })

  it('is in the reader’s own zone, the same each day, and not the same for everybody', () => {
    const ours = next(at('2026-11-23T00:00'))
    expect(next(at('2026-11-24T00:00'))).toBe(ours + 86_400_000)
    expect(next(Date.parse('2026-11-23T08:00Z'), 'li', 'Europe/London') - Date.parse('2026-11-23T09:07Z')).toBe(
      ours - at('2026-11-23T09:07'),
    )
    const others = new Set(Array.from({ length: 50 }, (_, i) => next(at('2026-11-23T00:00'), `p${i}`)))
    expect(others.size).toBeGreaterThan(40)
  })

  it('is later than now, never on a full or half hour, and soon enough', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
    fc.assert(
      fc.property(
        fc.uniqueArray(time, { minLength: 1, maxLength: 4 }),
        fc.nat(10_000_000),
        fc.string(),
        (times, minutes, seed) => {
          const now = at('2026-01-01T00:00') + minutes * 60_000
          const found = nextRoundup([...times].sort(), { seed, tz: 'Asia/Shanghai', calendar }, now)
          expect(found).toBeGreaterThan(now)
          expect(found - now).toBeLessThan(5 * 86_400_000)
          expect(Number(local(found).slice(14)) % 30).not.toBe(0)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('comes once a day at the latest even where nobody ever works', () => {
    const never = { ...calendar, workingBetween: () => 0 }
    expect(nextRoundup(TIMES, { seed: 'li', tz: 'UTC', calendar: never }, 0)).toBeGreaterThan(0)
  })
})

describe('the budget', () => {
  it('counts what was sent within 24 hours', () => {
    const now = at('2026-11-23T10:00')
    const sent = [now - 86_400_000, now - 86_399_999, now]
    expect(inWindow(sent, now)).toHaveLength(2)
    expect(hasRoom(3, sent, now)).toBe(true)
    expect(hasRoom(2, sent, now)).toBe(false)
  })
})
