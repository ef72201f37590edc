/** Checks what a compiled policy means: everything the code relies on and a schema cannot say. */
import type { Live, Policy } from '../rules/policy.ts'
import { lintAlarms } from './lint-alarms.ts'
import { lintApart } from './lint-apart.ts'
import { lintAssign } from './lint-assign.ts'
import { lintBatches } from './lint-batches.ts'
import { lintBudget } from './lint-budget.ts'
import { lintChoice } from './lint-choice.ts'
import { lintDuplicates } from './lint-duplicates.ts'
import { lintFields } from './lint-fields.ts'
import { lintFlow } from './lint-flow.ts'
import { lintMoney } from './lint-money.ts'
import { lintNoise } from './lint-noise.ts'
import { lintPeople } from './lint-people.ts'
import { lintPromises } from './lint-promises.ts'
import { lintReferences } from './lint-refs.ts'
import { lintTexts } from './lint-texts.ts'
import { lintTime } from './lint-time.ts'
import { lintWorth } from './lint-worth.ts'
import type { Problem } from './problems.ts'
import { newReport } from './problems.ts'

export interface LintOptions {
  /** Names of the chat platforms there are; others in accounts and channels are errors. Absent: any name will do. */
  readonly platforms?: readonly string[]
}

/**
 * Everything wrong with a policy and the people it meets. Problems carry paths but no lines, since only compiled values
 * are known here; `loadPolicy` adds them. Run it again when the directory was reloaded.
 */
export function lintPolicy(policy: Policy, live: Live, options: LintOptions = {}): readonly Problem[] {
  const report = newReport()
  lintReferences(policy, live, report)
  lintFields(policy, report)
  lintFlow(policy, report)
  lintMoney(policy, report)
  lintBudget(policy, live, report)
  lintWorth(policy, report)
  lintChoice(policy, report)
  lintTime(policy, live, report)
  lintTexts(policy, report)
  lintPromises(policy, live, report)
  lintAlarms(policy, report)
  lintBatches(policy, live, report)
  lintApart(policy, live, report)
  lintAssign(policy, live, report)
  lintNoise(live, report)
  lintDuplicates(policy, report)
  lintPeople(live, options.platforms, report)
  return report.problems
}
