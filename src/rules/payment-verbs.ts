/** Pay, fail and bounce: what finance reports of an instruction. */
import type { Position } from './case.ts'
import type { ActCommand } from './commands.ts'
import type { Change } from './deed.ts'
import { at, fillIn, no, reasonOf } from './deed.ts'
import { cancel, enter, follow } from './flow.ts'
import type { Shown } from './form.ts'
import { shownFields } from './form.ts'
import { paymentsOf } from './may.ts'
import type { FileRef, Money, PersonId } from './nouns.ts'
import { restOf, stageOf } from './payments.ts'
import type { Story } from './story.ts'
import { No } from './story.ts'

/**
 * Finance has paid, with a voucher (F092): all that is open, or the part that the form's amount says; the instruction
 * stays open until nothing is left. More than is open is refused, and so is a voucher that was given for it before.
 */
export function pay(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const stage = story.stage(position.stage)
  const instruction = story.state.instructions.find((i) => i.id === position.instruction && i.state === 'issued')
  if (stage.kind !== 'payment' || !instruction) return no('not_approved')
  const shown = shownFields(story.context.policy, stage.form, story.state, stage.id)
  const said = command.values ?? {}
  const rest = restOf(instruction)
  const amount = amountSaid(shown, said, rest)
  if (instruction.payments) saidAnew(shown, said)
  fillIn(story, position, stage, command)
  const voucher = voucherOf(shown, story)
  if (instruction.payments?.some((one) => one.voucher === voucher))
    throw new No({ refused: 'voucher_used', params: { voucher } })
  const files = filesOf(shown, said)
  const { id, proposal } = instruction
  const about = { position: position.key, id, voucher, ...(files.length === 0 ? {} : { files }) }
  const left = rest.minor - amount.minor
  if (left > 0) {
    story.record({ is: 'part_paid', ...about, amount, rest: { ...rest, minor: left } })
    return
  }
  story.record({ is: 'paid', ...about, proposal, ...(amount.minor === proposal.amount.minor ? {} : { amount }) })
  follow(story, position, 'paid')
}

/** The amount that was typed into this very form; all that is open when none was. */
function amountSaid(shown: readonly Shown[], said: Change, rest: Money): Money {
  const field = shown.find((one) => one.field.type === 'money')?.field
  const value = field && said[field.id]
  if (!field || value === undefined || value === null) return rest
  const amount = value as Money
  if (amount.currency !== rest.currency)
    throw new No({
      refused: 'amount_currency',
      field: field.id,
      params: { currency: amount.currency, allowed: rest.currency },
    })
  if (amount.minor <= 0)
    throw new No({ refused: 'field_range', field: field.id, params: { field: field.label, min: 0.01 } })
  if (amount.minor > rest.minor) throw new No({ refused: 'amount_over_rest', field: field.id, params: { rest } })
  return amount
}

/** What the payment before said stands in the case still; it must not stand for this one. */
function saidAnew(shown: readonly Shown[], said: Change): void {
  const missing = shown.find(({ field, required }) => required && (said[field.id] ?? undefined) === undefined)
  if (missing)
    throw new No({
      refused: 'field_required',
      field: missing.field.id,
      params: { field: missing.field.label },
    })
}

function voucherOf(shown: readonly Shown[], { state }: Story): string {
  const field = shown.find((one) => one.field.type === 'text')?.field.id
  return String((field && state.values[field]) ?? '').trim()
}

function filesOf(shown: readonly Shown[], said: Change): readonly FileRef[] {
  return shown.filter(({ field }) => field.type === 'files').flatMap(({ field }) => (said[field.id] ?? []) as FileRef[])
}

/** The payment did not go through; the instruction is over. */
export function fail(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  if (position.instruction === undefined) return no('not_approved')
  story.record({ is: 'payment_failed', position: position.key, id: position.instruction, reason })
  follow(story, position, 'failed', undefined, reason)
}

/**
 * A payment came back from the bank. What it paid is open again: at the payment stage if the case is there, else the
 * case goes back to it, even one that had ended.
 */
export function bounce(story: Story, command: ActCommand, person: PersonId): void {
  const { state } = story
  const standing = paymentsOf(person, state, story.context)
  const named = command.to ?? (standing.length === 1 ? String(standing[0]?.payment.seq) : undefined)
  if (named === undefined) return no('target_required', 'to')
  const found = standing.find(({ payment }) => String(payment.seq) === named)
  if (!found) throw new No({ refused: 'target_unknown', field: 'to', params: { target: named } })
  const { instruction, payment } = found
  const { amount, voucher } = payment
  const reason = reasonOf(command)
  story.record({ is: 'payment_returned', id: instruction.id, payment: payment.seq, amount, voucher, reason })
  if (state.positions.some((p) => p.instruction === instruction.id)) return
  // Another instruction is being paid: it must not end for this one.
  if (state.positions.some((p) => p.instruction !== undefined)) return no('work_open')
  cancel(story, () => true)
  enter(story, stageOf(instruction))
}
