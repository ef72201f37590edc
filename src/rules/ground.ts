/** What an approver is shown of other cases beside the one to be decided. */
import type { FieldId, Money } from './nouns.ts'
import type { Precedent, Subject } from './precedent.ts'

/** What closed cases with the same value in a field were granted within a year. */
export interface PastUnder {
  readonly field: FieldId
  readonly numbers: readonly string[]
  /** One for each currency. */
  readonly sums: readonly Money[]
  /** One of them had another customer's name. */
  readonly ofOthers: boolean
  /** So many of them count for no hint: an approver said that it was false. */
  readonly cleared?: number
}

/** Read outside `decide`, for showing only: no decision hangs on it. */
export interface Ground {
  readonly subject: Subject
  /** Of the category, and of its neighbours where it has few of its own. */
  readonly precedents: readonly Precedent[]
  readonly past: readonly PastUnder[]
}

/** So many compensated cases of one key within a year are worth a word. */
const OFTEN = 3

/** Why a history under one key is worth a second look; a hint to people, never a rule. */
export function remarksOn({ numbers, ofOthers, cleared = 0 }: PastUnder): readonly ('often' | 'other_customer')[] {
  return [
    ...(numbers.length - cleared >= OFTEN ? (['often'] as const) : []),
    ...(ofOthers ? (['other_customer'] as const) : []),
  ]
}
