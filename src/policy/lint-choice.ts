/** Lint: what the customer may choose from, and where the choice is recorded. */
import type { Policy } from '../rules/policy.ts'
import { reachable } from './flow-graph.ts'
import type { Path, Report } from './problems.ts'
import { both } from './problems.ts'

/** With the plan's own. */
const MOST_OPTIONS = 3

/** Everything about options and choices. */
export function lintChoice(policy: Policy, report: Report): void {
  const { choice } = policy.approval
  lintOptions(policy, report)
  const stages = Object.values(policy.flow.stages).filter((stage) => stage.kind === 'form' && stage.choice)
  if (choice && stages.length === 0) {
    report.error(
      ['approval', 'choice'],
      both('没有环节记录客户的选择', 'No stage records what the customer chooses'),
      both('给批准之后的一个表单环节写 choice: true。', 'Write choice: true in a form stage after the approval.'),
    )
  }
  for (const stage of stages) lintStage(stage.id, 'form' in stage ? stage.form : '', policy, report)
}

/** Each option has a kind and an amount of its own. */
function lintOptions({ approval, fields }: Policy, report: Report): void {
  const used = new Set(['plan_kind', 'plan_amount'])
  if ((approval.choice?.length ?? 0) > MOST_OPTIONS - 1) {
    report.error(
      ['approval', 'choice'],
      both(`客户最多在 ${MOST_OPTIONS} 个方案里选`, `The customer chooses among ${MOST_OPTIONS} options at most`),
      both('除了方案本身，最多写两个选项。', 'Beside the plan itself name two at most.'),
    )
  }
  approval.choice?.forEach((pair, i) => {
    for (const part of ['kind', 'amount'] as const) {
      const at: Path = ['approval', 'choice', i, part]
      const id = pair[part]
      const type = part === 'kind' ? 'choice' : 'money'
      const field = fields[id]
      if (field && field.type !== type) {
        report.error(
          at,
          both(`字段 ${id} 是 ${field.type}，这里要的是 ${type}`, `Field ${id} is ${field.type}; it must be ${type}`),
          both(
            '方式用 choice 字段，金额用 money 字段。',
            'Use a choice field for the kind and a money field for the amount.',
          ),
        )
      }
      if (used.has(id)) {
        report.error(
          at,
          both(`字段 ${id} 已经用在另一个选项里`, `Field ${id} already belongs to another option`),
          both('每个选项用自己的字段。', 'Give each option fields of its own.'),
        )
      }
      used.add(id)
    }
  })
}

/** A choice is made after an approval, by kind and amount, and changes nothing else of the plan. */
function lintStage(id: string, form: string, policy: Policy, report: Report): void {
  const at: Path = ['flow', 'stages', id]
  if (!policy.approval.choice) {
    report.error(
      [...at, 'choice'],
      both('没有可供客户选择的方案', 'There is nothing for the customer to choose from'),
      both(
        '在 approval.choice 写出其他选项的字段，或删去 choice。',
        'Name the fields of other options under approval.choice, or remove choice.',
      ),
    )
  }
  const fields = policy.forms[form]?.fields ?? []
  const options = (policy.approval.choice ?? []).flatMap(({ kind, amount }) => [kind, amount])
  if (
    !fields.includes('plan_kind') ||
    !fields.includes('plan_amount') ||
    fields.some((field) => options.includes(field))
  ) {
    report.error(
      [...at, 'form'],
      both(
        '记录选择的表单要有 plan_kind 和 plan_amount，不能有其他选项的字段',
        'The form of a choice needs plan_kind and plan_amount, and none of the fields of other options',
      ),
      both('在表单里只写选定的方式和金额。', 'Ask for the chosen kind and amount only.'),
    )
  }
  const unapproved = reachable(policy, {
    along: ({ result }, stage) => stage.kind !== 'decision' || stage.steps !== 'matrix' || result !== 'approved',
  })
  if (unapproved.has(id)) {
    report.error(
      at,
      both(`不经过审批也能走到选择环节 ${id}`, `The choice ${id} can be reached without an approval`),
      both(
        '让通向它的每条路都经过 steps: approval 的 approved。',
        'Let every way to it pass a decision with steps: approval, by its approved.',
      ),
    )
  }
}
