/** Whoever goes away may have been the last to be heard: then what the others said decides, and nobody waits (D17). */
import { moveOn, nextAfter } from './advance.ts'
import { replaceOwner } from './assignment.ts'
import type { Case, StepState } from './case.ts'
import type { SweepCommand } from './commands.ts'
import { follow } from './flow.ts'
import { type Standing, standingOf } from './steps.ts'
import type { Context } from './story.ts'
import { No, Story } from './story.ts'

/**
 * After people changed: each decision under way whose steps are complete, or can no longer be, by what was said goes on.
 * One that would be refused (a budget that has no room) stays as it is, for its owner to take back.
 */
export function conclude(state: Case, { actor, via }: SweepCommand, context: Context): Story {
  const story = new Story(state, context, actor, via)
  if (state.ended) return story
  for (const { key } of state.positions) {
    const trial = new Story(story.state, context, actor, via)
    try {
      concludeAt(trial, key)
    } catch (error) {
      if (error instanceof No) continue
      throw error
    }
    for (const { what } of trial.facts) story.record(what)
  }
  replaceOwner(story)
  return story
}

function concludeAt(story: Story, key: string): void {
  const position = story.state.positions.find((one) => one.key === key)
  const asking = position?.asking
  const stage = position && story.stage(position.stage)
  if (!asking || stage?.kind !== 'decision') return
  const set = asking.sequence[asking.at] ?? []
  const standingNow = (step: StepState): Standing => standingOf(step, story.state, story.context)
  const lost = set.find((step) => standingNow(step) === 'lost')
  if (lost) {
    story.record({ is: 'concluded', position: key, step: lost.step, complete: false })
    return follow(story, position, 'rejected', undefined, reasonOf(lost, story.state))
  }
  const last = set.at(-1)
  if (!last || set.some((step) => standingNow(step) !== 'complete')) return
  const next = nextAfter(asking, (step) => standingNow(step) === 'complete')
  story.record({ is: 'concluded', position: key, step: last.step, complete: true, ...next })
  moveOn(story, stage, key)
}

/** Why somebody said no in this step, where nobody has given a reason for anything since. */
function reasonOf({ against = [] }: StepState, { lastReason }: Case): string | undefined {
  return lastReason?.by.kind === 'person' && against.includes(lastReason.by.id) ? lastReason.text : undefined
}
