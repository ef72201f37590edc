/** What each verb does to a case, once it is permitted. A deed tells a story: it records facts and follows the policy. */
import { diverted, proposalOf, sameProposal } from './approval.ts'
import { explained, mustFit, reconsider } from './asking.ts'
import { spendingOn } from './budget.ts'
import { addSpan } from './calendar.ts'
import { MOST_DIRECT } from './cards.ts'
import type { Position } from './case.ts'
import { calendarOf } from './clocks.ts'
import type { ActCommand } from './commands.ts'
import { add, answer, ask, claim, recall, rescue } from './consult-verbs.ts'
import { approve, reject, sendBack, transfer } from './decision-verbs.ts'
import type { Deed } from './deed.ts'
import { at, dropStaleGrant, fillIn, no, readable, reasonOf } from './deed.ts'
import { environment, merged } from './environment.ts'
import { enter, follow, rederive } from './flow.ts'
import { checkForm } from './form.ts'
import { merge } from './merging.ts'
import type { PersonId, Verb } from './nouns.ts'
import { bounce, fail, pay } from './payment-verbs.ts'
import { filerOf, ownerOf } from './people.ts'
import type { CallbackStage, FormStage } from './policy.ts'
import { BOUNDS } from './policy.ts'
import { contact, keep, renew } from './promise-verbs.ts'
import { acknowledge, snooze } from './putting-off.ts'
import { clear } from './raising.ts'
import type { Story } from './story.ts'
import { No } from './story.ts'
import { tasksAt, tasksFor } from './tasks.ts'
import { unflag } from './unflag.ts'

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
  bounce,
  unflag,
  pause,
  resume,
  urge,
  unmask,
  room,
  clear,
  add,
  ask,
  answer,
  recall,
  rescue,
  claim,
  merge,
  contact,
  keep,
  renew,
  acknowledge,
  snooze,
}

function submit(story: Story, command: ActCommand, _person: PersonId, place: Position | undefined): void {
  const position = at(place)
  const stage = story.stage(position.stage)
  switch (stage.kind) {
    case 'form':
      fillIn(story, position, stage, command)
      afford(story, stage)
      reconsider(story)
      follow(story, position, 'submit')
      return explained(story, stage.form)
    case 'customer':
      story.record({ is: 'told', position: position.key, notice: stage.notice, how: 'person' })
      return follow(story, position, 'told')
    case 'callback':
      return call(story, position, stage, command)
    default:
      return no('not_offered')
  }
}

/** A plan that no approval can let pass this month is refused to whoever writes it. */
function afford({ state, context }: Story, { form }: FormStage): void {
  if (!context.policy.forms[form]?.fields.includes('plan_amount')) return
  const proposal = proposalOf(context.policy, state)
  mustFit(spendingOn(proposal.amount, state, context), proposal)
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
  if (issued && diverted(story)) return no('payment_under_way')
  rederive(story)
  dropStaleGrant(story)
  reconsider(story)
}

function note(story: Story, command: ActCommand): void {
  const text = command.reason?.trim() ?? ''
  const files = command.files ?? []
  if (text === '' && files.length === 0) return no('reason_required', 'reason')
  readable(text)
  if (text.length > BOUNDS.note)
    throw new No({ refused: 'field_too_long', field: 'reason', params: { field: 'reason', max: BOUNDS.note } })
  story.record({ is: 'noted', text, files })
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

/** Calls together whoever works on the case, whoever leads the owner, and whoever asked. */
function room(story: Story, command: ActCommand, person: PersonId): void {
  const { state, context } = story
  const { people } = context.directory
  const owner = ownerOf(state)
  const asked = tasksFor(state, context).flatMap((task) => task.people.slice(0, MOST_DIRECT))
  const called = [person, owner, owner === undefined ? undefined : people[owner]?.leader, filerOf(state), ...asked]
  const known = called.filter(
    (id): id is PersonId => id !== undefined && Object.hasOwn(people, id) && !people[id]?.gone,
  )
  story.record({ is: 'room_asked', people: [...new Set(known)], reason: reasonOf(command) })
}
