/** Numbers of one measurement: taken in rounds, told as their middle and how far they spread. */

/** Something measured once per round. */
export interface Series {
  readonly name: string
  /** What it is counted in: `/s`, `ms`, `MiB`, or `×` for a ratio. */
  readonly unit: string
  readonly values: readonly number[]
}

/** What a measurement found. `notes` say what a reader has to know to judge it. */
export interface Finding {
  readonly title: string
  readonly series: readonly Series[]
  readonly notes: readonly string[]
}

/** How much is measured. */
export interface Effort {
  /** How often each side is measured, turn by turn. */
  readonly rounds: number
  /** Small sizes, to see that it works; such figures mean nothing. */
  readonly quick: boolean
}

/** One thing that `npm run bench` measures; loaded when it is wanted. */
export interface Measurement {
  measure(effort: Effort): Promise<Finding>
}

/** The value below which so much of the sorted values lies: 0.5 is the median. NaN when there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  if (sorted.length === 0) return Number.NaN
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] as number
  const high = sorted[Math.ceil(at)] as number
  return low + (high - low) * (at - Math.floor(at))
}

/** Round by round, how many times the other's the one's values are. */
export function ratio(name: string, one: readonly number[], other: readonly number[]): Series {
  return { name, unit: '×', values: one.map((value, i) => value / (other[i] ?? Number.NaN)) }
}

/** A number with about three digits that count. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '-'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 4
  return value.toFixed(digits)
}
