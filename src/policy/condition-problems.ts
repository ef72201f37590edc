/** Says what CEL found wrong with a condition in words a policy's author can act on. */
import type { ASTNode, TypeError as CelTypeError, ParseError } from '@marcbachmann/cel-js'
import type { Wrong } from './condition-safety.ts'
import type { Domains } from './condition-values.ts'
import type { Shape } from './conditions.ts'
import { both, listed, nearest, shown } from './problems.ts'

/** What the author could have meant. */
export interface Known {
  readonly shape: Shape
  readonly notYet: ReadonlySet<string>
  readonly domains: Domains
}

/** The message and fix for a condition that does not parse or type-check. */
export function celProblem(error: ParseError | CelTypeError | undefined, source: string, known: Known): Wrong {
  const summary = error?.summary ?? 'invalid'
  const column = (error?.range?.start ?? 0) + 1
  if (error?.code === 'unknown_variable') return unknownVariable(summary.replace(/^.*: /, ''), source, known)
  const mix = error?.code === 'no_such_overload' ? numberMix(error.node as ASTNode | undefined, known.shape) : undefined
  if (mix) return mix
  return {
    message: both(
      `条件 ${shown(source)} 第 ${column} 个字符有误：${summary}`,
      `Condition ${shown(source)}, character ${column}: ${summary}`,
    ),
    fix: advice(error?.code),
  }
}

function advice(code: string | undefined): Wrong['fix'] {
  if (code === 'no_such_overload' || code === 'no_matching_overload') {
    return both(
      '两边类型要一致：文字加引号，金额和数字写成小数（500.0），level 等写成整数，列表用 in 或 size()。',
      'Make both sides the same type: text in quotes, amounts and numbers with a point (500.0), level and the like without, lists with in or size().',
    )
  }
  return both(
    "写成 CEL，例如 impact == 'A' && plan_amount > 500.0。",
    "Write CEL, such as impact == 'A' && plan_amount > 500.0.",
  )
}

function unknownVariable(name: string, source: string, { shape, notYet, domains }: Known): Wrong {
  if (notYet.has(name)) {
    return {
      message: both(
        `条件 ${shown(source)} 用到的 ${name} 在这里还没有值`,
        `Condition ${shown(source)} uses ${name}, which is not known yet here`,
      ),
      fix: both(
        '派生值只能用字段和排在它前面的派生值；stage 只在流程里有值。',
        'A derived value may use fields and derived values above it; stage is known only inside the flow.',
      ),
    }
  }
  const message = both(
    `条件 ${shown(source)} 用到不认识的变量 ${name}`,
    `Condition ${shown(source)} uses the unknown variable ${name}`,
  )
  const owners = Object.keys(domains).filter((variable) => domains[variable]?.includes(name))
  const near = nearest(name, Object.keys(shape))
  if (owners.length > 0)
    return {
      message,
      fix: both(
        `${name} 是 ${listed(owners)} 的值，请加引号：'${name}'。`,
        `${name} is a value of ${listed(owners)}; put it in quotes: '${name}'.`,
      ),
    }
  if (near)
    return { message, fix: both(`是否想写 ${near}？文字要加引号。`, `Did you mean ${near}? Text needs quotes.`) }
  return {
    message,
    fix: both(`可用的变量：${Object.keys(shape).join(', ')}。`, `Variables: ${Object.keys(shape).join(', ')}.`),
  }
}

/** CEL does not mix whole numbers and decimals: says which side to change. */
function numberMix(node: ASTNode | undefined, shape: Shape): Wrong | undefined {
  if (!node || !Array.isArray(node.args) || node.args.length !== 2) return undefined
  const sides = node.args as readonly [ASTNode, ASTNode]
  const types = sides.map((side) => numberType(side, shape))
  if (!types.includes('int') || !types.includes('double')) return undefined
  const text = (side: ASTNode) => side.input.slice(side.start, side.end)
  const whole = sides[types.indexOf('int')] as ASTNode
  const decimal = sides[types.indexOf('double')] as ASTNode
  const message = both(
    `${text(whole)} 是整数，${text(decimal)} 是小数，不能这样比较`,
    `${text(whole)} is a whole number (int) and ${text(decimal)} a decimal (double); they do not mix`,
  )
  if (isLiteral(whole)) {
    const better = `${text(whole)}.0`
    return { message, fix: both(`把 ${text(whole)} 写成 ${better}。`, `Write ${better} instead of ${text(whole)}.`) }
  }
  const literal = decimal.op === 'value' && Number.isInteger(decimal.args)
  const better = literal ? String(decimal.args) : `double(${text(whole)})`
  const instead = literal ? text(decimal) : text(whole)
  return { message, fix: both(`把 ${instead} 写成 ${better}。`, `Write ${better} instead of ${instead}.`) }
}

function isLiteral(node: ASTNode): boolean {
  return (
    node.op === 'value' || (node.op === '-_' && isLiteral(node.args)) || (node.op === 'list' && node.args.length === 1)
  )
}

function numberType(node: ASTNode, shape: Shape): 'int' | 'double' | undefined {
  if (node.op === 'value')
    return typeof node.args === 'bigint' ? 'int' : typeof node.args === 'number' ? 'double' : undefined
  if (node.op === 'id') return asNumber(shape[node.args])
  if (node.op === 'call' || node.op === 'rcall')
    return node.args[0] === 'size' ? 'int' : node.args[0] === 'double' ? 'double' : undefined
  if (node.op === '-_') return numberType(node.args, shape)
  if (node.op === 'list' && node.args[0]) return numberType(node.args[0], shape)
  if (node.op === '+' || node.op === '-' || node.op === '*' || node.op === '/') return numberType(node.args[0], shape)
  return undefined
}

function asNumber(type: string | undefined): 'int' | 'double' | undefined {
  return type === 'int' || type === 'double' ? type : undefined
}
