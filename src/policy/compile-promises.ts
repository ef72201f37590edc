/** Compiles what holds for promises to customers, and the words that no promise may hold. */
import type { Policy, PromiseRule } from '../rules/policy.ts'
import { phrasesOf } from './compile-alarms.ts'
import { eventOf } from './compile-case-clocks.ts'
import type { Compiling } from './compile-words.ts'
import { spanOf, textOf } from './compile-words.ts'
import type { Path } from './problems.ts'
import type { RawPolicy } from './schema.ts'

/** Both parts, each absent where the policy has none. */
export function promisesOf(raw: RawPolicy, compiling: Compiling): Pick<Policy, 'promises' | 'hedges'> {
  const { promises, hedges } = raw
  const { warn, received } = promises ?? {}
  return {
    ...(promises === undefined
      ? {}
      : {
          promises: {
            ...(warn === undefined ? {} : { warn: Number(warn.slice(0, -1)) / 100 }),
            ...(received === undefined ? {} : { received: received.map((one, i) => ruleOf(one, i, compiling)) }),
          },
        }),
    ...(hedges === undefined ? {} : { hedges: phrasesOf(hedges, ['hedges'], false, compiling.report) }),
  }
}

type RawRule = NonNullable<NonNullable<RawPolicy['promises']>['received']>[number]

function ruleOf(raw: RawRule, i: number, compiling: Compiling): PromiseRule {
  const at: Path = ['promises', 'received', i]
  const span = (key: string, written: string) => spanOf(written, [...at, key], compiling)
  const all = 'all' in raw ? span('all', raw.all) : undefined
  return {
    what: textOf(raw.what),
    kept: eventOf(raw.kept),
    spans: 'all' in raw && all ? { 1: all, 2: all, 3: all } : byLevel(raw, span),
  }
}

function byLevel(raw: RawRule, span: (key: string, written: string) => PromiseRule['spans'][1]): PromiseRule['spans'] {
  if ('all' in raw) throw new Error('a promise has one span')
  return { 1: span('l1', raw.l1), 2: span('l2', raw.l2), 3: span('l3', raw.l3) }
}
