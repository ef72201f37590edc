/** The variables conditions see, built from a case; and the values derived from them (impact, level, alert). */
import type { AlarmsRaised } from './alarms.ts'
import { kindsStanding } from './alarms.ts'
import type { DerivedValue } from './facts.ts'
import { majorUnits } from './money.ts'
import type { FieldId, FileRef, Money, StageId, Value, Values } from './nouns.ts'
import type { Branch, Env, Field, Policy } from './policy.ts'

/** What of a case conditions may depend on. */
export interface Known {
  readonly values: Values
  readonly derived: Readonly<Record<FieldId, DerivedValue>>
  readonly visits: Readonly<Record<StageId, number>>
  /** What was raised by alarming words, and what people said about it. */
  readonly alarms?: AlarmsRaised
}

/** Values that a form adds or empties (`null`) on top of what is known. */
export function merged(values: Values, change: Readonly<Record<FieldId, Value | null>>): Values {
  const result: Record<FieldId, Value> = { ...values }
  for (const [id, value] of Object.entries(change)) {
    if (value === null) delete result[id]
    else result[id] = value
  }
  return result
}

/** The complaint's family: its category's, else what an API caller named, else empty. */
export function familyOf(policy: Policy, values: Values): string {
  const category = values.category
  if (typeof category === 'string') return policy.categories[category]?.family ?? ''
  return typeof values.family === 'string' ? values.family : ''
}

/** Every variable a condition may name; an unfilled field is its type's empty value. The caller may add to it. */
export function environment(policy: Policy, known: Known, stage: StageId = ''): Env {
  const env = Object.create(variablesOf(policy)) as Variables
  env[VALUES] = known.values
  env[RAISED] = known.alarms
  for (const { id, type } of policy.derived) {
    const value = known.derived[id]?.value
    env[id] = type === 'int' ? BigInt(value ?? 0) : (value ?? '')
  }
  env.stage = stage
  env.history = Object.keys(known.visits)
  return env
}

const VALUES = Symbol('values')
const RAISED = Symbol('raised')

interface Variables extends Record<string, unknown> {
  [VALUES]: Values
  [RAISED]: AlarmsRaised | undefined
}

const shapes = new WeakMap<Policy, object>()

/** What depends on the fields, each worked out when a condition asks for it: of some fifty, a condition names two. */
function variablesOf(policy: Policy): object {
  const made = shapes.get(policy)
  if (made !== undefined) return made
  const variables = {}
  const give = (name: string, from: (values: Values, raised: AlarmsRaised | undefined) => unknown): void => {
    Object.defineProperty(variables, name, {
      enumerable: true,
      get(this: Variables) {
        return from(this[VALUES], this[RAISED])
      },
    })
  }
  for (const field of Object.values(policy.fields))
    give(field.id, (values) => variable(policy, field, values[field.id]))
  give('family', (values) => familyOf(policy, values))
  give('filled', (values) => Object.keys(policy.fields).filter((id) => values[id] !== undefined))
  give('amount_currency', (values) => (values.plan_amount as Money | undefined)?.currency ?? policy.company.currency)
  give('alarms', (values, raised) => kindsStanding(policy, values, raised))
  shapes.set(policy, variables)
  return variables
}

function variable(policy: Policy, field: Field, value: Value | undefined): unknown {
  switch (field.type) {
    case 'money': {
      const money = value as Money | undefined
      return money ? majorUnits(money, policy.company.digits[money.currency] ?? 2) : 0
    }
    case 'number':
      return value ?? 0
    case 'choices':
      return value ?? []
    case 'files':
      return ((value as readonly FileRef[] | undefined) ?? []).map((file) => file.name)
    case 'checkbox':
      return value ?? false
    default:
      return value ?? ''
  }
}

/** The first branch that matches, with its condition as the reason. */
export function firstOf<T>(
  branches: readonly Branch<T>[],
  env: Env,
): { readonly is: T; readonly why: string } | undefined {
  for (const branch of branches) {
    if (!branch.when) return { is: branch.is, why: 'else' }
    if (branch.when.test(env)) return { is: branch.is, why: branch.when.source }
  }
  return undefined
}

/** Derives all of the policy's derived values in order; a later one may use an earlier one (C01). */
export function derive(
  policy: Policy,
  values: Values,
  visits: Known['visits'] = {},
  alarms: AlarmsRaised = {},
): Readonly<Record<FieldId, DerivedValue>> {
  const derived: Record<FieldId, DerivedValue> = {}
  const env = environment(policy, { values, derived, visits, alarms }) as Record<string, unknown>
  for (const rule of policy.derived) {
    const hit = firstOf(rule.first, env)
    if (!hit) continue
    derived[rule.id] = { value: hit.is, why: hit.why }
    env[rule.id] = rule.type === 'int' ? BigInt(hit.is) : hit.is
  }
  return derived
}

/** The level that clocks key on; 3 (minor) while nothing is derived. */
export function levelOf(known: Pick<Known, 'derived'>): 1 | 2 | 3 {
  const level = known.derived.level?.value
  return level === 1 || level === 2 ? level : 3
}

/** The grade (impact) that the matrix keys on; empty while nothing is derived. */
export function gradeOf(known: Pick<Known, 'derived'>): string {
  return String(known.derived.impact?.value ?? '')
}
