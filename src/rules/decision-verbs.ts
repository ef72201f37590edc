/** Approve, reject, return and transfer: what those who are asked decide, bound to what they saw. */
import { afterYes, moveOn } from './advance.ts'
import type { Position, StepState } from './case.ts'
import { asideOf } from './case.ts'
import type { ActCommand } from './commands.ts'
import { at, colleague, no, reasonOf, used } from './deed.ts'
import { WAYS_BACK } from './facts.ts'
import { follow, targetOf } from './flow.ts'
import { stepOf } from './may.ts'
import type { PersonId } from './nouns.ts'
import { dutyOf, ownerOf } from './people.ts'
import type { FormStage } from './policy.ts'
import { askedForStep, couldAsk, standingOf } from './steps.ts'
import type { Story } from './story.ts'

/** A decision is bound to what was seen: a card from before the last change of amount, kind, payee or approvers is void. */
export function seen(position: Position, command: ActCommand, now: number): number {
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

/** The digest of the card that was in front of whoever decides. */
function seenIn({ seen: digest }: ActCommand): { readonly seen?: string } {
  return digest === undefined ? {} : { seen: digest }
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
  const outcome = afterYes(asking, { ...step, given: [...step.given, person], ...stoodIn }, story)
  story.record({
    is: 'approved',
    position: position.key,
    step: step.step,
    person,
    ...inPlaceOf,
    revision,
    ...seenIn(command),
    ...outcome,
  })
  if (outcome.completes) moveOn(story, stage, position.key)
}

/**
 * Rejects a complaint at a form stage, or says no to a proposal. It is turned down by one no where any one or all decide,
 * and by a quorum as soon as the others can no longer reach it.
 */
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
  const after = { ...step, against: [...(step.against ?? []), person] }
  const ends = standingOf(after, story.state, story.context) === 'lost'
  story.record({
    is: 'turned_down',
    position: position.key,
    step: step.step,
    person,
    ...placeOf(step, person, story),
    reason,
    ...seenIn(command),
    ends,
  })
  if (ends) follow(story, story.position(position.key), 'rejected', undefined, reason)
}

/** Names a step rather than a stage as the place to return to. */
export const TO_STEP = 'step.'

/** Returns the case to an earlier stage, or a decision to an earlier step of it, with a reason. */
export function sendBack(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  const { how = 'again' } = command
  const straight = how === 'straight'
  // Only a decision has approvals to keep, so only to it something can come straight back.
  if (!(WAYS_BACK as readonly string[]).includes(how) || (straight && !position.asking))
    return no('target_unknown', 'how')
  if (position.asking) seen(position, command, story.state.revision)
  if (command.to?.startsWith(TO_STEP))
    return backToStep(story, { ...command, to: command.to.slice(TO_STEP.length) }, person, position, straight, reason)
  const stage = story.stage(position.stage)
  const result = stage.kind === 'form' ? 'return' : 'returned'
  const to = targetOf(story, stage, result, command.to)
  if (to === undefined) return no('not_offered')
  story.record({
    is: 'returned',
    position: position.key,
    to,
    reason,
    ...(straight ? { straight } : {}),
    ...seenIn(command),
  })
  follow(story, story.position(position.key), result, to, reason)
}

function backToStep(
  story: Story,
  command: ActCommand,
  person: PersonId,
  position: Position,
  straight: boolean,
  reason: string,
): void {
  const { asking } = position
  const step = stepOf(position, person, story.state, story.context)
  if (!asking || !step) return no('not_yours')
  const earlier = asking.sequence.slice(0, asking.at).flat()
  const to = earlier.find((one) => one.step === command.to)?.step
  if (to === undefined) return no('target_unknown', 'to')
  const most = story.context.policy.approval.limits.returns
  if ((asking.returns ?? 0) >= most) return used(most)
  story.record({
    is: 'sent_back',
    position: position.key,
    step: step.step,
    to,
    straight,
    reason,
    ...seenIn(command),
  })
}

/** Was this person set aside there, or out of reach, or did they set others aside? None of them is asked again. */
export function isAside(one: Pick<StepState, 'passed' | 'unreached' | 'rescuers'>, id: PersonId): boolean {
  return asideOf(one).includes(id) || (one.rescuers ?? []).includes(id)
}

/** Hands a task to somebody else. */
export function transfer(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  const stage = story.stage(position.stage)
  const to = colleague(story, command.to, person, dutyOf(stage))
  const from = person
  if (!position.asking) {
    if (isAside(position, to)) return no('target_barred', 'to')
    story.record({ is: 'transferred', position: position.key, from, to, reason })
    if ((stage as FormStage).assign || ownerOf(story.state) === from)
      story.record({ is: 'assigned', position: position.key, person: to, why: 'transfer' })
    return
  }
  seen(position, command, story.state.revision)
  const step = stepOf(position, person, story.state, story.context)
  if (!step) return no('not_yours')
  // A decision may only be handed to somebody whom its rule could have asked, and who is not asked already.
  if (!couldAsk(step, to, story.state, story.context)) return no('target_barred', 'to')
  if (askedForStep(step, story.state, story.context).people.includes(to)) return no('target_barred', 'to')
  // Whoever is away is not asked, and may have a voice there already, by their stand-in.
  const isAway = story.context.directory.people[to]?.standIn !== undefined
  if (isAway || isAside(step, to)) return no('target_barred', 'to')
  story.record({ is: 'transferred', position: position.key, step: step.step, from, to, reason })
}
