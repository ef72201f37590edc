/**
 * Conditions: CEL, type-checked against one environment when the policy is loaded and compiled once. Only this folder
 * knows CEL; the rules get `Condition`s.
 *
 * The variables (`environmentShape`): every field by id (money and number → double in major units; choices and files, as
 * names → list<string>; checkbox → bool; everything else → string), every derived value by id (string, or int as BigInt),
 * `family`, `stage` and `amount_currency` (string), `history` (stages visited), `filled` (fields filled in) and `alarms`
 * (kinds of alarming words) (list<string>). An unfilled field is its type's empty value: '' 0 [] false.
 */
import { Environment } from '@marcbachmann/cel-js'
import type { Condition, Derived, Env, Field, FieldType } from '../rules/policy.ts'
import { celProblem } from './condition-problems.ts'
import { forbiddenPart } from './condition-safety.ts'
import type { Domains } from './condition-values.ts'
import { unknownValue } from './condition-values.ts'
import type { Path, Report } from './problems.ts'
import { both, shown } from './problems.ts'

export type VariableType = 'string' | 'double' | 'int' | 'bool' | 'list<string>'

/** Variables by name with their type. */
export type Shape = Readonly<Record<string, VariableType>>

/** What every condition may name besides fields and derived values. */
export const GENERAL = {
  family: 'string',
  stage: 'string',
  history: 'list<string>',
  filled: 'list<string>',
  alarms: 'list<string>',
  amount_currency: 'string',
} as const satisfies Shape

/** The type of a field's variable. */
export function variableType(type: FieldType): VariableType {
  if (type === 'money' || type === 'number') return 'double'
  if (type === 'choices' || type === 'files') return 'list<string>'
  return type === 'checkbox' ? 'bool' : 'string'
}

/** Every variable of a policy's conditions, with its type. */
export function environmentShape(policy: {
  readonly fields: Readonly<Record<string, Pick<Field, 'type'>>>
  readonly derived: readonly Pick<Derived, 'id' | 'type'>[]
}): Shape {
  const shape: Record<string, VariableType> = { ...GENERAL }
  for (const [id, field] of Object.entries(policy.fields)) shape[id] = variableType(field.type)
  for (const { id, type } of policy.derived) shape[id] = type
  return shape
}

/** Compiles conditions of one place in a policy; what is wrong with them goes to the report. */
export interface Conditions {
  /** A condition that cannot be compiled is reported and answers false; the policy is refused anyway. */
  compile(source: string, path: Path): Condition
}

/**
 * A compiler for conditions over these variables. `later` are variables that exist but are not known yet here.
 * `domains` are the values a variable can have, so that a comparison with any other is found.
 */
export function makeConditions(shape: Shape, later: Iterable<string>, domains: Domains, report: Report): Conditions {
  const environment = environmentOf(shape)
  const notYet = new Set(later)
  return {
    compile(source, path) {
      const checked = environment.check(source)
      if (!checked.valid || checked.error) {
        const { message, fix } = celProblem(checked.error, source, { shape, notYet, domains })
        report.error(path, message, fix)
        return never(source)
      }
      if (checked.type !== 'bool') {
        const message = both(
          `条件 ${shown(source)} 的结果是 ${checked.type}，不是“是/否”`,
          `Condition ${shown(source)} gives ${checked.type}, not yes or no`,
        )
        report.error(
          path,
          message,
          both(
            '写成比较，例如 level == 1 或 size(wish) > 0。',
            'Compare something, such as level == 1 or size(wish) > 0.',
          ),
        )
        return never(source)
      }
      const program = environment.parse(source)
      const wrong = forbiddenPart(program.ast, source, environment) ?? unknownValue(program.ast, domains)
      if (wrong) {
        report.error(path, wrong.message, wrong.fix)
        return never(source)
      }
      return { source, test: (env: Env) => program(env) === true }
    },
  }
}

function environmentOf(shape: Shape): Environment {
  const environment = new Environment({
    limits: { maxAstNodes: 500, maxDepth: 40, maxListElements: 200, maxCallArguments: 8 },
  })
  for (const [name, type] of Object.entries(shape)) environment.registerVariable(name, type)
  return environment
}

/** True when CEL can take this name for a variable. */
export function isVariableName(name: string): boolean {
  try {
    return new Environment().registerVariable(name, 'string').check(`${name} == ''`).valid
  } catch {
    return false
  }
}

function never(source: string): Condition {
  return { source, test: () => false }
}
