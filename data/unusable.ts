/** A database, or a backup of one, that this program must not touch. */
import { type UnusableName, unusable } from '../cards/unusable.ts'
import type { Text } from '../src/rules/nouns.ts'

/** Says why in both languages, and the way out. The message is the English one. */
export class UnusableDatabase extends Error {
  override name = 'UnusableDatabase'
  /** Which sentence it is, so that a program can tell. */
  readonly reason: UnusableName
  readonly says: Text

  constructor(reason: UnusableName, params: Readonly<Record<string, string | number | Text>>) {
    const says = unusable(reason, params)
    super(says.en)
    this.reason = reason
    this.says = says
  }
}
