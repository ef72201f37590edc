/** Lint: no money moves without the approval it needs. */
import type { FieldId, Money } from '../rules/nouns.ts'
import type { DecisionStage, Policy, Stage } from '../rules/policy.ts'
import { edgesOf, reachable } from './flow-graph.ts'
import type { Path, Report } from './problems.ts'
import { both, listed, pickFrom } from './problems.ts'

/** What a decision is about; a change of any of these voids it. */
const PROPOSAL: readonly FieldId[] = ['plan_kind', 'plan_amount', 'payee']
const AMOUNT: FieldId = 'plan_amount'

/** Everything about tiers, matrix, steps and payments. */
export function lintMoney(policy: Policy, report: Report): void {
  lintTiers(policy, report)
  lintSums(policy, report)
  lintBand(policy, report)
  lintMatrix(policy, report)
  lintSteps(policy, report)
  for (const stage of Object.values(policy.flow.stages))
    if (stage.kind === 'payment') lintPayment(stage.id, stage.form, policy, report)
}

/** Bounds grow from tier to tier and the last has none, so every amount has exactly one tier (C12). */
function lintTiers(policy: Policy, report: Report): void {
  const { tiers } = policy.approval
  let below: number | undefined
  tiers.forEach(({ le }, i) => {
    const at: Path = ['approval', 'tiers', i]
    const last = i === tiers.length - 1
    if (last && le !== undefined) {
      const message = both(
        `高于 ${amountText(policy, le)} 的金额没有档位`,
        `Amounts above ${amountText(policy, le)} have no tier`,
      )
      report.error([...at, 'le'], message, both('最后加一档 {else: 步骤}。', 'Add a last tier {else: step}.'))
    } else if (!last && le === undefined) {
      report.error(
        [...at, 'else'],
        both('这一档包括一切金额，后面的档位轮不到', 'This tier takes every amount, so those after it get none'),
        both('把 else 放到最后。', 'Put else last.'),
      )
    }
    if (le !== undefined && below !== undefined && le <= below) {
      const message = both(
        `上限 ${amountText(policy, le)} 不高于前一档的 ${amountText(policy, below)}`,
        `The bound ${amountText(policy, le)} is not above the one before it, ${amountText(policy, below)}`,
      )
      report.error([...at, 'le'], message, both('上限从小到大排列。', 'Write the bounds in rising order.'))
    }
    below = le ?? below
  })
}

/** Cases are linked by what names one thing: a typed number, not a name that many people have. */
function lintSums({ approval, fields }: Policy, report: Report): void {
  approval.sumOver?.same.forEach((id, i) => {
    const field = Object.hasOwn(fields, id) ? fields[id] : undefined
    const at: Path = ['approval', 'sum_over', 'same', i]
    if (field && field.type !== 'text' && field.type !== 'phone') {
      report.error(
        at,
        both(`字段 ${id} 不是文字，认不出同一件东西`, `The field ${id} is not text, so it cannot name one thing`),
        both('写订单号、序列号这类文字或电话字段。', 'Name text or phone fields, such as an order or serial number.'),
      )
    } else if (field?.personal === 'name') {
      report.warn(
        at,
        both(
          `字段 ${id} 是姓名，会把同名的人算在一起`,
          `The field ${id} is a name: people who share it are counted together`,
        ),
        both('改用订单号、序列号或电话。', 'Use an order number, a serial number or a phone number.'),
      )
    }
  })
}

/** The band has a width, and whoever plans an amount can say in the same form why it is outside. */
function lintBand({ approval, fields, forms, flow }: Policy, report: Report): void {
  const { band, reason } = approval.precedents ?? {}
  const at: Path = ['approval', 'precedents']
  if (band && band[0] >= band[1]) {
    const message = both(`范围 ${band[0]} 到 ${band[1]} 是空的`, `The band from ${band[0]} to ${band[1]} is empty`)
    report.error(
      [...at, 'band'],
      message,
      both('从小到大写两个百分位，如 [25, 75]。', 'Write two rising percentiles, such as [25, 75].'),
    )
  }
  const field = reason !== undefined && Object.hasOwn(fields, reason) ? fields[reason] : undefined
  if (!field) return
  if (field.type !== 'text') {
    const message = both(
      `字段 ${field.id} 不是文字，写不下理由`,
      `The field ${field.id} is not text, so no reason fits`,
    )
    return report.error([...at, 'reason'], message, both('换成文字字段。', 'Name a text field.'))
  }
  // A choice among what was approved is no new plan.
  const choosing = Object.values(flow.stages).flatMap((one) => (one.kind === 'form' && one.choice ? [one.form] : []))
  for (const form of Object.values(forms)) {
    if (!form.fields.includes(AMOUNT) || form.fields.includes(field.id) || choosing.includes(form.id)) continue
    const message = both(
      `表单 ${form.id} 填金额，却没有写理由的字段 ${field.id}`,
      `The form ${form.id} asks for the amount, but not for the reason, ${field.id}`,
    )
    report.error(['forms', form.id, 'fields'], message, both(`加上 ${field.id}。`, `Add ${field.id}.`))
  }
}

function amountText({ company }: Policy, minor: Money['minor']): string {
  const digits = company.digits[company.currency] ?? 2
  return `${(minor / 10 ** digits).toFixed(digits)} ${company.currency}`
}

function lintMatrix({ matrix, derived, kinds }: Policy, report: Report): void {
  const grades = [...new Set(derived.find((rule) => rule.id === 'impact')?.first.map(({ is }) => String(is)) ?? [])]
  const kindIds = kinds.map((kind) => kind.id)
  for (const grade of grades) {
    const row = Object.hasOwn(matrix, grade) ? matrix[grade] : undefined
    if (row && Object.keys(row).length > 0) continue
    const message = both(`矩阵里等级 ${grade} 没有任何补偿方式`, `The matrix allows nothing for grade ${grade}`)
    report.error(
      row ? ['matrix', grade] : ['matrix'],
      message,
      both(`写 matrix.${grade}，至少一种方式。`, `Write matrix.${grade} with at least one kind.`),
    )
  }
  for (const [grade, row] of Object.entries(matrix)) {
    if (!grades.includes(grade))
      report.error(
        ['matrix', grade],
        both(`impact 从来不是 ${grade}`, `impact is never ${grade}`),
        pickFrom(grade, grades),
      )
    for (const kind of Object.keys(row)) {
      if (!kindIds.includes(kind))
        report.error(
          ['matrix', grade, kind],
          both(`没有补偿方式 "${kind}"`, `There is no kind of compensation "${kind}"`),
          pickFrom(kind, kindIds),
        )
    }
  }
  for (const kind of kindIds) {
    if (Object.values(matrix).some((row) => Object.hasOwn(row, kind))) continue
    report.warn(
      ['kinds', kind],
      both(`哪个等级都不能用补偿方式 ${kind}`, `No grade allows the kind ${kind}`),
      both('写进 matrix，或删去。', 'Put it into the matrix, or remove it.'),
    )
  }
}

function lintSteps({ approval, flow }: Policy, report: Report): void {
  const inStages = Object.values(flow.stages).flatMap((stage) =>
    stage.kind === 'decision' && stage.steps !== 'matrix' ? stage.steps : [],
  )
  const used = new Set([...approval.tiers, ...approval.extra].map((one) => one.step).concat(inStages))
  for (const step of Object.values(approval.steps)) {
    const at: Path = ['approval', 'steps', step.id]
    if (!used.has(step.id))
      report.warn(
        at,
        both(`审批步骤 ${step.id} 没有用到`, `The approval step ${step.id} is not used`),
        both('删去它，或在档位、附加步骤、环节里引用。', 'Remove it, or name it in a tier, an extra step or a stage.'),
      )
    if (typeof step.mode === 'object' && 'groups' in step.mode && step.who.kind !== 'list') {
      report.error(
        [...at, 'mode'],
        both('groups 要在 who 里列出几组人', 'groups needs several groups in who'),
        both('把 who 写成列表，或用 mode: any。', 'Make who a list, or write mode: any.'),
      )
    }
  }
}

/** Everything that changes the proposal lies before a decision that lies before the payment. */
function lintPayment(id: string, form: string, policy: Policy, report: Report): void {
  const { stages } = policy.flow
  const at: Path = ['flow', 'stages', id]
  const undecided = (edge: { readonly result: string }, stage: Stage) =>
    stage.kind !== 'decision' || edge.result !== 'approved'
  if (reachable(policy, { along: undecided }).has(id)) {
    const message = both(`不经过审批也能走到付款环节 ${id}`, `The payment ${id} can be reached without a decision`)
    report.error(
      at,
      message,
      both(
        '让通向它的每条路都经过一个 decision 环节的 approved。',
        'Let every way to it pass a decision, by its approved.',
      ),
    )
    return
  }
  const byTiers = (edge: { readonly result: string }, stage: Stage) =>
    undecided(edge, stage) || (stage as DecisionStage).steps !== 'matrix'
  if (reachable(policy, { along: byTiers }).has(id)) {
    const message = both(
      `走到付款环节 ${id} 可以不按金额档位审批`,
      `The payment ${id} can be reached past the tiers, by a decision with steps of its own`,
    )
    report.warn(
      at,
      message,
      both('让那个决定通向 steps: approval 的环节。', 'Let that decision lead to one with steps: approval.'),
    )
  }
  if (policy.forms[form] && !policy.forms[form].fields.some((field) => policy.fields[field]?.type === 'text')) {
    const message = both('付款表单没有填凭证号的文字字段', 'The payment’s form has no text field for the voucher')
    report.error(
      [...at, 'form'],
      message,
      both('把凭证号字段放在第一个文字字段。', 'Make the voucher number its first text field.'),
    )
  }
  const options = (policy.approval.choice ?? []).flatMap(({ kind, amount }) => [kind, amount])
  const proposed = [...PROPOSAL, ...options]
  const asked = (policy.forms[form]?.fields ?? []).filter((field) => proposed.includes(field))
  if (asked.length > 0) {
    const message = both(
      `付款表单会改动已批准的 ${listed(asked)}`,
      `The payment's form changes what was approved: ${listed(asked)}`,
    )
    report.error(
      [...at, 'form'],
      message,
      both('把这些字段放到审批之前的表单里。', 'Ask for these before the decision.'),
    )
  }
  for (const stage of Object.values(stages)) {
    // What is chosen is held to what was approved.
    if (
      stage.id === id ||
      (stage.kind === 'form' && stage.choice) ||
      !('form' in stage) ||
      !policy.forms[stage.form]?.fields.some((field) => proposed.includes(field))
    )
      continue
    const after = edgesOf(stage).map((edge) => edge.to)
    if (!reachable(policy, { from: after, along: undecided }).has(id)) continue
    const message = both(
      `在环节 ${stage.id} 改了方案，不再审批就能到付款 ${id}`,
      `What ${stage.id} proposes can get to the payment ${id} without a decision`,
    )
    report.error(
      ['flow', 'stages', stage.id, 'next'],
      message,
      both('在两者之间放一个 decision 环节。', 'Put a decision between the two.'),
    )
  }
}
