import type { Live, Policy } from '../rules/policy.ts'
import type { Problem } from './problems.ts'
/** x */
export function lintPolicy(
  _policy: Policy,
  _live: Live,
  _options: { platforms?: readonly string[] } = {},
): readonly Problem[] {
  return []
}
