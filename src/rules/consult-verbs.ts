/** Around a decision: hearing others as well, asking and answering, taking a proposal back, and getting it unstuck. */
import type { Position } from './case.ts'
import { openQuestion } from './case.ts'
import type { ActCommand } from './commands.ts'
import { isAside, seen } from './decision-verbs.ts'
import { at, colleague, no, readable, reasonOf } from './deed.ts'
import type { AddPlace, Askable } from './facts.ts'
import { ADD_PLACES, ASKABLE } from './facts.ts'
import { follow } from './flow.ts'
import { stepOf } from './may.ts'
import type { PersonId } from './nouns.ts'
import { filerOf, ownerOf } from './people.ts'
import { BOUNDS } from './policy.ts'
import { nextInStead, stuckAt } from './rescue.ts'
import { addedStep, askedForStep } from './steps.ts'
import type { Story } from './story.ts'
import { No } from './story.ts'

/** Adds an approver before, after or beside the step that asks for it (加签). Nobody is asked twice in one decision. */
export function add(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  const where = ADD_PLACES.find((one) => one === command.how)
  if (where === undefined) return no(command.how === undefined ? 'target_required' : 'target_unknown', 'how')
  seen(position, command, story.state.revision)
  const step = stepOf(position, person, story.state, story.context)
  const steps = position.asking?.sequence.flat() ?? []
  if (!step) return no('not_yours')
  const to = colleague(story, command.to, person, 'approver')
  const isIn = steps.some(
    (one) => one.step === addedStep(to) || askedForStep(one, story.state, story.context).people.includes(to),
  )
  const aside = steps.some((one) => isAside(one, to))
  if (isIn || aside) return no('target_barred', 'to')
  story.record({
    is: 'added',
    position: position.key,
    step: step.step,
    person: to,
    place: where satisfies AddPlace,
    reason,
  })
}

/** Asks the filer, the owner or the customer something; decision and clock wait for the answer. */
export function ask(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const text = reasonOf(command)
  if (command.to === undefined) return no('target_required', 'to')
  const of: Askable | undefined = ASKABLE.find((one) => one === command.to)
  if (of === undefined || !askable(story, person).includes(of)) return no('target_unknown', 'to')
  const step = stepOf(position, person, story.state, story.context)
  if (!step) return no('not_yours')
  story.record({ is: 'questioned', position: position.key, step: step.step, of, text })
}

/** Of whom this person can ask something here: nobody asks themselves. */
export function askable({ state }: Pick<Story, 'state'>, person: PersonId): readonly Askable[] {
  const receiver = state.values.receiver
  return ASKABLE.filter((of) => {
    const who = of === 'owner' ? ownerOf(state) : of === 'filer' ? (filerOf(state) ?? receiver) : receiver
    return who !== undefined && who !== person
  })
}

/** Answers what an approver asked; the decision goes on with every approval it has. */
export function answer(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const text = command.reason?.trim() ?? ''
  if (text === '') return no('reason_required', 'reason')
  readable(text)
  if (text.length > BOUNDS.note)
    throw new No({ refused: 'field_too_long', field: 'reason', params: { field: 'reason', max: BOUNDS.note } })
  story.record({ is: 'answered', position: position.key, text, files: command.files ?? [] })
}

/** Takes the proposal back to where the policy says. */
export function recall(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  story.record({ is: 'recalled', position: position.key, reason })
  follow(story, story.position(position.key), 'recalled', undefined, reason)
}

/** Sets aside whoever does not act. The rules say who is asked instead; the administrator neither chooses nor decides. */
export function rescue(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  const stuck = stuckAt(position, story.state, story.context)
  if (stuck.people.length === 0 && !openQuestion(position)) return no('nobody_to_ask')
  if (nextInStead(position, person, story.state, story.context).people.length === 0) return no('nobody_to_ask')
  story.record({ is: 'rescued', position: position.key, ...stuck, reason })
}

/** Takes on what several were asked. */
export function claim(story: Story, _command: ActCommand, person: PersonId, place: Position | undefined): void {
  story.record({ is: 'claimed', position: at(place).key, person })
}
