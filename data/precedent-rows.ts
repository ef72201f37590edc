/** Precedents as columns of their cases: what is read, and how it is told. */
import type { PastClaim } from '../src/ports.ts'
import type { Precedent } from '../src/rules/precedent.ts'

/** What is read of a precedent. */
export const PRECEDENT = [
  'number',
  'category',
  'product',
  'model',
  'grade',
  'kind',
  'amount_minor',
  'currency',
  'ended',
  'customer',
] as const

export interface PrecedentRow {
  readonly number: string
  readonly category: string
  readonly product: string
  readonly model: string | null
  readonly grade: string
  readonly kind: string | null
  readonly amount_minor: number | null
  readonly currency: string | null
  readonly ended: number | null
  readonly customer: string
}

/** A row as its reader wants it. Where `ended` stands, so do kind, model and amount. */
export function precedentFrom(row: PrecedentRow): Precedent {
  const { number, category, product, grade, customer } = row
  return {
    ...{ number, category, product, grade, customer },
    model: row.model ?? '',
    kind: row.kind ?? '',
    amount: { minor: row.amount_minor ?? 0, currency: row.currency ?? '' },
    ended: row.ended ?? 0,
  }
}

export interface PastClaimRow {
  readonly key: string
  readonly number: string
  readonly amount_minor: number
  readonly currency: string
  readonly happened: number
  readonly customer: string
}

/** A row as its reader wants it. */
export function pastClaimFrom({ amount_minor: minor, currency, ...row }: PastClaimRow): PastClaim {
  return { ...row, amount: { minor, currency } }
}
