/** Finds comparisons with a value that can never occur: `safety == 'injry'`. */
import type { ASTNode } from '@marcbachmann/cel-js'
import type { Wrong } from './condition-safety.ts'
import { nodesOf } from './condition-safety.ts'
import { both, pickFrom } from './problems.ts'

/** All values a string (or the elements of a list) variable can have besides the empty string; by variable. */
export type Domains = Readonly<Record<string, readonly string[]>>

/** The first comparison of a variable with a value outside its domain. */
export function unknownValue(root: ASTNode, domains: Domains): Wrong | undefined {
  for (const node of nodesOf(root)) {
    for (const [variable, values] of comparisons(node)) {
      const domain = domains[variable]
      const stray = domain && values.find((value) => value !== '' && !domain.includes(value))
      if (domain && stray !== undefined) {
        return {
          message: both(`${variable} 不可能是 '${stray}'`, `${variable} can never be '${stray}'`),
          fix: pickFrom(stray, domain),
        }
      }
    }
  }
  return undefined
}

/** The variable and literal texts that one node compares, if it does. */
function comparisons(node: ASTNode): readonly (readonly [string, readonly string[]])[] {
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return []
  const [left, right] = node.args
  const pairs = [[left, right] as const, [right, left] as const]
  return pairs.flatMap(([a, b]) => {
    const values = literals(b)
    return a.op === 'id' && values.length > 0 ? [[a.args, values] as const] : []
  })
}

function literals(node: ASTNode): readonly string[] {
  if (node.op === 'value') return typeof node.args === 'string' ? [node.args] : []
  return node.op === 'list' ? node.args.flatMap(literals) : []
}
