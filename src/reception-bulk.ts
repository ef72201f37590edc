/** Several approvals decided at once: one command per case, each seen, permitted and refused for itself (D20). */
import type { BulkOutcome, Waiting } from '../cards/bulk-form.ts'
import { BULK_LABELS, BULK_VERBS, bulkMessage, drawBulk, MOST_AT_ONCE, readBulkId } from '../cards/bulk-form.ts'
import { say } from '../cards/catalogue.ts'
import type { Form } from '../cards/model.ts'
import { proposalWords } from '../cards/names.ts'
import type { Caller, FormAnswer, Reply } from './ports.ts'
import type { Counter } from './reception.ts'
import { errorsOn, messageTo, refuse } from './reception-answers.ts'
import { may } from './rules/may.ts'
import type { PersonId, Refusal } from './rules/nouns.ts'
import { isRefusal } from './rules/nouns.ts'
import { BOUNDS } from './rules/policy.ts'

/** The form with every approval that waits for this person; a refusal for an account that is nobody. */
export async function bulkForm(counter: Counter, caller: Caller): Promise<Form | Refusal> {
  if (caller.actor.kind !== 'person') return { refused: 'not_a_person' }
  const tasks = (await counter.store.tasksOf(caller.actor.id)).filter(({ task }) => task.kind === 'decision')
  const listed = await Promise.all(
    tasks
      .slice(0, MOST_AT_ONCE)
      .map((one) => lineOf(counter, caller, caller.actor.kind === 'person' ? caller.actor.id : '', one)),
  )
  const waiting = listed.filter((one) => one !== undefined)
  return drawBulk(waiting, Math.max(0, tasks.length - MOST_AT_ONCE), counter.readerOf(caller))
}

/** One that can be approved now; undefined when the case has moved on since it was listed. */
async function lineOf(
  counter: Counter,
  caller: Caller,
  person: PersonId,
  { task, row }: Awaited<ReturnType<Counter['store']['tasksOf']>>[number],
): Promise<Waiting | undefined> {
  const scene = await counter.find(caller, row.number)
  if (isRefusal(scene)) return undefined
  const { state, timely, reader } = scene
  const position = state.positions.find(({ key }) => key === task.position)
  const ask = { person, state, position, company: timely, now: counter.clock.now() }
  if (!position?.asking || may({ ...ask, verb: 'approve' })) return undefined
  return {
    task: { position: position.key, revision: position.bound },
    number: row.number,
    plan: proposalWords(position.asking.proposal, reader, ''),
  }
}

/** Answers `bulk`: the form, or that nothing waits. */
export async function openBulk(counter: Counter, caller: Caller): Promise<Reply> {
  const reader = counter.readerOf(caller)
  const form = await bulkForm(counter, caller)
  if (isRefusal(form)) return refuse(reader, form)
  const [cases] = form.fields
  const empty = cases?.kind.input !== 'select' || cases.kind.options.length === 0
  return empty
    ? { is: 'say', message: messageTo(reader, say(reader.lang, 'answer.nothing_waiting')) }
    : { is: 'form', form }
}

/** Decides what was chosen, each case for itself: some may succeed while others are refused. */
export async function decideBulk(counter: Counter, caller: Caller, form: FormAnswer, key: string): Promise<Reply> {
  const reader = counter.readerOf(caller)
  if (caller.actor.kind !== 'person') return refuse(reader, { refused: 'not_a_person' })
  const said = readBulk(form.values)
  if (isRefusal(said)) return errorsOn(reader, [named(said)])
  const { verb, reason } = said
  const outcomes = await Promise.all(
    said.cases.map(async ({ number, position: named, revision }): Promise<BulkOutcome> => {
      const scene = await counter.find(caller, number)
      if (isRefusal(scene)) return { number, ...outcome(refuse(reader, scene)) }
      const { state } = scene
      const position = state.positions.find((one) => one.key === named)
      const place = position ? { state, position } : { state, named }
      const words = reason === '' ? {} : { reason }
      return {
        number,
        ...outcome(await counter.act(caller, verb, place, words, revision, `${key}/${number}/${named}`)),
      }
    }),
  )
  return { is: 'say', message: bulkMessage(outcomes, reader) }
}

function outcome(reply: Reply): Omit<BulkOutcome, 'number'> {
  if (reply.is === 'done' || reply.is === 'refused') return { done: reply.is === 'done', words: reply.message.text }
  throw new Error(`a ${reply.is} where a decision was expected`)
}

interface Said {
  readonly cases: readonly { readonly number: string; readonly position: string; readonly revision: number }[]
  readonly verb: (typeof BULK_VERBS)[number]
  readonly reason: string
}

function readBulk(values: FormAnswer['values']): Said | Refusal {
  const unknown = Object.keys(values).find((id) => !Object.hasOwn(BULK_LABELS, id))
  if (unknown !== undefined) return { refused: 'field_unknown', field: unknown.slice(0, 40) }
  const given: unknown = values.cases
  if (!Array.isArray(given) || given.length === 0) return { refused: 'field_required', field: 'cases' }
  const cases = [...new Set(given)].map((id) => (typeof id === 'string' ? readBulkId(id) : undefined))
  const known = cases.filter((one) => one !== undefined)
  if (known.length < cases.length || known.length > MOST_AT_ONCE) return { refused: 'field_option', field: 'cases' }
  const verb = BULK_VERBS.find((one) => one === values.verb)
  if (verb === undefined) return { refused: 'field_option', field: 'verb' }
  const reason = typeof values.reason === 'string' ? values.reason.trim() : ''
  if (verb === 'reject' && reason === '') return { refused: 'reason_required', field: 'reason' }
  if (reason.length > BOUNDS.reason)
    return { refused: 'field_too_long', field: 'reason', params: { max: BOUNDS.reason } }
  return { cases: known, verb, reason: verb === 'reject' ? reason : '' }
}

/** A refusal about a field says the field's name as people see it. */
function named(refusal: Refusal): Refusal {
  const label = BULK_LABELS[refusal.field as keyof typeof BULK_LABELS]
  return label === undefined ? refusal : { ...refusal, params: { ...refusal.params, field: label } }
}
