/** Talking to the customer, and what was promised to them: recording a contact, keeping a promise, agreeing on another time. */
import type { ActCommand } from './commands.ts'
import { no, readable, reasonOf } from './deed.ts'
import { hedgeSaid } from './hedges.ts'
import type { Millis, PersonId } from './nouns.ts'
import { BOUNDS } from './policy.ts'
import { givenPromises, type Promised } from './promises.ts'
import type { Story } from './story.ts'
import { No } from './story.ts'
import { DAY } from './zone.ts'

/** Promises that can be open in one case at a time: more are nobody's. */
const MOST_OPEN = 20
/** Nobody can promise further ahead. */
const FURTHEST: Millis = 366 * DAY

/** Records a contact with the customer and, where something was promised in it, that promise (F024, F120). */
export function contact(story: Story, command: ActCommand, person: PersonId): void {
  const text = wordsOf(command)
  const { promise } = command
  if (promise) checkPromise(story, promise.what, promise.until)
  story.record({ is: 'contacted', text, files: command.files ?? [] })
  if (promise) give(story, { what: promise.what.trim(), until: promise.until, person })
}

/** Says that a promise was kept, and how. */
export function keep(story: Story, command: ActCommand): void {
  const { id } = chosen(story, command)
  story.record({ is: 'promise_kept', id, text: wordsOf(command), files: command.files ?? [] })
}

/** Agrees on another time with the customer. What was broken stays so: the new time is a promise of its own. */
export function renew(story: Story, command: ActCommand): void {
  const promise = chosen(story, command)
  const reason = reasonOf(command)
  const until = command.promise?.until
  if (until === undefined) return no('field_required', 'day')
  checkTime(story, until)
  if (until === promise.until) return no('already_done')
  const { now } = story.context
  if (promise.broken === undefined && promise.until >= now)
    return story.record({ is: 'promise_moved', id: promise.id, until, reason })
  // Its clock has not rung yet, though its time is over: it is broken all the same, and never moved out of that.
  if (promise.broken === undefined)
    story.record({ is: 'promise_broken', id: promise.id, until: promise.until, people: [] })
  const { what, person } = promise
  give(story, { what, until, ...(person === undefined ? {} : { person }), instead: promise.id })
}

function give(story: Story, promise: Pick<Promised, 'what' | 'until' | 'person' | 'instead'>): void {
  if (givenPromises(story.state).length >= MOST_OPEN)
    throw new No({ refused: 'rounds_used', params: { most: MOST_OPEN } })
  story.record({ is: 'promised', id: String((story.state.promises?.length ?? 0) + 1), ...promise })
}

/** A promise says something, without a hedge, until a moment ahead. */
function checkPromise(story: Story, said: string, until: Millis): void {
  const what = said.trim()
  if (what === '') throw new No({ refused: 'field_required', field: 'promise', params: { field: 'promise' } })
  readable(what)
  if (what.length > BOUNDS.promise)
    throw new No({
      refused: 'field_too_long',
      field: 'promise',
      params: { field: 'promise', max: BOUNDS.promise },
    })
  const word = hedgeSaid(what, story.context.policy.hedges)
  if (word !== undefined) throw new No({ refused: 'hedge_word', field: 'promise', params: { word } })
  checkTime(story, until)
}

function checkTime({ context }: Story, until: Millis): void {
  if (!Number.isSafeInteger(until) || until <= context.now || until > context.now + FURTHEST) no('promise_time', 'day')
}

/** The promise that was named, or the only one. */
function chosen({ state }: Story, { to }: ActCommand): Promised {
  const open = givenPromises(state)
  if (to === undefined && open.length > 1) return no('target_required', 'to')
  const [first] = to === undefined ? open : open.filter(({ id }) => id === to)
  return first ?? no('target_unknown', 'to')
}

function wordsOf(command: ActCommand): string {
  const text = command.reason?.trim() ?? ''
  if (text === '') return no('reason_required', 'reason')
  readable(text)
  if (text.length > BOUNDS.note)
    throw new No({ refused: 'field_too_long', field: 'reason', params: { field: 'reason', max: BOUNDS.note } })
  return text
}
