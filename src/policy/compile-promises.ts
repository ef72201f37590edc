/** Compiles what holds for promises to customers, and the words that no promise may hold. */
import type { Policy } from '../rules/policy.ts'
import { phrasesOf } from './compile-alarms.ts'
import type { Compiling } from './compile-words.ts'
import type { RawPolicy } from './schema.ts'

/** Both parts, each absent where the policy has none. */
export function promisesOf(raw: RawPolicy, { report }: Compiling): Pick<Policy, 'promises' | 'hedges'> {
  const { promises, hedges } = raw
  const warn = promises?.warn
  return {
    ...(promises === undefined
      ? {}
      : { promises: warn === undefined ? {} : { warn: Number(warn.slice(0, -1)) / 100 } }),
    ...(hedges === undefined ? {} : { hedges: phrasesOf(hedges, ['hedges'], false, report) }),
  }
}
