/** What each verb does to a case, once it is permitted. A deed tells a story: it records facts and follows the policy. */
import { proposalOf, sameProposal } from './approval.ts'
import { addSpan } from './calendar.ts'
import type { Position } from './case.ts'
import { calendarOf } from './clocks.ts'
import type { ActCommand } from './commands.ts'
import { environment, merged } from './environment.ts'
import type { Story } from './flow.ts'
import { enter, follow, No, reconsider, rederive, targetOf } from './flow.ts'
import { checkForm, shownFields } from './form.ts'
import { stepOf } from './may.ts'
import type { FieldId, PersonId, RefusalCode, Value, Verb } from './nouns.ts'
import { askedForStep, barred, dutyOf, ownerOf, qualifies, stepComplete } from './people.ts'
import type { CallbackStage, FormStage, Stage } from './policy.ts'
import { BOUNDS } from './policy.ts'
import { tasksAt } from './tasks.ts'

type Deed = (story: Story, command: ActCommand, person: PersonId, place: Position | undefined) => void
type Change = Readonly<Record<FieldId, Value | null>>

/** One deed per verb. */
export const VERB_DEEDS: Readonly<Record<Verb, Deed>> = {
  submit,
  approve,
  reject,
  return: sendBack,
  transfer,
  withdraw,
  amend,
  note,
  pay,
  fail,
  pause,
  resume,
  urge,
  unmask,
}

function no(refused: RefusalCode, field?: string): never {
  throw new No(field === undefined ? { refused } : { refused, field })
}

function reasonOf(command: ActCommand): string {
  const reason = command.reason?.trim() ?? ''
  if (reason === '') no('reason_required', 'reason')
  if (reason.length > BOUNDS.reason)
    throw new No({ refused: 'field_too_long', field: 'reason', params: { field: 'reason', max: BOUNDS.reason } })
  return reason
}

function at(place: Position | undefined): Position {
  return place ?? no('not_found')
}

/** Checks a filled-in form and records it. */
function fillIn(story: Story, position: Position, stage: Extract<Stage, { form: string }>, command: ActCommand): void {
  const values: Change = command.values ?? {}
  const wrong = checkForm(story.context.policy, stage.form, story.state, values, stage.id)[0]
  if (wrong) throw new No(wrong)
  const duty = stage.kind === 'payment' ? undefined : dutyOf(stage)
  story.record({ is: 'submitted', position: position.key, values, ...(duty === undefined ? {} : { duty }) })
  rederive(story)
  dropStaleGrant(story)
}

/** What was approved no longer holds once its amount, kind or payee is another. */
function dropStaleGrant(story: Story): void {
  const { granted } = story.state
  if (!granted) return
  const now = proposalOf(story.context.policy, story.state)
  if (sameProposal(granted, now)) return
  story.record({
    is: 'voided',
    why: granted.payee !== now.payee ? 'payee' : granted.kind !== now.kind ? 'kind' : 'amount',
  })
}

function submit(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const stage = story.stage(position.stage)
  switch (stage.kind) {
    case 'form':
      fillIn(story, position, stage, command)
      reconsider(story)
      return follow(story, position, 'submit')
    case 'customer':
      story.record({ is: 'told', position: position.key, notice: stage.notice, how: 'person' })
      return follow(story, position, 'told')
    case 'callback':
      return call(story, position, stage, command)
    default:
      return no('not_offered')
  }
}

/** A call-back: an unanswered one is tried again while tries are left (C09). */
function call(story: Story, position: Position, stage: CallbackStage, command: ActCommand): void {
  fillIn(story, position, stage, command)
  const { policy, now } = story.context
  const again =
    stage.tries.when.test(environment(policy, story.state, stage.id)) && position.tries + 1 < stage.tries.max
  if (!again) return follow(story, position, 'submit')
  const opens = addSpan(calendarOf(position, story.context), now, stage.tries.every)
  story.record({ is: 'unanswered', position: position.key, opens })
}

/** A decision is bound to what was seen: a card from before the last change of amount, kind, payee or approvers is void. */
function seen(position: Position, command: ActCommand, now: number): number {
  const { revision } = command
  // A card of the future was never seen by anybody.
  if (revision === undefined || !Number.isSafeInteger(revision) || revision > now) return no('bad_request', 'revision')
  if (revision < position.bound) return no('card_outdated')
  return revision
}

function approve(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const revision = seen(position, command, story.state.revision)
  const stage = story.stage(position.stage)
  const { asking } = position
  const step = stepOf(position, person, story.state, story.context)
  if (!asking || !step || stage.kind !== 'decision') return no('not_yours')
  const after = (asking.sequence[asking.at] ?? []).map((s) =>
    s.step === step.step ? { ...s, given: [...s.given, person] } : s,
  )
  const completes = after.every((s) => stepComplete(s, story.state, story.context))
  story.record({ is: 'approved', position: position.key, step: step.step, person, revision, completes })
  if (!completes || asking.at + 1 < asking.sequence.length) return
  if (stage.steps === 'matrix') story.record({ is: 'granted', position: position.key, proposal: asking.proposal })
  follow(story, story.position(position.key), 'approved')
}

function reject(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  if (!position.asking) {
    story.record({ is: 'rejected', position: position.key, reason })
    return follow(story, position, 'reject', undefined, reason)
  }
  seen(position, command, story.state.revision)
  const step = stepOf(position, person, story.state, story.context)
  if (!step) return no('not_yours')
  story.record({ is: 'turned_down', position: position.key, step: step.step, person, reason })
  follow(story, story.position(position.key), 'rejected', undefined, reason)
}

function sendBack(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
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

function transfer(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
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

function withdraw(story: Story, command: ActCommand): void {
  const reason = reasonOf(command)
  const to = story.context.policy.flow.anywhere.withdraw
  if (to === undefined) return no('not_offered')
  story.record({ is: 'withdrawn', reason })
  enter(story, to)
}

/** Corrects what was recorded at intake; grade, clocks and open decisions follow. */
function amend(story: Story, command: ActCommand): void {
  const { policy } = story.context
  const values = command.values ?? {}
  if (Object.keys(values).length === 0) return no('bad_request')
  const wrong = checkForm(policy, policy.flow.intake, story.state, values)[0]
  if (wrong) throw new No(wrong)
  const issued = story.state.instructions.find((i) => i.state === 'issued')
  const after = proposalOf(policy, { ...story.state, values: merged(story.state.values, values) })
  if (issued && !sameProposal(issued.proposal, after)) return no('payment_under_way')
  story.record({ is: 'amended', values })
  rederive(story)
  dropStaleGrant(story)
  reconsider(story)
}

function note(story: Story, command: ActCommand): void {
  const text = command.reason?.trim() ?? ''
  const files = command.files ?? []
  if (text === '' && files.length === 0) return no('reason_required', 'reason')
  if (text.length > BOUNDS.note)
    throw new No({ refused: 'field_too_long', field: 'reason', params: { field: 'reason', max: BOUNDS.note } })
  story.record({ is: 'noted', text, files })
}

/** Finance has paid: exactly what the instruction says, once, with its voucher (F092). */
function pay(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
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

function fail(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const reason = reasonOf(command)
  if (position.instruction === undefined) return no('not_approved')
  story.record({ is: 'payment_failed', position: position.key, id: position.instruction, reason })
  follow(story, position, 'failed', undefined, reason)
}

function pause(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const stage = story.stage(position.stage)
  const why = command.to ?? (stage.pauseOn.length === 1 ? stage.pauseOn[0] : undefined)
  if (why === undefined) return no('target_required', 'to')
  if (!stage.pauseOn.includes(why)) return no('target_unknown', 'to')
  story.record({ is: 'paused', position: position.key, why, reason: reasonOf(command) })
}

function resume(story: Story, _command: ActCommand, _person: PersonId, place: Position | undefined): void {
  story.record({ is: 'resumed', position: at(place).key })
}

function urge(story: Story): void {
  const { state, context } = story
  let asked = 0
  for (const position of state.positions) {
    const people = [...new Set(tasksAt(position, state, context).flatMap((task) => task.people))]
    if (people.length === 0) continue
    story.record({ is: 'urged', position: position.key, people })
    asked += people.length
  }
  if (asked === 0) no('nobody_to_ask')
}

function unmask(story: Story, command: ActCommand): void {
  const { policy } = story.context
  const fields = Object.values(policy.fields)
    .filter((field) => field.personal && story.state.values[field.id] !== undefined)
    .map((field) => field.id)
  story.record({ is: 'unmasked', fields, reason: reasonOf(command) })
}
