/**
 * The decision: a case and a command in, facts or a refusal out. Does nothing else: no clock, no dice, no I/O.
 * Each verb has its own file entry in `verbs.ts`; this one finds the place and checks the permission.
 */

import { findBatches } from './batches.ts'
import type { Case, Position } from './case.ts'
import { remindOfCase } from './case-reminding.ts'
import { momentsFor } from './clocks.ts'
import type { ActCommand, Command, FileCommand, ReportCommand, RingCommand, RoomCommand } from './commands.ts'
import { conclude } from './conclude.ts'
import { findDuplicates } from './duplicates.ts'
import { answerEmergency } from './emergency.ts'
import { derive, environment, firstOf } from './environment.ts'
import type { Fact } from './facts.ts'
import { enter, follow, rederive } from './flow.ts'
import { checkForm, missingText } from './form.ts'
import { openIncident, react } from './incidents.ts'
import { CASE_VERBS, isOfferedAt, may, personOf } from './may.ts'
import type { PersonId, Refusal, Value } from './nouns.ts'
import { isRefusal } from './nouns.ts'
import { askedAt, pickOne, resolve } from './people.ts'
import { ringPromise } from './promise-clock.ts'
import { keepReceived, promiseReceived } from './promise-rules.ts'
import { raiseAlarms } from './raising.ts'
import { isRung, remind } from './reminding.ts'
import type { Context } from './story.ts'
import { No, Story } from './story.ts'
import { passOn } from './unreached.ts'
import { VERB_DEEDS } from './verbs.ts'

/** The facts a command brings about and the case after them; or why not. No facts: nothing to do any more. */
export type Decision = { readonly facts: readonly Fact[]; readonly state: Case } | Refusal

/** Decides a command about an existing case, or the filing of a new one under `freshNumber`. */
export function decide(
  state: Case | undefined,
  command: Command,
  context: Context,
  freshNumber: () => string,
): Decision {
  try {
    if (command.do === 'file') return file(command, context, freshNumber())
    if (command.do === 'incident') return told(openIncident(command, context, freshNumber))
    if (!state) return { refused: 'not_found', params: { number: command.number } }
    if (command.do === 'act') return act(state, command, context)
    if (command.do === 'react') return told(react(state, command, context))
    if (command.do === 'sweep') return told(conclude(state, command, context))
    if (command.do === 'room') return opened(state, command, context)
    if (command.do === 'unreached') return told(passOn(state, command, context))
    return command.do === 'ring' ? ring(state, command, context) : report(state, command, context)
  } catch (error) {
    if (error instanceof No) return error.refusal
    throw error
  }
}

function told(story: Story): Decision {
  keepReceived(story)
  return { facts: story.facts, state: story.state }
}

// ───────────────────────────────────────────────────────────────────────────── filing

function file(command: FileCommand, context: Context, number: string): Decision {
  const { policy, directory } = context
  const { actor } = command
  if (actor.kind === 'person' && !Object.hasOwn(directory.people, actor.id)) return { refused: 'not_a_person' }
  if (actor.kind === 'account' && !policy.flow.strangersMayFile) return { refused: 'may_not_file' }
  if (actor.kind === 'clock' || actor.kind === 'delivery') return { refused: 'may_not_file' }
  const blank = { values: {}, derived: {}, visits: {} }
  const wrong = command.strict
    ? checkForm(policy, policy.flow.intake, blank, command.values)[0]
    : missingText(policy, command.values)
  if (wrong) return wrong
  const story = new Story(undefined, context, actor, command.via)
  const values: Record<string, Value> = { ...command.values, channel: channelOf(command, context) }
  if (actor.kind === 'person') values.receiver ??= actor.id
  const known = { values, derived: derive(policy, values), visits: {} }
  const home = firstOf(policy.flow.channel, environment(policy, known))?.is
  const opening = { number, policy: policy.version, lang: command.lang, channel: String(values.channel), values }
  story.record({ is: 'filed', ...opening, ...(home === undefined ? {} : { home }) })
  rederive(story)
  enter(story, policy.flow.start)
  nameReceiver(story)
  promiseReceived(story)
  raiseAlarms(story)
  findBatches(story)
  findDuplicates(story)
  answerEmergency(story)
  return told(story)
}

/** The intake channel is part of the record (F005): what was said, else how it came in. */
function channelOf(command: FileCommand, { policy }: Context): string {
  const { channel } = command.values
  if (typeof channel === 'string') return channel
  const options = policy.fields.channel?.options?.map((o) => o.id) ?? []
  return options.includes(command.via) ? command.via : options.includes('chat') ? 'chat' : (options[0] ?? command.via)
}

/** Somebody has to talk to the customer: when no person filed, one of the policy's receivers, else of those asked first. */
function nameReceiver(story: Story): void {
  const { state, context } = story
  if (state.values.receiver !== undefined) return
  const { receivers } = context.policy.flow
  const first = state.positions[0]
  const named = receivers ? resolve(receivers, state, context, new Set()).people : []
  const people = named.length > 0 || !first ? named : askedAt(first, state, context).people
  const person: PersonId | undefined = pickOne(people, state.number)
  if (person !== undefined) story.record({ is: 'amended', values: { receiver: person } })
}

// ───────────────────────────────────────────────────────────────────────────── acting

function act(state: Case, command: ActCommand, context: Context): Decision {
  const person = personOf(command.actor)
  if (isRefusal(person)) return person
  const deed = VERB_DEEDS[command.verb]
  if (!deed) return { refused: 'unknown_verb', params: { verb: command.verb } }
  const place = placeOf(state, command, person, context)
  if (isRefusal(place)) return place
  const story = new Story(state, context, command.actor, command.via)
  deed(story, command, person, place)
  raiseAlarms(story)
  findBatches(story)
  findDuplicates(story)
  answerEmergency(story)
  return told(story)
}

/** The position the verb is about: the named one, else the first where this person may do it. */
function placeOf(state: Case, command: ActCommand, person: PersonId, context: Context): Position | undefined | Refusal {
  const { verb } = command
  const permission = (position?: Position): Refusal | undefined =>
    may({ person, verb, state, position, company: context, now: context.now })
  if (CASE_VERBS.includes(verb)) return permission() ?? undefined
  if (command.position !== undefined) {
    const position = state.positions.find((p) => p.key === command.position)
    return position ? (permission(position) ?? position) : lateFor(state, command, context)
  }
  const offered = state.positions.filter((p) => isOfferedAt(verb, p, context.policy))
  if (offered.length === 0 || state.ended) return lateFor(state, command, context)
  return offered.find((p) => !permission(p)) ?? (permission(offered[0]) as Refusal)
}

/** A click on something that is over: who was faster, and with what (D07). */
function lateFor(state: Case, command: ActCommand, { policy, directory }: Context): Refusal {
  const over = state.past.filter((p) =>
    command.position === undefined
      ? policy.flow.stages[p.stage]?.verbs.includes(command.verb)
      : p.key === command.position,
  )
  const last = over.at(-1)
  if (!last) return { refused: 'not_offered', params: { verb: command.verb, stage: '' } }
  const by = last.by.kind === 'person' ? (directory.people[last.by.id]?.name ?? last.by.id) : last.by.kind
  return {
    refused: 'already_decided',
    params: { number: state.number, by, result: last.result, at: { at: last.left } },
  }
}

// ───────────────────────────────────────────────────────────────────────────── clock and delivery

/** A due timer. One whose moment the case no longer waits for does nothing: the state has moved on. */
function ring(state: Case, command: RingCommand, context: Context): Decision {
  const story = new Story(state, context, command.actor, command.via)
  const due = momentsFor(state, context).filter((m) => m.at <= context.now)
  const moment = due.find((m) => m.key === command.timer)
  if (!moment) return told(story)
  const { means } = moment
  if (moment.means.is === 'opens') story.record({ is: 'opened', position: moment.position })
  else if (means.is === 'rung' && moment.position === '')
    remindOfCase(
      story,
      due.filter(isRung).filter((m) => m.position === '' && m.means.clock === means.clock),
    )
  else if (moment.means.is === 'rung')
    remind(
      story,
      due.filter(isRung).filter((m) => m.position === moment.position),
    )
  else ringPromise(story, moment.means.promise, moment.means.is === 'promise_over')
  return told(story)
}

/** Delivery tells how a message to the customer went; the stage that waited for it moves on or asks a person. */
function report(state: Case, command: ReportCommand, context: Context): Decision {
  const story = new Story(state, context, command.actor, command.via)
  const position = state.positions.find((p) => p.key === command.position)
  const stage = position && context.policy.flow.stages[position.stage]
  if (!position || stage?.kind !== 'customer' || position.byHand) return told(story)
  if (!command.sent) {
    story.record({ is: 'not_told', position: position.key, why: command.why ?? 'given_up' })
    return told(story)
  }
  story.record({ is: 'told', position: position.key, notice: stage.notice, how: 'sent' })
  follow(story, position, 'told')
  return told(story)
}

/** A war room stands. Told twice, it stands all the same. */
function opened(state: Case, { actor, via, platform, handle }: RoomCommand, context: Context): Decision {
  const story = new Story(state, context, actor, via)
  if (state.room && state.room.handles[platform] === undefined) story.record({ is: 'room_opened', platform, handle })
  return told(story)
}
