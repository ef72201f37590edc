/** Lint: every case can move on, end, and not go round for ever. */
import { CASE_VERBS } from '../rules/may.ts'
import type { Verb } from '../rules/nouns.ts'
import type { Policy, Stage } from '../rules/policy.ts'
import { JOIN } from '../rules/policy.ts'
import { RESULT_OF } from './compile-flow.ts'
import { edgesOf, memberships, reachable, roundTrip, withoutEnd } from './flow-graph.ts'
import { lintBranches } from './lint-fields.ts'
import type { Path, Report } from './problems.ts'
import { both, listed } from './problems.ts'

/** Results that a stage of each kind must have a way for. */
const NEEDED: Readonly<Record<Stage['kind'], readonly string[]>> = {
  form: ['submit'],
  decision: ['approved', 'rejected'],
  payment: ['paid', 'failed'],
  customer: ['told'],
  callback: ['submit'],
  parallel: ['joined'],
  end: [],
}

/** Everything about the flow. References are checked before. */
export function lintFlow(policy: Policy, report: Report): void {
  const { flow } = policy
  lintBranches(flow.channel, ['flow', 'channel'], report)
  for (const [id, branches] of Object.entries(policy.routes)) lintBranches(branches, ['routes', id], report)
  for (const stage of Object.values(flow.stages)) {
    lintNext(stage, report)
    lintVerbs(stage, report)
  }
  lintAnywhere(policy, report)
  lintReach(policy, report)
  lintOwner(policy, report)
  lintRounds(policy, report)
  lintParallel(policy, report)
}

function lintNext(stage: Stage, report: Report): void {
  const at: Path = ['flow', 'stages', stage.id, 'next']
  for (const [result, next] of Object.entries(stage.next)) {
    if ('ways' in next) lintBranches(next.ways, [...at, result], report)
  }
  for (const result of NEEDED[stage.kind]) {
    if (stage.next[result]) continue
    const message = both(
      `环节 ${stage.id} 没有说 ${result} 之后去哪里`,
      `Stage ${stage.id} does not say where ${result} leads`,
    )
    report.error(at, message, both(`写 next.${result}。`, `Write next.${result}.`))
  }
  const rounds = stage.rounds !== undefined
  const exhausted = stage.next.exhausted !== undefined
  if (rounds && !exhausted) {
    const message = both(
      `环节 ${stage.id} 限了 ${stage.rounds} 轮，却没有说用完之后去哪里`,
      `Stage ${stage.id} allows ${stage.rounds} rounds and does not say what comes after them`,
    )
    report.error(at, message, both('写 next.exhausted。', 'Write next.exhausted.'))
  } else if (exhausted && !rounds) {
    const message = both(
      `环节 ${stage.id} 没有限轮数，exhausted 永远用不到`,
      `Stage ${stage.id} has no limit of rounds, so exhausted never comes`,
    )
    report.error(
      [...at, 'exhausted'],
      message,
      both('写 rounds，或删去 exhausted。', 'Write rounds, or remove exhausted.'),
    )
  }
}

/** Verbs that move no case and that every stage people work at may offer. */
const ANYWAY: readonly Verb[] = [...CASE_VERBS, 'transfer', 'pause', 'resume', 'rescue']
/** Verbs that only some kinds of stage can offer. */
const ALSO: Readonly<Partial<Record<Stage['kind'], readonly Verb[]>>> = {
  form: ['claim', 'merge'],
  payment: ['claim'],
  customer: ['claim'],
  callback: ['claim'],
  decision: ['add', 'ask'],
}

function lintVerbs(stage: Stage, report: Report): void {
  const at: Path = ['flow', 'stages', stage.id]
  const results = RESULT_OF[stage.kind]
  const moving = Object.keys(results) as Verb[]
  const allowed = [...moving, ...ANYWAY, ...(ALSO[stage.kind] ?? [])]
  stage.verbs.forEach((verb, i) => {
    if (!allowed.includes(verb)) {
      const message = both(`${stage.kind} 环节不能 ${verb}`, `A ${stage.kind} stage cannot offer ${verb}`)
      report.error([...at, 'verbs', i], message, both(`可用：${listed(allowed)}。`, `Use: ${listed(allowed)}.`))
      return
    }
    const result = results[verb]
    if (result === undefined || stage.next[result]) return
    const message = both(
      `环节 ${stage.id} 提供 ${verb}，却没有说去哪里`,
      `Stage ${stage.id} offers ${verb} and does not say where it leads`,
    )
    report.error(
      [...at, 'verbs', i],
      message,
      both(`写 next.${result}，或去掉 ${verb}。`, `Write next.${result}, or leave ${verb} out.`),
    )
  })
  for (const verb of moving) {
    const result = results[verb] ?? ''
    if (stage.verbs.includes(verb) || !stage.next[result]) continue
    const message = both(
      `环节 ${stage.id} 不提供 ${verb}，${result} 永远不会发生`,
      `Stage ${stage.id} does not offer ${verb}, so ${result} never happens`,
    )
    report.error([...at, 'next', result], message, both(`在 verbs 里加上 ${verb}。`, `Add ${verb} to its verbs.`))
  }
  const pauses = (['pause', 'resume'] as const).filter((verb) => stage.verbs.includes(verb)).length
  if (pauses !== (stage.pauseOn.length > 0 ? 2 : 0)) {
    const message = both(
      `环节 ${stage.id} 的 pause、resume 和 pause_on 不配套`,
      `pause, resume and pause_on of stage ${stage.id} do not go together`,
    )
    report.error(
      [...at, stage.pauseOn.length > 0 ? 'pause_on' : 'verbs'],
      message,
      both('三个都写，或都不写。', 'Write all three, or none.'),
    )
  }
}

function lintAnywhere({ flow }: Policy, report: Report): void {
  for (const [verb, to] of Object.entries(flow.anywhere)) {
    if (flow.stages[to] === undefined || flow.stages[to].kind === 'end') continue
    const message = both(
      `${verb} 随时可用，却不是去结束环节，而是去 ${to}`,
      `${verb}, which works anywhere, leads to ${to}, which is no end`,
    )
    report.error(['flow', 'anywhere', verb], message, both('写一个 kind: end 的环节。', 'Name a stage of kind: end.'))
  }
}

function lintReach(policy: Policy, report: Report): void {
  const reached = reachable(policy)
  for (const id of Object.keys(policy.flow.stages)) {
    if (reached.has(id)) continue
    const message = both(`没有路通到环节 ${id}`, `No way leads to the stage ${id}`)
    report.error(
      ['flow', 'stages', id],
      message,
      both('在某个环节的 next 里写它，或删去它。', 'Name it in the next of some stage, or remove it.'),
    )
  }
  for (const id of withoutEnd(policy)) {
    const message = both(`从环节 ${id} 走不到任何结束环节`, `No end can be reached from the stage ${id}`)
    report.error(
      ['flow', 'stages', id, 'next'],
      message,
      both('加一条通向 kind: end 环节的路。', 'Add a way towards a stage of kind: end.'),
    )
  }
}

/** Whoever works on "field.owner" waits for a stage that makes somebody the owner. */
function lintOwner({ flow }: Policy, report: Report): void {
  const stages = Object.values(flow.stages)
  if (stages.some((stage) => stage.kind === 'form' && stage.assign)) return
  for (const stage of stages) {
    if (!('who' in stage) || stage.who.kind !== 'field' || stage.who.id !== 'owner') continue
    const message = both(
      `环节 ${stage.id} 归负责人，却没有环节指定负责人`,
      `Stage ${stage.id} is the owner's, and no stage makes anybody the owner`,
    )
    report.error(
      ['flow', 'stages', stage.id, 'who'],
      message,
      both('在前面的表单环节写 assign: true。', 'Write assign: true in a form stage before it.'),
    )
  }
}

/** A round trip has a limit somewhere, and the ways taken when limits are used up do not go round. */
function lintRounds(policy: Policy, report: Report): void {
  const limited = (id: string) => policy.flow.stages[id]?.rounds !== undefined
  const free = roundTrip(policy, (edge) => !limited(edge.from))
  if (free?.[0] !== undefined) {
    const trip = [...free, free[0]].join(' → ')
    const message = both(`可以无休止地绕圈：${trip}`, `A case could go round for ever: ${trip}`)
    report.error(
      ['flow', 'stages', free[0]],
      message,
      both('给其中一个环节写 rounds 和 next.exhausted。', 'Give one of these stages rounds and next.exhausted.'),
    )
    return
  }
  const spent = roundTrip(policy, (edge) => edge.result === 'exhausted')
  if (spent?.[0] !== undefined) {
    const message = both(
      `轮数用完后的路绕成了圈：${spent.join(' → ')}`,
      `The ways after the last round go in a circle: ${spent.join(' → ')}`,
    )
    report.error(
      ['flow', 'stages', spent[0], 'next', 'exhausted'],
      message,
      both('让 exhausted 通向结束或人来裁定的环节。', 'Let exhausted lead to an end, or to people who settle it.'),
    )
    return
  }
  const endless = roundTrip(policy, (edge) => !limited(edge.from) || edge.result === 'exhausted')
  if (endless?.[0] === undefined) return
  const trip = [...endless, endless[0]].join(' → ')
  const message = both(`轮数用完之后仍可能绕圈：${trip}`, `Even with all rounds used up a case could go round: ${trip}`)
  report.warn(
    ['flow', 'stages', endless[0]],
    message,
    both('给其中没有 rounds 的环节写上。', 'Give rounds to those among them that have none.'),
  )
}

function lintParallel(policy: Policy, report: Report): void {
  const { stages, start } = policy.flow
  const members = memberships(policy)
  const listedAt = new Map<string, string>()
  for (const stage of Object.values(stages)) {
    if (stage.kind !== 'parallel') continue
    for (const [branch, ids] of Object.entries(stage.branches)) {
      ids.forEach((id, i) => {
        const before = listedAt.get(id)
        listedAt.set(id, `${stage.id}.${branch}`)
        if (before === undefined) return
        const message = both(
          `环节 ${id} 同时属于 ${before} 和 ${stage.id}.${branch}`,
          `Stage ${id} belongs to ${before} and to ${stage.id}.${branch}`,
        )
        report.error(
          ['flow', 'stages', stage.id, 'branches', branch, i],
          message,
          both('每个环节只放在一条分支里。', 'Put each stage into one branch only.'),
        )
      })
    }
  }
  const intrude = (path: Path, to: string) => {
    const message = both(
      `环节 ${to} 在并行分支里，不能从外面直接进入`,
      `Stage ${to} is inside a parallel branch and cannot be entered from outside`,
    )
    const parallel = members.get(to)?.parallel ?? ''
    report.error(path, message, both(`改为去 ${parallel}。`, `Go to ${parallel} instead.`))
  }
  if (members.has(start)) intrude(['flow', 'start'], start)
  for (const edge of Object.values(stages).flatMap(edgesOf)) {
    const [from, to] = [members.get(edge.from), members.get(edge.to)]
    if (edge.to !== JOIN && to && (from?.parallel !== to.parallel || from.branch !== to.branch))
      intrude(edge.path, edge.to)
  }
  if (Object.hasOwn(stages, JOIN)) {
    report.error(
      ['flow', 'stages', JOIN],
      both(`${JOIN} 表示并行分支结束，不能作环节名`, `${JOIN} means that a branch is done and cannot name a stage`),
      both('换一个名字。', 'Choose another name.'),
    )
  }
}
