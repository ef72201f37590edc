/** Lint: batches and surges count what can be counted, and what they open leads somewhere. */
import type { BatchRule, Common, Emergency, Live, Policy, SurgeRule } from '../rules/policy.ts'
import { DAY } from '../rules/zone.ts'
import { lintWho } from './lint-refs.ts'
import type { Path, Report } from './problems.ts'
import { both, pickFrom } from './problems.ts'

/** Everything about cases that are about the same, and about the emergency plan. */
export function lintBatches(policy: Policy, live: Live, report: Report): void {
  const { batches = [], surges = [], emergency } = policy
  for (const rule of batches) {
    lintCommon(rule.same, ['batches', rule.id, 'same'], policy, report)
    lintWho(rule.to, ['batches', rule.id, 'to'], policy, live, report)
    lintBounds(rule, report)
  }
  for (const rule of surges) {
    lintCommon(rule.by, ['surges', rule.id, 'by'], policy, report)
    lintWho(rule.to, ['surges', rule.id, 'to'], policy, live, report)
    lintSurge(rule, policy, report)
  }
  if (emergency) lintEmergency(emergency, policy, live, report)
  else if (batches.length > 0 || surges.some(({ opens }) => opens))
    report.warn(
      [batches.length > 0 ? 'batches' : 'surges'],
      both('没有 emergency，红色预警不会开统一处理的总单', 'Without emergency nothing red opens an incident'),
      both('写 emergency: {name, stage, team}。', 'Write emergency: {name, stage, team}.'),
    )
}

function lintCommon(common: readonly Common[], at: Path, policy: Policy, report: Report): void {
  common.forEach(({ field: id, depth }, i) => {
    const field = Object.hasOwn(policy.fields, id) ? policy.fields[id] : undefined
    const path = [...at, i]
    if (!field) {
      report.error(
        path,
        both(`没有字段 "${id}"`, `There is no field "${id}"`),
        pickFrom(id, Object.keys(policy.fields)),
      )
    } else if (field.personal) {
      report.error(
        path,
        both(`${id} 是个人信息，不能用来归并`, `${id} is personal data, by which nothing may be grouped`),
        both('用型号、批次、类别或区域。', 'Use model, batch, category or region.'),
      )
    } else if (depth !== undefined && field.type !== 'tree') {
      report.error(
        path,
        both(`${id} 不是多级选项，没有 .l${depth}`, `${id} is no tree and has no .l${depth}`),
        both('去掉 .l 部分。', 'Leave out the .l part.'),
      )
    } else if (!['text', 'choice', 'tree'].includes(field.type) || field.long) {
      report.error(
        path,
        both(`${id} 的内容不会相同`, `${id} does not hold what could be the same`),
        both('用短文字、单选或多级选项。', 'Use a short text, a choice or a tree.'),
      )
    }
  })
}

function lintBounds({ id, amber, red, holidays }: BatchRule, report: Report): void {
  const days = [
    [{ amber, red }, ['batches', id, 'amber']],
    [{ amber, red, ...holidays }, ['batches', id, 'holidays']],
  ] as const
  for (const [bounds, path] of days) {
    if (bounds.amber === undefined || bounds.amber < bounds.red) continue
    report.error(
      path,
      both('黄色的界限不在红色之下，永远不会出现', 'Amber is not below red and never comes'),
      both('amber.over 要小于 red.over。', 'Let amber.over be less than red.over.'),
    )
    return
  }
}

function lintSurge({ id, window }: SurgeRule, { batches = [] }: Policy, report: Report): void {
  if (window > 7 * DAY)
    report.error(
      ['surges', id, 'window'],
      both('窗口超过一周，前几周会重叠', 'A window of more than a week overlaps the weeks before'),
      both('最多写 168h。', 'Write 168h at most.'),
    )
  if (batches.some((rule) => rule.id === id))
    report.error(
      ['surges', id],
      both(`${id} 也是 batches 里的名字`, `${id} is a name under batches, too`),
      both('换一个名字。', 'Choose another name.'),
    )
}

function lintEmergency(emergency: Emergency, policy: Policy, live: Live, report: Report): void {
  const { stage: id, values, wording, roles } = emergency
  const stage = Object.hasOwn(policy.flow.stages, id) ? policy.flow.stages[id] : undefined
  if (stage?.kind !== 'form') {
    const forms = Object.values(policy.flow.stages).flatMap((one) => (one.kind === 'form' ? [one.id] : []))
    report.error(
      ['emergency', 'stage'],
      both(`没有表单环节 "${id}"`, `There is no form stage "${id}"`),
      pickFrom(id, forms),
    )
  }
  for (const field of [...Object.keys(values), ...(wording === undefined ? [] : [wording])]) {
    if (Object.hasOwn(policy.fields, field)) continue
    const path = field === wording ? ['emergency', 'wording'] : ['emergency', 'values', field]
    const message = both(`没有可填的字段 "${field}"`, `There is no field "${field}" to fill in`)
    report.error(path, message, pickFrom(field, Object.keys(policy.fields)))
  }
  if (wording !== undefined && policy.fields[wording] && policy.fields[wording].type !== 'text')
    report.error(
      ['emergency', 'wording'],
      both(`${wording} 不是文字字段`, `${wording} is no field of type text`),
      both('统一口径要用文字字段。', 'What is said has to be a text.'),
    )
  for (const role of roles) lintWho(role.who, ['emergency', 'team', role.id, 'who'], policy, live, report)
}
