/** Other cases that a decision looks at besides its own; what was decided on them stops when they change before it is written. */
import type { Case } from '../../src/rules/case.ts'
import type { Known } from './case-write.ts'
import type { Connection } from './statements.ts'

export interface OtherMemory {
  /** A case that was not learnt yet is taken for none, and noted as missing: whoever decided on that decides again. */
  readonly find: (number: string) => Case | undefined
  /** Gives which were missing, and forgets them. */
  missing(): readonly string[] | undefined
  learn(on: Connection, numbers: readonly string[]): Promise<void>
  /** The revisions at which they were looked at. */
  readonly looked: ReadonlyMap<string, number>
}

/** Looks among the cases that the batch knows, and adds to them what it learns with `recall`. */
export function otherMemory(
  cases: Map<string, Known>,
  recall: (on: Connection, number: string) => Promise<Known | undefined>,
): OtherMemory {
  const looked = new Map<string, number>()
  const none = new Set<string>()
  let wanted = new Set<string>()
  return {
    find(number) {
      const known = cases.get(number)
      if (known === undefined && !none.has(number)) wanted.add(number)
      if (known !== undefined && !looked.has(number)) looked.set(number, known.state.revision)
      return known?.state
    },
    missing() {
      const numbers = [...wanted]
      wanted = new Set()
      return numbers.length > 0 ? numbers : undefined
    },
    async learn(on, numbers) {
      for (const number of numbers) {
        const known = await recall(on, number)
        if (known === undefined) none.add(number)
        else cases.set(number, known)
      }
    },
    looked,
  }
}
