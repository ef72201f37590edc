/** `redress policy lint`: checks a policy file and says what is wrong, where, and how to mend it. */
import { readConfig, WrongSettings } from '../config.ts'
import type { Problem } from '../policy/problems.ts'
import { readPolicy, WrongPolicy } from '../policy-shelf.ts'
import type { PolicyPart } from './policy.ts'
import { problemLines } from './stoppers.ts'

export const lint: PolicyPart = {
  usage: 'lint [FILE] [--json]',
  options: { json: { type: 'boolean' } },
  run([file], { json }) {
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    const result = check({ ...config, ...(file === undefined ? {} : { policyFile: file }) })
    if (json === true) process.stdout.write(`${JSON.stringify(result)}\n`)
    else if (result.problems.length > 0) process.stdout.write(`${problemLines(result.problems)}\n`)
    if (result.ok && json !== true) process.stdout.write(`✓ ${result.version}\n`)
    return result.ok ? 0 : 1
  },
}

interface Result {
  readonly ok: boolean
  readonly version?: string
  readonly problems: readonly Problem[]
}

function check(files: Parameters<typeof readPolicy>[0]): Result {
  try {
    const { policy, warnings } = readPolicy(files)
    return { ok: true, version: policy.version, problems: warnings }
  } catch (error) {
    if (error instanceof WrongPolicy) return { ok: false, problems: error.problems }
    throw error
  }
}
