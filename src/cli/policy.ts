/** `redress policy lint`: checks a policy file and says what is wrong, where, and how to mend it. */
import type { CliCommand } from '../cli.ts'
import { readConfig, WrongSettings } from '../config.ts'
import type { Problem } from '../policy/problems.ts'
import { readPolicy, WrongPolicy } from '../policy-shelf.ts'
import { problemLines } from './stoppers.ts'
import { UsageError } from './usage.ts'

export const command: CliCommand = {
  summary: 'Checks the policy (POLICY_FILE, or the file named). 检查规则文件。',
  usage: 'policy lint [FILE] [--json]',
  options: { json: { type: 'boolean' } },
  async run({ positionals, values }) {
    const [what, file] = positionals
    if (what !== 'lint') throw new UsageError(`policy ${what ?? ''}: only lint is there yet`)
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    const result = lint({ ...config, ...(file === undefined ? {} : { policyFile: file }) })
    if (values.json === true) process.stdout.write(`${JSON.stringify(result)}\n`)
    else if (result.problems.length > 0) process.stdout.write(`${problemLines(result.problems)}\n`)
    if (result.ok && values.json !== true) process.stdout.write(`✓ ${result.version}\n`)
    return result.ok ? 0 : 1
  },
}

interface Result {
  readonly ok: boolean
  readonly version?: string
  readonly problems: readonly Problem[]
}

function lint(files: Parameters<typeof readPolicy>[0]): Result {
  try {
    const { policy, warnings } = readPolicy(files)
    return { ok: true, version: policy.version, problems: warnings }
  } catch (error) {
    if (error instanceof WrongPolicy) return { ok: false, problems: error.problems }
    throw error
  }
}
