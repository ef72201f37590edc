/** Running totals over days that repeat weekly with exceptions: how much came before a day, and on which day a total is reached. */
import { lastAtMost } from './zone.ts'

/** Days are numbered from 1970-01-01 = 0, which was a Thursday; the week starts on Monday = 0. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** Weights of days, summed from day 0 on; before day 0 the sum is negative. */
export interface Tally {
  /** What all days before this one add up to. */
  before(day: number): number
  /** The day during which the total reaches `total`: `before(day) < total <= before(day + 1)`. */
  reaching(total: number): number
}

/** `week` holds the weights from Monday on, not all zero; `exceptions` the weights of days that are otherwise. */
export function makeTally(week: readonly number[], exceptions: ReadonlyMap<number, number>): Tally {
  const regular = weeklySums(week)
  const days = [...exceptions.keys()].sort((a, b) => a - b)
  // extra[i]: by how much the first i exceptions change the sum.
  const extra = [0]
  for (const day of days) {
    const usual = week[weekdayOf(day)] as number
    extra.push((extra[extra.length - 1] as number) + (exceptions.get(day) as number) - usual)
  }
  const before = (day: number) => regular.before(day) + (extra[lastAtMost(days, day - 1) + 1] as number)
  const starts = days.map(before)

  const reaching = (total: number) => {
    // The exceptions whose sums lie below `total`; the last of them, or a regular day after it, is the one.
    const passed = lastBelow(starts, total)
    const day = days[passed]
    if (day !== undefined && total <= before(day + 1)) return day
    return regular.reaching(total - (extra[passed + 1] as number))
  }
  return { before, reaching }
}

/** The same for a week without exceptions. */
function weeklySums(week: readonly number[]): Tally {
  const sums = [0]
  for (const weight of week) sums.push((sums[sums.length - 1] as number) + weight)
  const whole = sums[7] as number
  // Day -3 was a Monday; the sum at day 0 is taken off so that it is zero there.
  const atZero = sums[3] as number
  return {
    before: (day) => Math.floor((day + 3) / 7) * whole + (sums[weekdayOf(day)] as number) - atZero,
    reaching(total) {
      const weeks = Math.ceil((total + atZero) / whole) - 1
      const rest = total + atZero - weeks * whole
      return weeks * 7 - 3 + lastBelow(sums, rest)
    },
  }
}

/** Index of the last element below `value`; -1 when there is none. Elements are whole numbers, ascending. */
function lastBelow(sorted: readonly number[], value: number): number {
  return lastAtMost(sorted, value - 1)
}
