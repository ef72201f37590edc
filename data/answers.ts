/** What deciding means on every store: the numbers cases get, and the answer to a key that was seen before. */
import type { Answer } from '../src/rules/commands.ts'
import { isRefusal } from '../src/rules/nouns.ts'

/** How case numbers are made: the local day a moment belongs to, and the number of a running number on it. */
export interface Numbering {
  numberFor(now: number, seq: number): string
  dayOf(now: number): string
}

/** The first answer again, marked as such; a refusal when the key came with another body then. */
export function repeated(
  seen: { readonly digest: string | null; readonly answer: string },
  digest: string | undefined,
): Answer {
  if (digest !== undefined && seen.digest !== null && digest !== seen.digest) return { refused: 'key_reused' }
  const answer = JSON.parse(seen.answer) as Answer
  return isRefusal(answer) ? answer : { ...answer, repeated: true }
}
