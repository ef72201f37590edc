/** Pay and fail: what finance reports of an instruction. */
import type { Position } from './case.ts'
import type { ActCommand } from './commands.ts'
import { at, fillIn, no, reasonOf } from './deed.ts'
import { follow } from './flow.ts'
import { shownFields } from './form.ts'
import type { PersonId } from './nouns.ts'
import type { Story } from './story.ts'

/** Finance has paid: exactly what the instruction says, once, with its voucher (F092). */
export function pay(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const stage = story.stage(position.stage)
  const instruction = story.state.instructions.find((i) => i.id === position.instruction && i.state === 'issued')
  if (stage.kind !== 'payment' || !instruction) return no('not_approved')
  fillIn(story, position, stage, command)
  const shown = shownFields(story.context.policy, stage.form, story.state, stage.id)
  const voucher = shown.find(({ field }) => field.type === 'text')?.field.id
  story.record({
    is: 'paid',
    position: position.key,
    id: instruction.id,
    proposal: instruction.proposal,
    voucher: String((voucher && story.state.values[voucher]) ?? ''),
  })
  follow(story, position, 'paid')
}

/** The payment did not go through; the instruction is over. */
export function fail(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  if (position.instruction === undefined) return no('not_approved')
  story.record({ is: 'payment_failed', position: position.key, id: position.instruction, reason })
  follow(story, position, 'failed', undefined, reason)
}
