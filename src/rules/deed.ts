/** What the deeds of all verbs share: refusing, reasons, and filling in a stage's form. */
import { diverted, proposalOf, sameProposal } from './approval.ts'
import type { Position } from './case.ts'
import type { ActCommand } from './commands.ts'
import { rederive } from './flow.ts'
import { checkForm } from './form.ts'
import type { Duty, FieldId, PersonId, RefusalCode, Value } from './nouns.ts'
import { isCovered, othersEmptied } from './options.ts'
import { barred, dutyOf, hearsUs } from './people.ts'
import type { Stage } from './policy.ts'
import { BOUNDS } from './policy.ts'
import type { Story } from './story.ts'
import { No } from './story.ts'

/** Tells the story of one verb, once it is permitted: records facts and follows the policy. Refuses by throwing No. */
export type Deed = (story: Story, command: ActCommand, person: PersonId, place: Position | undefined) => void
export type Change = Readonly<Record<FieldId, Value | null>>

/** Refuses: abandons the story. */
export function no(refused: RefusalCode, field?: string): never {
  throw new No(field === undefined ? { refused } : { refused, field })
}

/** The reason given; refuses when there is none or it is too long. */
export function reasonOf(command: ActCommand): string {
  const reason = command.reason?.trim() ?? ''
  if (reason === '') no('reason_required', 'reason')
  readable(reason)
  if (reason.length > BOUNDS.reason)
    throw new No({ refused: 'field_too_long', field: 'reason', params: { field: 'reason', max: BOUNDS.reason } })
  return reason
}

/** Refuses: this may be done so many times in one decision, and has been. */
export function used(most: number): never {
  throw new No({ refused: 'rounds_used', params: { most } })
}

/** The colleague that was named, who may take this duty on; refuses by the rule that stands against it. */
export function colleague(story: Story, named: string | undefined, person: PersonId, duty: Duty | undefined): PersonId {
  const { directory, policy } = story.context
  if (named === undefined) return no('target_required', 'to')
  const known = Object.hasOwn(directory.people, named) ? directory.people[named] : undefined
  if (!hearsUs(known) || named === person) return no('target_unknown', 'to')
  const other = barred(policy, story.state, duty).get(named)
  if (duty && other) throw new No({ refused: 'target_barred', field: 'to', params: { duty, other } })
  return named
}

/** Half a character or NUL is in no text that a person typed, and not every chat and database bears it. */
export function readable(text: string): void {
  if (!text.isWellFormed() || text.includes('\u0000'))
    throw new No({ refused: 'field_type', field: 'reason', params: { field: 'reason' } })
}

/** The position a verb is about. */
export function at(place: Position | undefined): Position {
  return place ?? no('not_found')
}

/** Checks a filled-in form and records it. */
export function fillIn(
  story: Story,
  position: Position,
  stage: Extract<Stage, { form: string }>,
  command: ActCommand,
): void {
  // A button without a form says nothing: it must never stand for a form that was filled in.
  if (command.values === undefined) return no('bad_request')
  const values: Change = command.values
  const wrong = checkForm(story.context.policy, stage.form, story.state, values, stage.id)[0]
  if (wrong) throw new No(wrong)
  const duty = stage.kind === 'payment' ? undefined : dutyOf(stage)
  const chooses = stage.kind === 'form' && stage.choice === true
  const filled = chooses ? { ...values, ...othersEmptied(story.context.policy) } : values
  story.record({ is: 'submitted', position: position.key, values: filled, ...(duty === undefined ? {} : { duty }) })
  rederive(story)
  if (chooses) choose(story, position)
  dropStaleGrant(story)
}

/** What the customer chose, if it lies within what was approved; the grant is that alone from now on. */
function choose(story: Story, { key }: Position): void {
  const { granted } = story.state
  const chosen = proposalOf(story.context.policy, story.state)
  if (!granted) return no('not_approved')
  if (!isCovered(granted, chosen)) {
    const { kind, amount } = chosen
    throw new No({ refused: 'option_not_approved', params: { kind, amount } })
  }
  story.record({ is: 'chosen', position: key, proposal: chosen })
}

/** What was approved no longer holds once its amount, kind or payee is another. */
export function dropStaleGrant(story: Story): void {
  const { granted, held } = story.state
  // Money to another account is money to somebody else, whatever name stands beside it.
  if ((granted || held) && diverted(story)) return story.record({ is: 'voided', why: 'payee' })
  if (!granted) return
  const now = proposalOf(story.context.policy, story.state)
  if (sameProposal(granted, now)) return
  story.record({
    is: 'voided',
    why: granted.payee !== now.payee ? 'payee' : granted.kind !== now.kind ? 'kind' : 'amount',
  })
}
