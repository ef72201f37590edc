/** Compiles derived values (impact, level, alert …) in order: each may use the fields and the derived values above it. */
import type { Derived, Field } from '../rules/policy.ts'
import { textOf } from './compile-words.ts'
import type { Domains } from './condition-values.ts'
import { environmentShape, makeConditions } from './conditions.ts'
import type { Report } from './problems.ts'
import { both } from './problems.ts'
import { record } from './records.ts'
import type { RawPolicy } from './schema.ts'

type RawDerived = RawPolicy['derived'][string]

/** `int` when every branch gives a whole number, else `string`; a mix is reported. */
export function derivedTypes(raw: RawPolicy, report: Report): readonly Pick<Derived, 'id' | 'type'>[] {
  return Object.entries(raw.derived).map(([id, rule]) => {
    const numbers = rule.first.filter((branch) => typeof branch.is === 'number').length
    if (numbers > 0 && numbers < rule.first.length) {
      report.error(
        ['derived', id, 'first'],
        both(`${id} 的取值有的是数字、有的是文字`, `${id} is a number in some branches and text in others`),
        both(
          '全部写成整数，或全部写成文字（加引号）。',
          'Write whole numbers everywhere, or text (in quotes) everywhere.',
        ),
      )
    }
    return { id, type: numbers === rule.first.length ? 'int' : 'string' }
  })
}

/** All derived values. The variables of fields carry over; `stage` is not known while deriving. */
export function derivedOf(
  raw: RawPolicy,
  fields: Readonly<Record<string, Pick<Field, 'type'>>>,
  domains: Domains,
  types: readonly Pick<Derived, 'id' | 'type'>[],
  report: Report,
): readonly Derived[] {
  return types.map(({ id, type }, index) => {
    const { stage: _unknown, ...shape } = environmentShape({ fields, derived: types.slice(0, index) })
    const later = ['stage', ...types.slice(index).map((other) => other.id)]
    const conditions = makeConditions(shape, later, domains, report)
    const rule = raw.derived[id] as RawDerived
    const first = rule.first.map(({ when, is }, i) => ({
      is,
      ...(when === undefined ? {} : { when: conditions.compile(when, ['derived', id, 'first', i, 'when']) }),
    }))
    return { id, type, label: textOf(rule.label), first, values: labelsOf(rule) }
  })
}

/** A value without a label goes by itself. */
function labelsOf(rule: RawDerived): Derived['values'] {
  const own = rule.first.map(({ is }) => [String(is), { zh: String(is), en: String(is) }] as const)
  const named = Object.entries(rule.values ?? {}).map(([value, label]) => [value, textOf(label)] as const)
  return record([...own, ...named])
}
