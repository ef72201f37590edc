/** Whoever goes away may have been the last to be heard: then what the others said decides, and nobody waits (D17). */
import { moveOn, nextAfter } from './advance.ts'
import type { Case } from './case.ts'
import type { SweepCommand } from './commands.ts'
import { follow } from './flow.ts'
import { standingOf } from './steps.ts'
import type { Context } from './story.ts'
import { No, Story } from './story.ts'

/**
 * After people changed: each decision under way whose steps are complete, or can no longer be, by what was said goes on.
 * One that would be refused (a budget that has no room) stays as it is, for its owner to take back.
 */
export function conclude(state: Case, command: SweepCommand, context: Context): Story {
  let story = new Story(state, context, command.actor, command.via)
  if (state.ended) return story
  for (const { key } of state.positions) {
    const trial = new Story(state, context, command.actor, command.via)
    for (const { what } of story.facts) trial.record(what)
    if (concludeAt(trial, key)) story = trial
  }
  return story
}

/** True when something was decided there. */
function concludeAt(story: Story, key: string): boolean {
  const position = story.state.positions.find((one) => one.key === key)
  const asking = position?.asking
  const stage = position && story.stage(position.stage)
  if (!asking || stage?.kind !== 'decision') return false
  const set = asking.sequence[asking.at] ?? []
  const standings = set.map((step) => standingOf(step, story.state, story.context))
  const lost = set[standings.indexOf('lost')]
  if (lost) {
    story.record({ is: 'concluded', position: key, step: lost.step, complete: false })
    follow(story, position, 'rejected', undefined, story.state.lastReason?.text)
    return true
  }
  const last = set.at(-1)
  if (!last || standings.some((one) => one !== 'complete')) return false
  const next = nextAfter(asking, (one) => standingOf(one, story.state, story.context) === 'complete')
  story.record({ is: 'concluded', position: key, step: last.step, complete: true, ...next })
  try {
    moveOn(story, stage, key)
    return true
  } catch (error) {
    if (error instanceof No) return false
    throw error
  }
}
