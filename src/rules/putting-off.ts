/**
 * Putting reminders off (D12): whoever is asked says that they are on it, and nobody is reminded for a while; or somebody
 * wants their own reminders later. The clock runs on either way, and at level 1 little or nothing is put off.
 */
import { addSpan } from './calendar.ts'
import type { Case, Position } from './case.ts'
import type { Timely } from './clocks.ts'
import { calendarOf } from './clocks.ts'
import type { ActCommand } from './commands.ts'
import { at, no } from './deed.ts'
import { levelOf } from './environment.ts'
import type { Millis, PersonId, Verb } from './nouns.ts'
import type { Policy, Span } from './policy.ts'
import type { Story } from './story.ts'

/** What puts reminders off, where the policy lets people do so. */
export const PUT_OFF: readonly Verb[] = ['acknowledge', 'snooze']

/** The verbs of these that this policy offers. */
export function putOffVerbs(policy: Policy): readonly Verb[] {
  return PUT_OFF.filter((verb) => policy[verb as 'acknowledge' | 'snooze'] !== undefined)
}

/** How long somebody may put reminders off now: at level 1 the shortest alone, and only to say that they are on it. */
export function choicesNow(
  verb: 'acknowledge' | 'snooze',
  position: Position,
  state: Case,
  company: Timely,
  now: Millis,
): readonly Span[] {
  const all = company.policy[verb]?.for ?? []
  if (levelOf(state) !== 1) return all
  if (verb === 'snooze') return []
  const ends = (span: Span): Millis => addSpan(calendarOf(position, company), now, span)
  return all.toSorted((a, b) => ends(a) - ends(b)).slice(0, 1)
}

/** Says that they are on it: until then nobody is reminded of this position. */
export function acknowledge(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const until = untilOf('acknowledge', story, command, at(place))
  story.record({ is: 'acknowledged', position: at(place).key, person, until, level: levelOf(story.state) })
}

/** Puts off one's own reminders of this position. */
export function snooze(story: Story, command: ActCommand, person: PersonId, place: Position | undefined): void {
  const until = untilOf('snooze', story, command, at(place))
  story.record({ is: 'snoozed', position: at(place).key, person, until })
}

function untilOf(verb: 'acknowledge' | 'snooze', story: Story, { to }: ActCommand, position: Position): Millis {
  const { context, state } = story
  const choices = choicesNow(verb, position, state, context, context.now)
  const span = to === undefined && choices.length === 1 ? choices[0] : choices.find(({ text }) => text === to)
  if (!span) return no(to === undefined ? 'target_required' : 'target_unknown', 'to')
  return addSpan(calendarOf(position, context), context.now, span)
}
