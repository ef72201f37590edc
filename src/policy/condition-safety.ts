/** Keeps out of conditions whatever passes CEL's type check and could still fail or run for ever on a real case. */
import type { ASTNode, Environment } from '@marcbachmann/cel-js'
import type { Text } from '../rules/nouns.ts'
import { both, listed } from './problems.ts'

const FUNCTIONS = ['size', 'double']
const METHODS = ['contains', 'startsWith', 'endsWith', 'size', 'exists', 'all', 'exists_one', 'filter']
const OPERATORS: readonly string[] = [
  'value',
  'id',
  'list',
  'call',
  'rcall',
  '?:',
  '||',
  '&&',
  '!_',
  '-_',
  '==',
  '!=',
  'in',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
]
const LARGEST_INT = 1_000_000_000n

export interface Wrong {
  readonly message: Text
  readonly fix: Text
}

/**
 * The first part of a condition that is not allowed. Indexing, regular expressions, conversions from text and whole-number
 * products can fail or hang when a case is decided; without them a condition that type-checks always gives an answer.
 */
export function forbiddenPart(root: ASTNode, source: string, environment: Environment): Wrong | undefined {
  for (const node of nodesOf(root)) {
    const part = source.slice(node.start, node.end)
    if (!OPERATORS.includes(node.op)) return refuse(part, `== != < <= > >= && || ! in + - * / ?:`)
    if (node.op === 'call' && !FUNCTIONS.includes(node.args[0])) return refuse(part, functionList())
    if (node.op === 'rcall' && !METHODS.includes(node.args[0])) return refuse(part, functionList())
    if (node.op === 'value' && typeof node.args === 'bigint' && (node.args > LARGEST_INT || node.args < -LARGEST_INT)) {
      return refuse(part, both('十亿以内的整数', 'whole numbers up to a thousand million'))
    }
    if ((node.op === '*' || node.op === '/') && environment.check(part).type !== 'double') {
      return refuse(
        part,
        both('乘除只用于小数，例如 plan_amount * 2.0', '* and / between decimals, such as plan_amount * 2.0'),
      )
    }
  }
  return undefined
}

function functionList(): string {
  return listed([...FUNCTIONS.map((name) => `${name}(x)`), ...METHODS.map((name) => `x.${name}(…)`)])
}

function refuse(part: string, allowed: string | Text): Wrong {
  const { zh, en } = typeof allowed === 'string' ? both(allowed, allowed) : allowed
  return {
    message: both(
      `条件里不能用 ${part}：遇到某些案件会出错`,
      `${part} is not allowed in a condition: it could fail on a real case`,
    ),
    fix: both(`可用：${zh}。`, `Allowed: ${en}.`),
  }
}

/** A node and everything below it. */
export function* nodesOf(node: ASTNode): Generator<ASTNode> {
  yield node
  yield* below(node.args)
}

function* below(args: unknown): Generator<ASTNode> {
  if (Array.isArray(args)) for (const arg of args) yield* below(arg)
  else if (isNode(args)) yield* nodesOf(args)
}

function isNode(x: unknown): x is ASTNode {
  return typeof x === 'object' && x !== null && 'op' in x && 'args' in x
}
