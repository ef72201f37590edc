/** A complaint of each level, made from the policy itself: for a rehearsal that is given none. */
import { derive, levelOf } from '../rules/environment.ts'
import type { FieldId, Text, Value, Values } from '../rules/nouns.ts'
import type { Field, Policy, TreeNode } from '../rules/policy.ts'

/** A complaint as the API takes it, and the level it is filed at. */
export interface Example {
  readonly level: 1 | 2 | 3
  readonly values: Values
}

/** What is said in it: words that alarm nobody. */
export interface ExampleWords {
  readonly text: Text
  readonly customer: Text
  readonly product: Text
}

/** So many combinations are tried for each level. */
const TRIES = 5_000

/**
 * One complaint for each level that some combination of a category and at most one other choice of the intake form is
 * filed at, most serious first. Those with fewer choices, and choices that stand earlier in the form, win.
 */
export function examples(policy: Policy, words: ExampleWords): readonly Example[] {
  const { lang } = policy.company
  const said = { text: words.text[lang], customer: words.customer[lang], product: words.product[lang] }
  const found = new Map<1 | 2 | 3, Values>()
  let tries = 0
  for (const chosen of combinations(policy)) {
    if (found.size === 3 || ++tries > TRIES) break
    const values = { ...said, ...chosen }
    const level = levelOf({ derived: derive(policy, values) })
    if (!found.has(level)) found.set(level, values)
  }
  return [...found].map(([level, values]) => ({ level, values })).sort((a, b) => a.level - b.level)
}

/** A category alone, then with one other choice. */
function* combinations(policy: Policy): Generator<Values> {
  const fields = (policy.forms[policy.flow.intake]?.fields ?? []).flatMap((id) => policy.fields[id] ?? [])
  const categories = fields.filter(({ type }) => type === 'tree').flatMap(choicesOf)
  const bases = categories.length > 0 ? categories : [{}]
  const others = fields.filter(({ type }) => type !== 'tree').flatMap(choicesOf)
  yield* bases
  for (const other of others) for (const base of bases) yield { ...base, ...other }
}

function choicesOf(field: Field): readonly Readonly<Record<FieldId, Value>>[] {
  const one = (value: Value): Readonly<Record<FieldId, Value>> => ({ [field.id]: value })
  if (field.type === 'tree') return leaves(field.tree ?? []).map(one)
  if (field.type === 'choice') return (field.options ?? []).map(({ id }) => one(id))
  if (field.type === 'choices') return (field.options ?? []).map(({ id }) => one([id]))
  return field.type === 'checkbox' ? [one(true)] : []
}

function leaves(nodes: readonly TreeNode[]): readonly string[] {
  return nodes.flatMap(({ path, children }) => (children.length === 0 ? [path] : leaves(children)))
}
