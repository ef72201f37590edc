/** Approve, reject, return and transfer: what those who are asked decide, bound to what they saw. */
import { outgrown } from './asking.ts'
import type { Position, StepState } from './case.ts'
import type { ActCommand } from './commands.ts'
import { at, no, reasonOf } from './deed.ts'
import { follow, targetOf } from './flow.ts'
import { stepOf } from './may.ts'
import type { PersonId } from './nouns.ts'
import { askedForStep, barred, dutyOf, ownerOf, qualifies, stepComplete } from './people.ts'
import type { FormStage } from './policy.ts'
import type { Story } from './story.ts'

/** A decision is bound to what was seen: a card from before the last change of amount, kind, payee or approvers is void. */
function seen(position: Position, command: ActCommand, now: number): number {
  const { revision } = command
  // A card of the future was never seen by anybody.
  if (revision === undefined || !Number.isSafeInteger(revision) || revision > now) return no('bad_request', 'revision')
  if (revision < position.bound) return no('card_outdated')
  return revision
}

/** Whom a stand-in decides for. */
function placeOf(step: StepState, person: PersonId, story: Story): { readonly for?: PersonId } {
  const away = askedForStep(step, story.state, story.context).standsFor[person]
  return away === undefined ? {} : { for: away }
}

/** A person of the step being asked approves; the last approval grants what was proposed. */
export function approve(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const revision = seen(position, command, story.state.revision)
  const stage = story.stage(position.stage)
  const { asking } = position
  const step = stepOf(position, person, story.state, story.context)
  if (!asking || !step || stage.kind !== 'decision') return no('not_yours')
  const inPlaceOf = placeOf(step, person, story)
  const stoodIn = inPlaceOf.for === undefined ? {} : { stoodIn: { ...step.stoodIn, [inPlaceOf.for]: person } }
  const after = (asking.sequence[asking.at] ?? []).map((s) =>
    s.step === step.step ? { ...s, given: [...s.given, person], ...stoodIn } : s,
  )
  const completes = after.every((s) => stepComplete(s, story.state, story.context))
  story.record({ is: 'approved', position: position.key, step: step.step, person, ...inPlaceOf, revision, completes })
  if (!completes || asking.at + 1 < asking.sequence.length) return
  if (outgrown(story, stage, position)) return
  if (stage.steps === 'matrix') story.record({ is: 'granted', position: position.key, proposal: asking.proposal })
  follow(story, story.position(position.key), 'approved')
}

/** Rejects a complaint at a form stage, or turns a proposal down. */
export function reject(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  if (!position.asking) {
    story.record({ is: 'rejected', position: position.key, reason })
    return follow(story, position, 'reject', undefined, reason)
  }
  seen(position, command, story.state.revision)
  const step = stepOf(position, person, story.state, story.context)
  if (!step) return no('not_yours')
  story.record({
    is: 'turned_down',
    position: position.key,
    step: step.step,
    person,
    ...placeOf(step, person, story),
    reason,
  })
  follow(story, story.position(position.key), 'rejected', undefined, reason)
}

/** Returns the case to an earlier stage, with a reason. */
export function sendBack(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  if (position.asking) seen(position, command, story.state.revision)
  const stage = story.stage(position.stage)
  const result = stage.kind === 'form' ? 'return' : 'returned'
  const to = targetOf(story, stage, result, command.to)
  if (to === undefined) return no('not_offered')
  story.record({ is: 'returned', position: position.key, to, reason })
  follow(story, story.position(position.key), result, to, reason)
}

/** Hands a task to somebody else. */
export function transfer(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  const { to } = command
  const { directory, policy } = story.context
  if (to === undefined) return no('target_required', 'to')
  if (!Object.hasOwn(directory.people, to) || to === person) return no('target_unknown', 'to')
  const stage = story.stage(position.stage)
  if (barred(policy, story.state, dutyOf(stage)).has(to)) return no('target_barred', 'to')
  const from = person
  if (!position.asking) {
    story.record({ is: 'transferred', position: position.key, from, to, reason })
    if ((stage as FormStage).assign || ownerOf(story.state) === from)
      story.record({ is: 'assigned', position: position.key, person: to, why: 'transfer' })
    return
  }
  seen(position, command, story.state.revision)
  const step = stepOf(position, person, story.state, story.context)
  const definition = step && policy.approval.steps[step.step]
  if (!step || !definition) return no('not_yours')
  // A decision may only be handed to somebody whom its rule could have asked, and who is not asked already.
  if (!qualifies(definition.who, to, story.state, story.context)) return no('target_barred', 'to')
  if (askedForStep(step, story.state, story.context).people.includes(to)) return no('target_barred', 'to')
  story.record({ is: 'transferred', position: position.key, step: step.step, from, to, reason })
}
