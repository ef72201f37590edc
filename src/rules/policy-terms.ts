/** What the parts of a policy are written in: compiled conditions and typed durations. */

/** Variables a condition may name. Money and measures are doubles (major units), `level`, rounds and counts BigInt. */
export type Env = Readonly<Record<string, unknown>>

/** A compiled condition. `source` is kept for the "why" people read. A condition never throws: lint type-checked it. */
export interface Condition {
  readonly source: string
  test(env: Env): boolean
}

/** The first matching branch wins; a branch without `when` always matches. */
export interface Branch<T> {
  readonly when?: Condition
  readonly is: T
}

/** A typed duration (C06): `24h` wall clock, `24bh` business hours, `2bd` = the close of the second working day after. */
export interface Span {
  readonly unit: 'h' | 'bh' | 'bd'
  /** Milliseconds for `h` and `bh`; working days for `bd`. */
  readonly amount: number
  /** As written, e.g. `24bh`. */
  readonly text: string
}
