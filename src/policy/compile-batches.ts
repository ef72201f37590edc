/** Compiles batches, surges and the emergency plan. */
import type { BatchRule, Common, Emergency, SurgeRule } from '../rules/policy.ts'
import type { Compiling } from './compile-words.ts'
import { spanOf, textOf, whoOf } from './compile-words.ts'
import type { Conditions } from './conditions.ts'
import type { Path } from './problems.ts'
import { both, shown } from './problems.ts'
import { defined } from './records.ts'
import type { RawPolicy } from './schema.ts'

/** `category.l2` is the first two levels of a tree. */
function commonOf(written: string): Common {
  const [field = '', level] = written.split('.l')
  return level === undefined ? { field } : { field, depth: Number(level) }
}

/** A window of clock hours, in milliseconds; whatever depends on a calendar is reported. */
function windowOf(written: string, at: Path, compiling: Compiling): number {
  const { unit, amount } = spanOf(written, at, compiling)
  if (unit === 'h') return amount
  compiling.report.error(
    at,
    both(`窗口 ${shown(written)} 不是自然小时`, `The window ${shown(written)} is not in clock hours`),
    both('写自然小时，例如 24h。', 'Write clock hours, such as 24h.'),
  )
  return amount
}

/** The rules for batches; undefined when the policy has none. */
export function batchesOf(
  raw: RawPolicy,
  conditions: Conditions,
  compiling: Compiling,
): readonly BatchRule[] | undefined {
  if (raw.batches === undefined) return undefined
  return Object.entries(raw.batches).map(([id, rule]): BatchRule => {
    const at: Path = ['batches', id]
    return {
      ...{ id, name: textOf(rule.name), same: rule.same.map(commonOf), to: whoOf(rule.to), red: rule.red.over },
      window: windowOf(rule.window, [...at, 'window'], compiling),
      ...defined({
        amber: rule.amber?.over,
        when: rule.when === undefined ? undefined : conditions.compile(rule.when, [...at, 'when']),
        holidays: rule.holidays && defined({ amber: rule.holidays.amber?.over, red: rule.holidays.red?.over }),
      }),
    }
  })
}

/** The rules for surges; undefined when the policy has none. */
export function surgesOf(
  raw: RawPolicy,
  conditions: Conditions,
  compiling: Compiling,
): readonly SurgeRule[] | undefined {
  if (raw.surges === undefined) return undefined
  return Object.entries(raw.surges).map(([id, rule]): SurgeRule => {
    const at: Path = ['surges', id]
    const { weeks, tail, least } = rule
    return {
      ...{ id, name: textOf(rule.name), by: rule.by.map(commonOf), to: whoOf(rule.to), weeks, tail, least },
      window: windowOf(rule.window, [...at, 'window'], compiling),
      holidayFactor: rule.holiday_factor ?? 1,
      opens: rule.opens === 'incident',
      ...defined({ when: rule.when === undefined ? undefined : conditions.compile(rule.when, [...at, 'when']) }),
    }
  })
}

/** The emergency plan; undefined when the policy has none. */
export function emergencyOf({ emergency }: RawPolicy, conditions: Conditions): Emergency | undefined {
  if (emergency === undefined) return undefined
  const { name, stage, values = {}, wording, team, when } = emergency
  return {
    ...{ name: textOf(name), stage, values },
    roles: Object.entries(team).map(([id, role]) => ({ id, name: textOf(role.name), who: whoOf(role.who) })),
    ...defined({
      wording,
      when: when === undefined ? undefined : conditions.compile(when, ['emergency', 'when']),
    }),
  }
}
