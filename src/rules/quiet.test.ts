import { describe, expect, it } from 'vitest'
import { afterQuiet } from './quiet.ts'

const NIGHT = { from: '22:00', to: '08:00' }
const at = (text: string): number => Date.parse(text)
const after = (quiet: Parameters<typeof afterQuiet>[0], tz: string, now: string): string =>
  new Date(afterQuiet(quiet, tz, at(now))).toISOString()

describe('quiet hours', () => {
  it.each([
    ['2026-11-22T21:59:59+08:00', '2026-11-22T21:59:59+08:00'],
    ['2026-11-22T22:00:00+08:00', '2026-11-23T08:00:00+08:00'],
    ['2026-11-23T07:59:59+08:00', '2026-11-23T08:00:00+08:00'],
    ['2026-11-23T08:00:00+08:00', '2026-11-23T08:00:00+08:00'],
  ])('over midnight: %s → %s', (now, then) => {
    expect(after(NIGHT, 'Asia/Shanghai', now)).toBe(new Date(then).toISOString())
  })

  it('within a day, and none at all', () => {
    const lunch = { from: '12:00', to: '13:30' }
    expect(after(lunch, 'Asia/Shanghai', '2026-11-22T12:30:00+08:00')).toBe('2026-11-22T05:30:00.000Z')
    expect(after(lunch, 'Asia/Shanghai', '2026-11-22T13:30:00+08:00')).toBe('2026-11-22T05:30:00.000Z')
    expect(after({ from: '08:00', to: '08:00' }, 'UTC', '2026-11-22T08:00:00Z')).toBe('2026-11-22T08:00:00.000Z')
    expect(after(undefined, 'UTC', '2026-11-22T08:00:00Z')).toBe('2026-11-22T08:00:00.000Z')
  })

  it('end by the wall clock on the night the clocks change', () => {
    // New York, 1 November 2026: the night has 25 hours.
    expect(after(NIGHT, 'America/New_York', '2026-11-01T03:00:00Z')).toBe('2026-11-01T13:00:00.000Z')
  })
})
