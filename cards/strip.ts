/** The strip of main stages on a case's card: what is behind, where it is now, what comes next. */
import type { Case } from '../src/rules/case.ts'
import { environment } from '../src/rules/environment.ts'
import type { StageId } from '../src/rules/nouns.ts'
import type { Branch, Next, Policy, Stage } from '../src/rules/policy.ts'
import type { Strip } from './model.ts'
import { stageName } from './names.ts'
import type { Reader } from './reader.ts'

/** How many stages are shown behind and ahead of where the case is. */
const BEHIND = 4
const AHEAD = 3

/** The result that means "all went well", by kind of stage, in order of preference. */
const GOOD_RESULTS = ['submit', 'approved', 'paid', 'told'] as const

/** The strip of a case. Ahead of it lies the way it takes when all goes well; the case itself may go another. */
export function stripOf(state: Case, reader: Reader): Strip {
  const { policy } = reader
  const now = nowStages(state)
  const behind = [...new Set(state.past.map((past) => past.stage))].filter(
    (id) => !now.includes(id) && policy.flow.stages[id]?.kind !== 'parallel',
  )
  const last = now.at(-1)
  const seen = new Set(now)
  const ahead =
    state.ended || last === undefined ? [] : aheadOf({ policy, state }, last, seen, parentStage(state, last))
  const step = (state_: 'done' | 'now' | 'next') => (id: StageId) => ({ label: stageName(id, reader), state: state_ })
  return {
    steps: [
      ...behind.slice(-BEHIND).map(step('done')),
      ...now.map(step(state.ended ? 'done' : 'now')),
      ...ahead.map(step('next')),
    ],
  }
}

/** Stages the case is in now; a parallel stage is shown by its open branches. */
function nowStages(state: Case): readonly StageId[] {
  if (state.ended) return [state.ended.stage]
  const parents = new Set(state.positions.map((position) => position.parent))
  return [
    ...new Set(state.positions.filter((position) => !parents.has(position.key)).map((position) => position.stage)),
  ]
}

function parentStage(state: Case, stage: StageId): StageId | undefined {
  const parent = state.positions.find((position) => position.stage === stage)?.parent
  return state.positions.find((position) => position.key === parent)?.stage
}

/** A case and its rules: what decides which way it goes on. */
interface Road {
  readonly policy: Policy
  readonly state: Case
}

function aheadOf(road: Road, from: StageId, seen: Set<StageId>, parent: StageId | undefined): readonly StageId[] {
  const { policy } = road
  const found: StageId[] = []
  let at: Stage | undefined = policy.flow.stages[from]
  while (at !== undefined && found.length < AHEAD) {
    const target: StageId | undefined = wayOn(road, at)
    // Inside a parallel stage a branch ends where its parent goes on.
    const known = target !== undefined && Object.hasOwn(policy.flow.stages, target)
    const next: Stage | undefined = known ? policy.flow.stages[target] : undefined
    const stage: Stage | undefined = next ?? (parent === undefined ? undefined : afterJoin(road, parent))
    if (stage === undefined || seen.has(stage.id)) break
    seen.add(stage.id)
    found.push(stage.id)
    at = stage
  }
  return found
}

function afterJoin(road: Road, parent: StageId): Stage | undefined {
  const { stages } = road.policy.flow
  const stage = stages[parent]
  const target = stage && wayOn(road, stage)
  return target === undefined ? undefined : stages[target]
}

function wayOn(road: Road, stage: Stage): StageId | undefined {
  const next: Next | undefined = GOOD_RESULTS.map((result) => stage.next[result]).find((one) => one !== undefined)
  if (next === undefined) return undefined
  if ('choose' in next) return next.choose[0]
  return mainWay(road, next.ways)?.is
}

/** A good end first; else the way that what is filled in already decides; else the way without a condition; else the first that does not give the complaint up. */
function mainWay({ policy, state }: Road, ways: readonly Branch<StageId>[]): Branch<StageId> | undefined {
  const outcome = (id: StageId): string | undefined => {
    const stage = policy.flow.stages[id]
    return stage?.kind === 'end' ? stage.outcome : undefined
  }
  return (
    ways.find((way) => outcome(way.is) === 'closed') ??
    decidedWay({ policy, state }, ways) ??
    ways.find((way) => way.when === undefined) ??
    ways.find((way) => outcome(way.is) === undefined) ??
    ways[0]
  )
}

/** The first way that holds, when every field that the conditions up to it name is filled in. */
function decidedWay({ policy, state }: Road, ways: readonly Branch<StageId>[]): Branch<StageId> | undefined {
  const env = environment(policy, state)
  for (const way of ways) {
    const named = way.when?.source.match(/[A-Za-z_]\w*/g) ?? []
    if (named.some((id) => Object.hasOwn(policy.fields, id) && state.values[id] === undefined)) return undefined
    if (!way.when || way.when.test(env)) return way
  }
  return undefined
}
