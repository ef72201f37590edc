/** A digest of many rows that does not depend on their order, so that databases can be compared without sorting. */
import { hash } from 'node:crypto'
import type { Row } from './shape.ts'

export interface Tallied {
  readonly rows: number
  /** 64 hex digits: the sum of the sha256 of every row. It finds accidents; against forgery stands the chain of facts. */
  readonly digest: string
}

const MODULUS = 1n << 256n

/** Counts and sums the rows it is given. */
export function tally(): { add(row: Row): void; result(): Tallied } {
  let rows = 0
  let sum = 0n
  return {
    add(row) {
      rows += 1
      sum = (sum + BigInt(`0x${hash('sha256', asText(row))}`)) % MODULUS
    },
    result: () => ({ rows, digest: sum.toString(16).padStart(64, '0') }),
  }
}

const asText = (row: Row): string =>
  JSON.stringify(row.map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : cell)))
