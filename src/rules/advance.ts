/** How a decision moves from one set of steps to the next, and to its end. */
import { outgrown } from './asking.ts'
import { chargeFor } from './budget.ts'
import type { Asking, Position, StepState } from './case.ts'
import { follow } from './flow.ts'
import type { PersonId } from './nouns.ts'
import type { DecisionStage } from './policy.ts'
import { askedForStep, hasSpoken, standingOf } from './steps.ts'
import type { Story } from './story.ts'

/** What a yes does to the set being asked: whether it completes it, and which set is next if not the one behind it. */
export function afterYes(
  { sequence, at }: Asking,
  step: StepState,
  story: Story,
): { readonly completes: boolean; readonly next?: number } {
  const isDone = (one: StepState): boolean => standingOf(one, story.state, story.context) === 'complete'
  const completes = (sequence[at] ?? []).every((one) => isDone(one.step === step.step ? step : one))
  return completes ? { completes, ...nextAfter({ sequence, at }, isDone) } : { completes }
}

/** Which set is asked after this one, if not the one behind it: after a return those in between may have been heard already. */
export function nextAfter(
  { sequence, at }: Pick<Asking, 'sequence' | 'at'>,
  isDone: (step: StepState) => boolean,
): { readonly next?: number } {
  let next = at + 1
  while (next < sequence.length && sequence[next]?.every(isDone)) next += 1
  return next === at + 1 ? {} : { next }
}

/** After a set is complete: counts the yes of whoever is asked twice in a row, and ends the decision after its last set. */
export function moveOn(story: Story, stage: DecisionStage, key: string): void {
  for (;;) {
    const position = story.position(key)
    const { asking } = position
    if (!asking) return
    if (asking.at >= asking.sequence.length) return finish(story, stage, position, asking)
    if (!carry(story, position, asking)) return
  }
}

/** Carries one yes of the step before over; false when there is none left to carry. */
function carry(story: Story, { key }: Position, asking: Asking): boolean {
  const before = asking.sequence[asking.at - 1] ?? []
  for (const step of asking.sequence[asking.at] ?? []) {
    if (standingOf(step, story.state, story.context) !== 'open') continue
    const asked = askedForStep(step, story.state, story.context).people
    for (const { step: from, given } of before) {
      const person: PersonId | undefined = given.find((id) => asked.includes(id) && !hasSpoken(step, id))
      if (person === undefined) continue
      const yes = { ...step, given: [...step.given, person] }
      const outcome = afterYes(asking, yes, story)
      story.record({ is: 'carried', position: key, step: step.step, from, person, ...outcome })
      return true
    }
  }
  return false
}

function finish(story: Story, stage: DecisionStage, position: Position, asking: Asking): void {
  if (outgrown(story, stage, position)) return
  if (stage.steps === 'matrix') {
    const { amount } = asking.proposal
    const charged = amount.minor > 0 ? chargeFor(story.state, story.context) : undefined
    const granted = { is: 'granted', position: position.key, proposal: asking.proposal } as const
    story.record(charged ? { ...granted, charged } : granted)
  }
  follow(story, story.position(position.key), 'approved')
}
