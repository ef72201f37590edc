/** What every listener shares: who called, the answers, the modals. */
import type { Caller, PlatformParts } from '../../src/ports.ts'
import type { Answers } from './answer.ts'
import type { Call } from './api.ts'
import type { FetchFile } from './files-in.ts'
import type { Modals } from './modals.ts'
import type { Account } from './people.ts'

export interface Front {
  readonly parts: PlatformParts
  /** The interactive door. */
  readonly call: Call
  readonly answers: Answers
  readonly modals: Modals
  readonly fetchFile: FetchFile
  caller(account: Account): Caller
}
