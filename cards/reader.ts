/** Who reads: everything a drawing needs to know beside the case. */
import type { Directory, Lang } from '../src/rules/nouns.ts'
import type { Policy } from '../src/rules/policy.ts'

/** A reader's language and zone, and what names are looked up in. `policy` is the one the case is pinned to. */
export interface Reader {
  readonly lang: Lang
  readonly tz: string
  readonly policy: Policy
  readonly directory: Directory
}
