/** Which values the variables of conditions can have. */
import type { Field, Policy } from '../rules/policy.ts'
import type { Domains } from './condition-values.ts'
import type { RawPolicy } from './schema.ts'

/** By variable: options of choices, paths of trees, values of derived text, families, stages, fields. */
export function domainsOf(
  raw: RawPolicy,
  fields: Readonly<Record<string, Field>>,
  categories: Policy['categories'],
): Domains {
  const stages = Object.keys(raw.flow.stages)
  const domains: Record<string, readonly string[]> = {
    family: Object.keys(raw.families),
    stage: stages,
    history: stages,
    filled: Object.keys(fields),
    alarms: Object.keys(raw.alarms?.kinds ?? {}),
    amount_currency: [...new Set([raw.company.currency, ...Object.keys(raw.company.digits ?? {})])],
  }
  for (const [id, field] of Object.entries(fields)) {
    if (field.tree) domains[id] = Object.keys(categories)
    if (field.options) domains[id] = field.options.map((option) => option.id)
  }
  for (const [id, rule] of Object.entries(raw.derived)) {
    const values = rule.first.map(({ is }) => is)
    if (values.every((value) => typeof value === 'string')) domains[id] = values
  }
  return domains
}
