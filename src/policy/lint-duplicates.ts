/** Lint: duplicates are looked for by what tells cases apart, and whatever is merged ends as merged. */
import type { FieldType, Policy } from '../rules/policy.ts'
import type { Path, Report } from './problems.ts'
import { both, pickFrom } from './problems.ts'

/** What can name a single thing; the others only narrow it down. */
const NAMING: readonly FieldType[] = ['text', 'phone', 'email']
const COMPARED: readonly FieldType[] = [...NAMING, 'choice', 'tree', 'date', 'time']

/** Everything about duplicates and merging. */
export function lintDuplicates(policy: Policy, report: Report): void {
  lintSame(policy, report)
  lintMerge(policy, report)
}

function lintSame({ duplicates, fields }: Policy, report: Report): void {
  duplicates?.same.forEach((same, i) => {
    const at: Path = ['duplicates', 'same', i]
    same.forEach((id, j) => {
      const field = Object.hasOwn(fields, id) ? fields[id] : undefined
      if (!field) {
        report.error(
          [...at, j],
          both(`没有字段 "${id}"`, `There is no field "${id}"`),
          pickFrom(id, Object.keys(fields)),
        )
      } else if (!COMPARED.includes(field.type) || field.long) {
        const message = both(`字段 ${id} 不能用来比较`, `The field ${id} cannot be compared`)
        report.error(
          [...at, j],
          message,
          both('改用短文字、电话、邮箱或选项。', 'Use a short text, a phone, an e-mail or a choice.'),
        )
      }
    })
    if (same.some((id) => NAMING.includes(fields[id]?.type ?? 'text'))) return
    const message = both(
      `${same.join('、')} 分不清哪些是同一件事`,
      `${same.join(', ')} cannot tell which cases are the same`,
    )
    report.error(at, message, both('加一个文字、电话或邮箱字段。', 'Add a text, a phone or an e-mail.'))
  })
}

function lintMerge({ flow }: Policy, report: Report): void {
  const to = flow.anywhere.merge
  const end = to === undefined ? undefined : flow.stages[to]
  const offering = Object.values(flow.stages).filter((stage) => stage.verbs.includes('merge'))
  if (to === undefined) {
    for (const { id, verbs } of offering) {
      const message = both(
        `环节 ${id} 可以合并，却没有说去哪里`,
        `Stage ${id} offers merge, and nothing says where that leads`,
      )
      report.error(
        ['flow', 'stages', id, 'verbs', verbs.indexOf('merge')],
        message,
        both('写 flow.anywhere.merge。', 'Write flow.anywhere.merge.'),
      )
    }
    return
  }
  const at: Path = ['flow', 'anywhere', 'merge']
  if (end?.kind === 'end' && end.outcome !== 'merged') {
    const message = both(`合并去的 ${to} 结局不是 merged`, `The outcome of ${to}, where merge leads, is not merged`)
    report.error(at, message, both('写 outcome: merged。', 'Write outcome: merged.'))
  }
  if (offering.length > 0) return
  const message = both('没有环节可以合并', 'No stage offers merge')
  report.warn(at, message, both('在某个环节的 verbs 里写 merge。', 'Write merge in the verbs of a stage.'))
}
