/** Lint: categories, fields, forms and derived values are such that the code finds what it works with. */
import type { FieldId } from '../rules/nouns.ts'
import type { Branch, Derived, FieldType, Policy } from '../rules/policy.ts'
import { categoryPath } from './lint-refs.ts'
import type { Path, Report } from './problems.ts'
import { both, listed, pickFrom } from './problems.ts'

/** Fields code knows, with the types that will do. */
const DEMANDED: Readonly<Record<string, readonly FieldType[]>> = {
  text: ['text'],
  customer: ['text'],
  product: ['text', 'choice'],
  category: ['tree'],
  channel: ['text', 'choice'],
  receiver: ['person'],
  owner: ['person'],
  payee: ['text'],
  plan_kind: ['choice'],
  plan_amount: ['money'],
}

const LEVELS = 3

/** Everything about what is asked and derived. */
export function lintFields(policy: Policy, report: Report): void {
  lintCategories(policy, report)
  lintDemanded(policy, report)
  lintWithin(policy, report)
  lintForms(policy, report)
  lintDerived(policy, report)
}

function lintCategories({ categories }: Policy, report: Report): void {
  for (const [path, { leaf }] of Object.entries(categories)) {
    const depth = path.split('.').length
    if (depth > LEVELS) {
      const message = both(
        `分类 ${path} 在第 ${depth} 级，最多 ${LEVELS} 级`,
        `Category ${path} is on level ${depth}; there are at most ${LEVELS}`,
      )
      report.error(categoryPath(path), message, both('并入上一级。', 'Merge it into the level above.'))
    } else if (leaf && depth < LEVELS) {
      const message = both(`分类 ${path} 只有 ${depth} 级`, `Category ${path} has only ${depth} of ${LEVELS} levels`)
      report.warn(categoryPath(path), message, both('补上下级的具体现象。', 'Add the concrete phenomena below it.'))
    }
  }
}

function lintDemanded(policy: Policy, report: Report): void {
  for (const [id, types] of Object.entries(DEMANDED)) {
    const field = Object.hasOwn(policy.fields, id) ? policy.fields[id] : undefined
    const fix = both(`写 fields.${id}: {type: ${types[0]}, …}。`, `Write fields.${id}: {type: ${types[0]}, …}.`)
    if (!field)
      report.error(
        ['fields', id],
        both(`缺少程序要用的字段 ${id}`, `The field ${id}, which the program works with, is missing`),
        fix,
      )
    else if (!types.includes(field.type)) {
      const message = both(
        `字段 ${id} 是 ${field.type}，程序要的是 ${types.join(' 或 ')}`,
        `Field ${id} is ${field.type}; the program works with ${types.join(' or ')}`,
      )
      report.error(['fields', id, 'type'], message, fix)
    }
  }
}

function isOption(id: FieldId, { approval }: Policy): boolean {
  return (approval.choice ?? []).some(({ kind, amount }) => kind === id || amount === id)
}

/** The matrix binds plan_kind and plan_amount and those of the other options, and nothing else. */
function lintWithin(policy: Policy, report: Report): void {
  const kinds = policy.kinds.map((kind) => kind.id)
  for (const field of Object.values(policy.fields)) {
    const bound = field.id === 'plan_kind' || field.id === 'plan_amount' || isOption(field.id, policy)
    if (bound && field.within === undefined) {
      const message = both(
        `${field.id} 不受矩阵约束，什么方案都能提`,
        `${field.id} is not bound by the matrix; anything could be proposed`,
      )
      report.error(['fields', field.id], message, both('加上 within: matrix。', 'Add within: matrix.'))
    } else if (!bound && field.within !== undefined) {
      const message = both(`矩阵管不到字段 ${field.id}`, `The matrix does not reach the field ${field.id}`)
      report.error(
        ['fields', field.id, 'within'],
        message,
        both(
          '只在 plan_kind、plan_amount 和 approval.choice 的字段上写 within。',
          'Write within on plan_kind, plan_amount and the fields of approval.choice only.',
        ),
      )
    }
    if (bound && field.options && field.options.map((option) => option.id).join() !== kinds.join()) {
      const message = both(
        `${field.id} 的选项不是补偿方式`,
        `The options of ${field.id} are not the kinds of compensation`,
      )
      report.error(['fields', field.id, 'of'], message, both('写 of: kinds。', 'Write of: kinds.'))
    }
    const { min, max } = field.range ?? {}
    if (min !== undefined && max !== undefined && min > max) {
      report.error(
        ['fields', field.id, 'range'],
        both(`最小值 ${min} 大于最大值 ${max}`, `The least, ${min}, is above the most, ${max}`),
        both('对调两个数。', 'Swap the two.'),
      )
    }
  }
}

function lintForms(policy: Policy, report: Report): void {
  const { forms, flow } = policy
  const used = new Set([
    flow.intake,
    ...Object.values(flow.stages).flatMap((stage) => ('form' in stage ? [stage.form] : [])),
  ])
  for (const form of Object.values(forms)) {
    form.fields.forEach((id, i) => {
      if (form.fields.indexOf(id) === i) return
      report.error(
        ['forms', form.id, 'fields', i],
        both(`字段 ${id} 在表单里出现两次`, `The field ${id} stands twice in the form`),
        both('删去一个。', 'Remove one.'),
      )
    })
    if (!used.has(form.id))
      report.warn(
        ['forms', form.id],
        both(`表单 ${form.id} 没有环节使用`, `No stage uses the form ${form.id}`),
        both('删去它，或在环节里引用。', 'Remove it, or name it in a stage.'),
      )
  }
  if (forms[flow.intake] && !forms[flow.intake]?.fields.includes('text')) {
    report.error(
      ['forms', flow.intake, 'fields'],
      both('登记表单没有投诉内容 text', 'The intake form lacks the complaint itself, text'),
      both('加上 text。', 'Add text.'),
    )
  }
  lintCompletion(policy, report)
  const asked = new Set(Object.values(forms).flatMap((form) => form.fields))
  for (const field of Object.values(policy.fields)) {
    if (asked.has(field.id) || Object.hasOwn(DEMANDED, field.id)) continue
    report.warn(
      ['fields', field.id],
      both(`没有表单问到字段 ${field.id}`, `No form asks for the field ${field.id}`),
      both('放进一个表单，或删去。', 'Put it into a form, or remove it.'),
    )
  }
}

/** A complaint may be filed with `text` alone; what intake requires beyond that has to be asked later. */
function lintCompletion({ forms, fields, flow }: Policy, report: Report): void {
  const needs = (forms[flow.intake]?.fields ?? []).filter((id) => id !== 'text' && fields[id]?.required)
  const completed = Object.values(flow.stages).some(
    (stage) => 'form' in stage && forms[stage.form]?.completes === flow.intake,
  )
  if (needs.length === 0 || completed) return
  report.error(
    ['forms', flow.intake],
    both(
      `一句话登记时没填的 ${listed(needs)} 之后没有人补问`,
      `Nobody asks later for what a one-line filing lacks: ${listed(needs)}`,
    ),
    both(
      `在初审表单写 completes: ${flow.intake}。`,
      `Write completes: ${flow.intake} in the form of the first review.`,
    ),
  )
}

function lintDerived({ derived }: Policy, report: Report): void {
  for (const id of ['impact', 'level', 'alert']) {
    if (!derived.some((rule) => rule.id === id)) {
      report.error(
        ['derived', id],
        both(`缺少程序要用的派生值 ${id}`, `The derived value ${id}, which the program works with, is missing`),
        both(`写 derived.${id}: {label, first: […]}。`, `Write derived.${id}: {label, first: […]}.`),
      )
    }
  }
  for (const rule of derived) {
    const at: Path = ['derived', rule.id]
    lintBranches(rule.first, [...at, 'first'], report)
    lintType(rule, at, report)
    const values = rule.first.map(({ is }) => String(is))
    for (const value of Object.keys(rule.values)) {
      if (!values.includes(value))
        report.error(
          [...at, 'values', value],
          both(`${rule.id} 从来不是 ${value}`, `${rule.id} is never ${value}`),
          pickFrom(value, new Set(values)),
        )
    }
  }
}

function lintType({ id, type, first }: Derived, at: Path, report: Report): void {
  if (id === 'impact' && type !== 'string') {
    report.error(
      [...at, 'first'],
      both('impact 要写成文字', 'impact must be text'),
      both('例如 is: A。', 'For example is: A.'),
    )
  }
  if (id !== 'level') return
  first.forEach(({ is }, i) => {
    if (is === 1 || is === 2 || is === 3) return
    report.error(
      [...at, 'first', i, 'is'],
      both(`level 不能是 ${is}`, `level cannot be ${is}`),
      both('写 1、2 或 3。', 'Write 1, 2 or 3.'),
    )
  })
}

/** The last branch, and only the last, has no condition: something always matches, and nothing is out of reach. */
export function lintBranches(branches: readonly Branch<unknown>[], at: Path, report: Report): void {
  branches.forEach((branch, i) => {
    const last = i === branches.length - 1
    if (last && branch.when) {
      const message = both('条件都不成立时无路可走', 'Nothing matches when none of the conditions holds')
      report.error([...at, i, 'when'], message, both('最后加一项不写 when 的。', 'Add a last entry without when.'))
    } else if (!last && !branch.when) {
      const message = both('这一项总是成立，后面的永远轮不到', 'This entry always matches, so those after it never do')
      report.error([...at, i], message, both('给它写 when，或移到最后。', 'Give it a when, or move it to the end.'))
    }
  })
}
