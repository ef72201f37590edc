/** How a case moves: leaving a position with a result, entering the next stage, joining branches, ending. */
import { proposalOf, sameProposal } from './approval.ts'
import { ask, straightBack } from './asking.ts'
import { assign } from './assignment.ts'
import { addSpan } from './calendar.ts'
import type { Position } from './case.ts'
import { companyCalendar } from './case-clocks.ts'
import { derive, environment, firstOf } from './environment.ts'
import type { DerivedValue } from './facts.ts'
import type { FieldId, Millis, StageId } from './nouns.ts'
import { owedAgain, restOf } from './payments.ts'
import type { CallbackStage, EndStage, ParallelStage, Stage } from './policy.ts'
import { JOIN } from './policy.ts'
import type { Story } from './story.ts'
import { No } from './story.ts'

/** Records derived values that changed (C01). */
export function rederive(story: Story): void {
  const { state, context } = story
  const fresh = derive(context.policy, state.values, state.visits, state.alarms)
  const changed: Record<FieldId, DerivedValue> = {}
  for (const [id, derived] of Object.entries(fresh)) {
    const before = state.derived[id]
    if (before?.value !== derived.value || before.why !== derived.why) changed[id] = derived
  }
  if (Object.keys(changed).length > 0) story.record({ is: 'derived', values: changed })
}

/** Leaves a position with a result and follows the policy from there. `chosen`: the stage a person picked. */
export function follow(story: Story, position: Position, result: string, chosen?: StageId, reason?: string): void {
  const stage = story.stage(position.stage)
  const straight = result === 'submit' ? straightBack(story, position) : undefined
  const target = straight ?? targetOf(story, stage, result, chosen)
  leave(story, position, result, reason)
  go(story, target, position.parent, position.branch)
}

/**
 * Goes on to a stage. Inside a parallel stage's branch: on within the branch, to the join, or out of it, which ends the
 * other branches.
 */
function go(story: Story, target: StageId | undefined, parent?: string, branch?: string): void {
  if (parent === undefined || branch === undefined) {
    if (target !== undefined) enter(story, target)
    return
  }
  if (target === undefined || target === JOIN) return join(story, story.position(parent))
  if (branchOf(story, parent, branch).includes(target)) return enter(story, target, parent, branch)
  const around = story.position(parent)
  const inside = within(story, parent)
  cancel(story, (p) => p.key === parent || inside.has(p.key))
  go(story, target, around.parent, around.branch)
}

/** The open positions inside a parallel position, however deep. */
function within(story: Story, parent: string): ReadonlySet<string> {
  const inside = new Set<string>()
  // Positions stand in the order in which they were entered, so parents come before what is inside them.
  for (const p of story.state.positions) {
    if (p.parent !== undefined && (p.parent === parent || inside.has(p.parent))) inside.add(p.key)
  }
  return inside
}

/** Where a result leads; refuses when a person must choose and has not, or chose what is not offered. */
export function targetOf(story: Story, stage: Stage, result: string, chosen: StageId | undefined): StageId | undefined {
  const next = stage.next[result]
  if (!next) return undefined
  if ('choose' in next) {
    const only = next.choose.length === 1 ? next.choose[0] : undefined
    const target = chosen ?? only
    if (target === undefined) throw new No({ refused: 'target_required', field: 'to' })
    if (!next.choose.includes(target)) throw new No({ refused: 'target_unknown', field: 'to', params: { target } })
    return target
  }
  const { policy } = story.context
  const hit = firstOf(next.ways, environment(policy, story.state, stage.id))
  if (!hit) throw new Error(`stage ${stage.id} of policy ${policy.version} leads nowhere on ${result}`)
  return hit.is
}

function branchOf(story: Story, parentKey: string, branch: string): readonly StageId[] {
  const parent = story.stage(story.position(parentKey).stage) as ParallelStage
  return parent.branches[branch] ?? []
}

function join(story: Story, parent: Position): void {
  const stage = story.stage(parent.stage) as ParallelStage
  const open = story.state.positions.some((p) => p.parent === parent.key)
  if (stage.join === 'all' && (open || story.beginning.has(parent.key))) return
  const inside = within(story, parent.key)
  cancel(story, (p) => inside.has(p.key))
  follow(story, parent, 'joined')
}

/** Ends open positions without a result of their own. */
export function cancel(story: Story, which: (position: Position) => boolean): void {
  for (const position of story.state.positions.filter(which)) leave(story, position, 'cancelled')
}

function leave(story: Story, { key, pauses }: Position, result: string, reason?: string): void {
  const more = {
    ...(reason === undefined ? {} : { reason }),
    ...(pauses.length === 0 ? {} : { paused: true as const }),
  }
  story.record({ is: 'left', position: key, result, ...more })
}

/** Enters a stage; one whose rounds are used up sends the case along `exhausted` instead. */
export function enter(story: Story, id: StageId, parent?: string, branch?: string): void {
  const stage = story.stage(id)
  const visits = story.state.visits[id] ?? 0
  if (stage.rounds !== undefined && visits >= stage.rounds) {
    const target = targetOf(story, stage, 'exhausted', undefined)
    if (target === undefined || target === id) throw new Error(`stage ${id} is exhausted and leads nowhere`)
    return go(story, target, parent, branch)
  }
  if (stage.kind === 'end') return end(story, stage)
  const key = `${id}#${visits + 1}`
  const opens = stage.kind === 'callback' ? openingOf(story, stage) : undefined
  story.record({
    is: 'entered',
    position: key,
    stage: id,
    ...(parent === undefined ? {} : { parent }),
    ...(branch === undefined ? {} : { branch }),
    ...(opens === undefined ? {} : { opens }),
  })
  arrive(story, stage, key)
}

function openingOf(story: Story, stage: CallbackStage): Millis {
  return addSpan(companyCalendar(story.context), story.context.now, stage.opens)
}

/** What entering a stage of each kind brings with it. */
function arrive(story: Story, stage: Exclude<Stage, EndStage>, key: string): void {
  switch (stage.kind) {
    case 'form':
      return assign(story, stage, key)
    case 'decision':
      return ask(story, stage, key)
    case 'payment':
      return instruct(story, key)
    case 'customer':
      if (!story.context.reachesCustomer(story.state))
        story.record({ is: 'not_told', position: key, why: 'no_channel' })
      return
    case 'callback':
      return
    case 'parallel':
      return begin(story, stage, key)
  }
}

/** Begins every branch. One whose first stage is used up may be done at once, or lead out of them all. */
function begin(story: Story, stage: ParallelStage, key: string): void {
  const here = (): Position | undefined => story.state.positions.find((p) => p.key === key)
  story.beginning.add(key)
  for (const [branch, [first]] of Object.entries(stage.branches)) {
    if (first !== undefined && here()) enter(story, first, key, branch)
  }
  story.beginning.delete(key)
  const parent = here()
  if (parent && !story.state.positions.some((p) => p.parent === key)) join(story, parent)
}

/** Issues the instruction to pay: only for exactly what was approved, and only once (F091); what came back is paid on the old one. */
function instruct(story: Story, key: string): void {
  const { state, context } = story
  const { granted } = state
  const back = owedAgain(state)
  if (back) return story.record({ is: 'reissued', position: key, id: back.id, rest: restOf(back) })
  if (!granted || !sameProposal(granted, proposalOf(context.policy, state))) {
    throw new No({ refused: 'not_approved', params: { number: state.number } })
  }
  if (granted.options) throw new No({ refused: 'not_chosen', params: { number: state.number } })
  const { kind, amount, payee } = granted
  story.record({
    is: 'instructed',
    position: key,
    id: `${state.number}-P${state.instructions.length + 1}`,
    proposal: { kind, amount, payee },
  })
}

function end(story: Story, stage: EndStage): void {
  cancel(story, () => true)
  story.record({ is: 'ended', stage: stage.id, outcome: stage.outcome })
}
