/** Lint: whatever a policy names exists. */
import type { ClockRule, FieldType, Live, Policy, Stage, Who } from '../rules/policy.ts'
import { JOIN } from '../rules/policy.ts'
import { edgesOf, memberships } from './flow-graph.ts'
import type { Path, Report } from './problems.ts'
import { both, pickFrom } from './problems.ts'

/** Reports a word that is not among the ids of a record. `whatZh`/`whatEn` name the kind of thing. */
function refer(
  word: string,
  known: Readonly<Record<string, unknown>>,
  path: Path,
  [whatZh, whatEn]: readonly [string, string],
  report: Report,
): void {
  if (Object.hasOwn(known, word)) return
  report.error(
    path,
    both(`没有${whatZh} "${word}"`, `There is no ${whatEn} "${word}"`),
    pickFrom(word, Object.keys(known)),
  )
}

const STAGE = ['环节', 'stage'] as const
const FORM = ['表单', 'form'] as const
const FIELD = ['字段', 'field'] as const
const TEAM = ['团队', 'team'] as const
const CLOCK = ['时钟', 'clock'] as const
const CHANNEL = ['频道', 'channel'] as const
const TEXT = ['文案', 'text'] as const
const STEP = ['审批步骤', 'approval step'] as const
const CALENDAR = ['日历', 'calendar'] as const

/** Every reference of a policy, to its own parts and to the live directory. */
export function lintReferences(policy: Policy, live: Live, report: Report): void {
  const { directory, calendars } = live
  refer(policy.company.calendar, calendars, ['company', 'calendar'], CALENDAR, report)
  for (const [id, family] of Object.entries(policy.families))
    refer(family.team, directory.teams, ['families', id, 'team'], TEAM, report)
  for (const [path, category] of Object.entries(policy.categories)) {
    // A team inherited from a family is reported there.
    const inherited = Object.values(policy.families).some((family) => family.team === category.team)
    if (category.team !== '' && !inherited)
      refer(category.team, directory.teams, [...categoryPath(path), 'team'], TEAM, report)
  }
  for (const form of Object.values(policy.forms)) {
    form.fields.forEach((field, i) => {
      refer(field, policy.fields, ['forms', form.id, 'fields', i], FIELD, report)
    })
    if (form.completes !== undefined) refer(form.completes, policy.forms, ['forms', form.id, 'completes'], FORM, report)
  }
  for (const [id, branches] of Object.entries(policy.routes)) {
    branches.forEach(({ is }, i) => {
      lintWho(is, ['routes', id, i, 'to'], policy, live, report)
    })
  }
  if (policy.dwell !== undefined) refer(policy.dwell, policy.clocks, ['dwell'], CLOCK, report)
  if (policy.received !== undefined) refer(policy.received, policy.texts, ['received'], TEXT, report)
  if (policy.mail !== undefined) {
    const mails = fieldsOfType(policy, 'email')
    refer(policy.mail.customer, mails, ['mail', 'customer'], ['邮箱类型的字段', 'field of type email'], report)
  }
  const ladders = Object.values(policy.clocks).map(({ id, ladder = [] }) => [['clocks', id, 'ladder'], ladder] as const)
  for (const [path, ladder] of [[['ladder'], policy.ladder] as const, ...ladders]) {
    ladder.forEach(({ to }, i) => {
      if (typeof to === 'object') lintWho(to, [...path, i, 'to'], policy, live, report)
    })
  }
  for (const { id, to } of policy.alarms?.kinds ?? []) lintWho(to, ['alarms', 'kinds', id], policy, live, report)
  for (const clock of Object.values(policy.clocks)) clockReferences(clock, policy, live, report)
  flowReferences(policy, live, report)
  approvalReferences(policy, live, report)
}

const fieldsOfType = ({ fields }: Policy, type: FieldType): Policy['fields'] =>
  Object.fromEntries(Object.entries(fields).filter(([, field]) => field.type === type))

/** The stages and people of a clock of the whole case. */
function clockReferences({ id, over }: ClockRule, policy: Policy, live: Live, report: Report): void {
  if (!over) return
  for (const key of ['from', 'until'] as const) {
    const event = over[key]
    if (typeof event === 'string') continue
    const [name, stages] = 'entered' in event ? ['entered', event.entered] : ['left', event.left]
    for (const stage of stages) refer(stage, policy.flow.stages, ['clocks', id, key, name], STAGE, report)
  }
  lintWho(over.asks, ['clocks', id, 'asks'], policy, live, report)
}

/** Where a category stands in the file: its ids with `children` between them. */
export function categoryPath(path: string): Path {
  return ['categories', ...path.split('.').flatMap((id, i) => (i === 0 ? [id] : ['children', id]))]
}

function flowReferences(policy: Policy, live: Live, report: Report): void {
  const { flow } = policy
  refer(flow.intake, policy.forms, ['flow', 'intake'], FORM, report)
  refer(flow.start, flow.stages, ['flow', 'start'], STAGE, report)
  flow.channel.forEach(({ is }, i) => {
    refer(is, live.directory.channels, ['flow', 'channel', i, 'to'], CHANNEL, report)
  })
  for (const [verb, to] of Object.entries(flow.anywhere))
    refer(to, flow.stages, ['flow', 'anywhere', verb], STAGE, report)
  if (flow.receivers) lintWho(flow.receivers, ['flow', 'receivers'], policy, live, report)
  const members = memberships(policy)
  for (const stage of Object.values(flow.stages)) {
    for (const { to, path } of edgesOf(stage)) {
      if (to !== JOIN || !members.has(stage.id)) refer(to, flow.stages, path, STAGE, report)
    }
    stageReferences(stage, policy, live, report)
  }
}

function stageReferences(stage: Stage, policy: Policy, live: Live, report: Report): void {
  const at: Path = ['flow', 'stages', stage.id]
  if (stage.clock !== undefined) refer(stage.clock, policy.clocks, [...at, 'clock'], CLOCK, report)
  if (stage.channel !== undefined) refer(stage.channel, live.directory.channels, [...at, 'channel'], CHANNEL, report)
  stage.pauseOn.forEach((why, i) => {
    refer(why, policy.pauses, [...at, 'pause_on', i], ['暂停原因', 'reason to pause'], report)
  })
  if ('form' in stage) refer(stage.form, policy.forms, [...at, 'form'], FORM, report)
  if ('who' in stage) lintWho(stage.who, [...at, 'who'], policy, live, report)
  if (stage.kind === 'decision' && stage.cc) lintWho(stage.cc, [...at, 'cc'], policy, live, report)
  if (stage.kind === 'customer') refer(stage.notice, policy.texts, [...at, 'notice'], TEXT, report)
  if (stage.kind === 'decision' && stage.steps !== 'matrix') {
    stage.steps.forEach((step, i) => {
      refer(step, policy.approval.steps, [...at, 'steps', i], STEP, report)
    })
  }
  if (stage.kind === 'parallel') {
    for (const [branch, stages] of Object.entries(stage.branches)) {
      stages.forEach((id, i) => {
        refer(id, policy.flow.stages, [...at, 'branches', branch, i], STAGE, report)
      })
    }
  }
}

function approvalReferences(policy: Policy, live: Live, report: Report): void {
  const { approval } = policy
  approval.tiers.forEach(({ le, step }, i) => {
    refer(step, approval.steps, ['approval', 'tiers', i, le === undefined ? 'else' : 'step'], STEP, report)
  })
  approval.rules.forEach(({ step }, i) => {
    const inTiers = Object.fromEntries(approval.tiers.map((tier) => [tier.step, tier]))
    refer(step, inTiers, ['approval', 'rules', i, 'step'], ['档位里的审批步骤', 'step among the tiers'], report)
  })
  approval.extra.forEach(({ step }, i) => {
    refer(step, approval.steps, ['approval', 'extra', i, 'step'], STEP, report)
  })
  const reason = approval.precedents?.reason
  if (reason !== undefined) refer(reason, policy.fields, ['approval', 'precedents', 'reason'], FIELD, report)
  approval.sumOver?.same.forEach((field, i) => {
    refer(field, policy.fields, ['approval', 'sum_over', 'same', i], FIELD, report)
  })
  approval.choice?.forEach(({ kind, amount }, i) => {
    refer(kind, policy.fields, ['approval', 'choice', i, 'kind'], FIELD, report)
    refer(amount, policy.fields, ['approval', 'choice', i, 'amount'], FIELD, report)
  })
  for (const step of Object.values(approval.steps)) {
    lintWho(step.who, ['approval', 'steps', step.id, 'who'], policy, live, report)
    if (step.cc) lintWho(step.cc, ['approval', 'steps', step.id, 'cc'], policy, live, report)
  }
}

/** A who-expression names what there is, and at least one living person. */
export function lintWho(who: Who, path: Path, policy: Policy, live: Live, report: Report): void {
  const { people, teams } = live.directory
  switch (who.kind) {
    case 'list':
      who.of.forEach((one, i) => {
        lintWho(one, [...path, i], policy, live, report)
      })
      return
    case 'team': {
      refer(who.id, teams, path, TEAM, report)
      const team = Object.hasOwn(teams, who.id) ? teams[who.id] : undefined
      if (team && !team.members.some((id) => Object.hasOwn(people, id))) {
        report.error(
          path,
          both(`团队 ${who.id} 里没有人`, `Nobody is in the team ${who.id}`),
          both(`给 teams.${who.id}.members 加人。`, `Add somebody to teams.${who.id}.members.`),
        )
      }
      return
    }
    case 'role': {
      const roles = Object.fromEntries(
        Object.values(people).flatMap((person) => person.roles.map((role) => [role, person])),
      )
      refer(who.id, roles, path, ['有人担任的角色', 'role that anybody has'], report)
      return
    }
    case 'person':
      refer(who.id, people, path, ['人员', 'person'], report)
      return
    case 'route':
      refer(who.id, policy.routes, path, ['路由', 'route'], report)
      return
    case 'field': {
      refer(
        who.id,
        { filer: true, ...fieldsOfType(policy, 'person') },
        path,
        ['人员类型的字段', 'field of type person'],
        report,
      )
    }
  }
}
