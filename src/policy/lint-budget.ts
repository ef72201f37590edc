/** Lint: every budget belongs to a department that complaints come to, has room for something, and does something when it is used up. */
import type { Live, Policy } from '../rules/policy.ts'
import type { Path, Report } from './problems.ts'
import { both, listed, pickFrom } from './problems.ts'

/** Everything about what departments may approve in a month. */
export function lintBudget(policy: Policy, { budget, directory }: Live, report: Report): void {
  if (!budget) return
  const charged = new Set(
    [...Object.values(policy.categories), ...Object.values(policy.families)].map(({ team }) => team),
  )
  for (const [team, minor] of Object.entries(budget.month)) {
    const at: Path = ['budget', 'month', team]
    if (!Object.hasOwn(directory.teams, team)) {
      report.error(
        at,
        both(`没有团队 "${team}"`, `There is no team "${team}"`),
        pickFrom(team, Object.keys(directory.teams)),
      )
    } else if (!charged.has(team)) {
      report.warn(
        at,
        both(
          `没有任何投诉归团队 ${team}，这笔预算用不到`,
          `No complaint belongs to the team ${team}: nothing is charged to it`,
        ),
        both(
          `改为类型或大类写明的团队：${listed(charged)}。`,
          `Name a team of a category or family: ${listed(charged)}.`,
        ),
      )
    }
    if (minor === 0 && budget.full === 'block') {
      report.error(
        at,
        both(`团队 ${team} 的预算是 0，什么都批不了`, `The budget of ${team} is 0, so nothing could ever be approved`),
        both(
          '写大于零的金额，或删去这一行：不写就没有预算限制。',
          'Write an amount above zero, or remove the line: then there is no limit.',
        ),
      )
    }
  }
  if (Object.keys(budget.month).length === 0) {
    report.warn(
      ['budget', 'month'],
      both('没有任何部门有预算', 'No department has a budget'),
      both('写 团队: 金额，或删去 budget。', 'Write team: amount, or remove budget.'),
    )
  }
  if (budget.full === 'rung' && policy.approval.tiers.length === 1) {
    report.warn(
      ['budget', 'full'],
      both(
        '只有一个档位，超出预算也没有上一级可问',
        'There is one tier only, so nobody more is asked when a budget is used up',
      ),
      both('再加一个档位，或写 full: block。', 'Add a tier, or write full: block.'),
    )
  }
}
