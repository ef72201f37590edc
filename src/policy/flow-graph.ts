/** The flow as a graph, for checks about where a case can and cannot go. */
import type { StageId } from '../rules/nouns.ts'
import type { Policy, Stage } from '../rules/policy.ts'
import { JOIN } from '../rules/policy.ts'
import type { Path } from './problems.ts'

/** One way out of a stage. */
export interface Edge {
  readonly from: StageId
  readonly result: string
  readonly to: StageId
  readonly path: Path
}

/** Every way that a stage's `next` names, in order, with its path in long form. */
export function edgesOf(stage: Stage): readonly Edge[] {
  return Object.entries(stage.next).flatMap(([result, next]) => {
    const path: Path = ['flow', 'stages', stage.id, 'next', result]
    if ('choose' in next) return next.choose.map((to, i) => ({ from: stage.id, result, to, path: [...path, i] }))
    return next.ways.map(({ is: to }, i) => ({ from: stage.id, result, to, path: [...path, i, 'to'] }))
  })
}

/** The branch that each stage inside a parallel stage belongs to. */
export interface Membership {
  readonly parallel: StageId
  readonly branch: string
}

/** Stages inside parallel stages; one that is listed twice keeps its first place. */
export function memberships(policy: Policy): ReadonlyMap<StageId, Membership> {
  const result = new Map<StageId, Membership>()
  for (const stage of Object.values(policy.flow.stages)) {
    if (stage.kind !== 'parallel') continue
    for (const [branch, stages] of Object.entries(stage.branches)) {
      for (const id of stages) if (!result.has(id)) result.set(id, { parallel: stage.id, branch })
    }
  }
  return result
}

export interface Walk {
  /** Where to begin; the case's start and what is reachable from anywhere when absent. */
  readonly from?: readonly StageId[]
  /** Ways that may be gone; all when absent. */
  readonly along?: (edge: Edge, stage: Stage) => boolean
}

/** Where an incident begins. */
const incidentStages = ({ emergency, flow }: Policy): readonly StageId[] =>
  emergency && Object.hasOwn(flow.stages, emergency.stage) ? [emergency.stage] : []

/**
 * All stages that can be reached. A parallel stage opens all its branches; what follows it is reached once all of them
 * (join: all) or one of them (join: any) can get to the join.
 */
export function reachable(policy: Policy, { from, along = () => true }: Walk = {}): ReadonlySet<StageId> {
  const { stages, start, anywhere } = policy.flow
  const seen = new Set<StageId>(from ?? [start, ...Object.values(anywhere), ...incidentStages(policy)])
  const members = memberships(policy)
  const joined = new Set<string>()
  for (let grown = -1; grown !== seen.size + joined.size; ) {
    grown = seen.size + joined.size
    for (const id of seen) {
      const stage = at(stages, id)
      if (!stage) continue
      if (stage.kind === 'parallel')
        for (const branch of Object.values(stage.branches)) if (branch[0] !== undefined) seen.add(branch[0])
      for (const edge of edgesOf(stage)) {
        if (!along(edge, stage)) continue
        const member = members.get(id)
        if (edge.to === JOIN) joined.add(`${member?.parallel}/${member?.branch}`)
        else if (edge.result !== 'joined' || joins(stage, joined)) seen.add(edge.to)
      }
    }
  }
  return seen
}

function joins(stage: Stage, joined: ReadonlySet<string>): boolean {
  if (stage.kind !== 'parallel') return true
  const branches = Object.keys(stage.branches).map((branch) => joined.has(`${stage.id}/${branch}`))
  return stage.join === 'all' ? branches.every(Boolean) : branches.some(Boolean)
}

/** Stages from which no end can be reached. */
export function withoutEnd(policy: Policy): readonly StageId[] {
  const { stages } = policy.flow
  const members = memberships(policy)
  const good = new Set(Object.values(stages).flatMap((stage) => (stage.kind === 'end' ? [stage.id] : [])))
  for (let grown = -1; grown !== good.size; ) {
    grown = good.size
    for (const stage of Object.values(stages)) {
      // Getting to the join counts when what follows the join leads to an end.
      const parallel = at(stages, members.get(stage.id)?.parallel)
      const after = parallel ? edgesOf(parallel).some((edge) => edge.result === 'joined' && good.has(edge.to)) : false
      if (edgesOf(stage).some((edge) => good.has(edge.to) || (edge.to === JOIN && after))) good.add(stage.id)
    }
  }
  return Object.keys(stages).filter((id) => !good.has(id))
}

/** One round trip among the ways that `along` admits, as the stages it passes; undefined when there is none. */
export function roundTrip(policy: Policy, along: (edge: Edge) => boolean): readonly StageId[] | undefined {
  const done = new Set<StageId>()
  const visit = (id: StageId, trail: readonly StageId[]): readonly StageId[] | undefined => {
    if (trail.includes(id)) return trail.slice(trail.indexOf(id))
    if (done.has(id)) return undefined
    for (const next of successors(policy, id, along)) {
      const found = visit(next, [...trail, id])
      if (found) return found
    }
    done.add(id)
    return undefined
  }
  for (const id of Object.keys(policy.flow.stages)) {
    const found = visit(id, [])
    if (found) return found
  }
  return undefined
}

/** Where a stage leads within a walk; getting to a join leads to wherever the join leads. */
function successors(policy: Policy, id: StageId, along: (edge: Edge) => boolean): readonly StageId[] {
  const { stages } = policy.flow
  const stage = at(stages, id)
  if (!stage) return []
  const parallel = at(stages, memberships(policy).get(id)?.parallel)
  const after = parallel ? edgesOf(parallel).filter((edge) => edge.result === 'joined' && along(edge)) : []
  const own = edgesOf(stage).filter(along)
  const branches =
    stage.kind === 'parallel' ? Object.values(stage.branches).flatMap((branch) => branch.slice(0, 1)) : []
  // A parallel stage's own `joined` is taken at the end of its branches, not on entering it.
  const direct = own
    .filter((edge) => edge.result !== 'joined')
    .flatMap((edge) => (edge.to === JOIN ? after.map((e) => e.to) : [edge.to]))
  return [...branches, ...direct]
}

function at(stages: Policy['flow']['stages'], id: StageId | undefined): Stage | undefined {
  return id !== undefined && Object.hasOwn(stages, id) ? stages[id] : undefined
}
