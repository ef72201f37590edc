/** What the playground needs of the house to tell a case's story, to say what time will bring, and to load a sample. */
import type { Client } from '../../src/rehearsal/port.ts'
import type { Case } from '../../src/rules/case.ts'
import type { Timely } from '../../src/rules/clocks.ts'
import type { Timer } from '../../src/rules/commands.ts'
import type { Fact } from '../../src/rules/facts.ts'
import type { Millis } from '../../src/rules/nouns.ts'

/** A case with the rules it lives under and all that happened to it. */
export interface WholeCase {
  readonly state: Case
  readonly company: Timely
  readonly facts: readonly Fact[]
}

/** Three months of a sample company, lived through in this very house. */
export interface Sample {
  /** True while there is no complaint at all. */
  fits(): Promise<boolean>
  /** Lives through them, by `client`; resolves when it is done. Time then is the real time. */
  load(
    client: Client,
    progress: (done: number, of: number, now: Millis) => void,
  ): Promise<{ readonly cases: number; readonly open: number }>
}

export interface StoryOptions {
  caseOf(number: string): Promise<WholeCase | undefined>
  /** The timers due until `to`, oldest first, at most `limit`. */
  timersUntil(to: Millis, limit: number): Promise<readonly Timer[]>
  /** How far the time people see is ahead of the real one. */
  ahead(): Millis
  readonly sample: Sample
}
