/** `redress policy …`: what can be done with the company's rules beside a running Redress; each part has a file of its own. */
import type { ParseArgsOptionsConfig } from 'node:util'
import type { CliCommand } from '../cli.ts'
import { due } from './policy-due.ts'
import { holidays } from './policy-holidays.ts'
import { lint } from './policy-lint.ts'
import { rehearse } from './policy-rehearse.ts'
import { UsageError } from './usage.ts'

/** One part, as `redress policy <name> …`. */
export interface PolicyPart {
  /** What follows `policy` when it is called. */
  readonly usage: string
  readonly options: ParseArgsOptionsConfig
  /** `rest` is what stands after the name. Gives the exit status. */
  run(rest: readonly string[], values: Readonly<Record<string, unknown>>): number | Promise<number>
}

const PARTS: Readonly<Record<string, PolicyPart>> = { lint, due, holidays, rehearse }

export const command: CliCommand = {
  summary:
    'Checks the policy (POLICY_FILE, or the file named), says when a span is due, imports holidays, rehearses the messages of a case. 检查规则文件，计算时限，导入放假安排，预演一张单的全部消息。',
  usage: Object.values(PARTS)
    .map(({ usage }) => `policy ${usage}`)
    .join('\n  redress '),
  options: Object.assign({}, ...Object.values(PARTS).map(({ options }) => options)) as ParseArgsOptionsConfig,
  async run({ positionals, values }) {
    const [name = '', ...rest] = positionals
    const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined
    if (part === undefined) throw new UsageError(`policy ${name}: there is ${Object.keys(PARTS).join(', ')}`)
    const stray = Object.keys(values).find((option) => !Object.hasOwn(part.options, option))
    if (stray !== undefined) throw new UsageError(`policy ${name} takes no --${stray}`)
    return part.run(rest, values)
  },
}
