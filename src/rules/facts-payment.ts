/** What can have happened to an instruction to pay. */

import type { Proposal } from './facts-decision.ts'
import type { FileRef, Money } from './nouns.ts'

export type PaymentHappening =
  /** Finance was instructed (F091). `id` is `<number>-P<n>`. */
  | { readonly is: 'instructed'; readonly position: string; readonly id: string; readonly proposal: Proposal }
  | {
      readonly is: 'paid'
      readonly position: string
      readonly id: string
      readonly proposal: Proposal
      readonly voucher: string
      readonly files?: readonly FileRef[]
      /** The last part, where earlier ones were paid before. */
      readonly amount?: Money
    }
  /** A part was paid; the instruction stays open for the rest (F092). */
  | {
      readonly is: 'part_paid'
      readonly position: string
      readonly id: string
      readonly amount: Money
      readonly rest: Money
      readonly voucher: string
      readonly files?: readonly FileRef[]
    }
  /** A payment came back from the bank; `payment` is the sequence number of the fact that told of it. */
  | {
      readonly is: 'payment_returned'
      readonly id: string
      readonly payment: number
      readonly amount: Money
      readonly voucher: string
      readonly reason: string
    }
  /** What came back is to be paid again, on the same instruction. */
  | { readonly is: 'reissued'; readonly position: string; readonly id: string; readonly rest: Money }
  | { readonly is: 'payment_failed'; readonly position: string; readonly id: string; readonly reason: string }
