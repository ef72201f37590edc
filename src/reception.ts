/**
 * The conversation every chat shares: words after `/complaint`, buttons and forms become commands for the desk or forms
 * to fill in. It shapes and checks input; it never decides: the desk does, on the fresh case.
 */
import { createHash } from 'node:crypto'
import { BULK_FORM } from '../cards/bulk-form.ts'
import { unmaskedMessage } from '../cards/lists.ts'
import type { Message } from '../cards/model.ts'
import { PREFERENCES_FORM } from '../cards/preferences-form.ts'
import type { Reader } from '../cards/reader.ts'
import { asksForReason } from '../cards/reason-form.ts'
import type { Company } from './company.ts'
import type { Desk } from './desk.ts'
import type { Caller, Clock, Files, FormAnswer, Reception, Reply, Store } from './ports.ts'
import { errorsOn, refuse, wordAnswer, wordFiling } from './reception-answers.ts'
import { bulkForm, decideBulk } from './reception-bulk.ts'
import type { Opened, Said } from './reception-forms.ts'
import { filled, formOf, intakeForm, readAnswer, verbForm, verbOfForm } from './reception-forms.ts'
import { sayingMoves } from './reception-regrade.ts'
import type { SeenParts } from './reception-seen.ts'
import { seenBy } from './reception-seen.ts'
import { keepPreferences, makeHome, preferencesForm } from './reception-self.ts'
import { makeHearing } from './reception-words.ts'
import type { Roster } from './roster.ts'
import type { Case } from './rules/case.ts'
import type { Timely } from './rules/clocks.ts'
import type { ActCommand } from './rules/commands.ts'
import { checkForm } from './rules/form.ts'
import { languageOf } from './rules/language.ts'
import { CASE_VERBS, may } from './rules/may.ts'
import type { PersonId, Refusal, Values, Verb } from './rules/nouns.ts'
import { isRefusal, VERBS } from './rules/nouns.ts'
import { askedAt } from './rules/people.ts'
import type { Policy } from './rules/policy.ts'
import { readValues } from './rules/read-values.ts'
import type { Vault } from './vault.ts'
import { openedCase } from './vault.ts'

export interface ReceptionParts extends Pick<SeenParts, 'lanesTo'> {
  readonly desk: Desk
  readonly store: Store
  readonly files: Files
  readonly company: Company
  readonly clock: Clock
  readonly preferences: Pick<Roster, 'preferencesOf' | 'prefer'>
  /** Opens account numbers for those who pay. */
  readonly vault: Vault
  /** Sends a word to one person, wherever they are reached. */
  tell(person: PersonId, message: Message): void
  /** Loads the policy version of an older case, so that its forms can be drawn. */
  loadPolicy(version: string): Promise<void>
}

/** A case with the rules it lives under and whoever reads about it. */
export interface Scene {
  readonly state: Case
  readonly timely: Timely
  readonly reader: Reader
}

/** What the parts of the reception share. */
export interface Counter extends ReceptionParts {
  /** The reader under the current policy, for words that name no case. */
  readerOf(caller: Caller): Reader
  /** The case of this number, or why not. */
  find(caller: Caller, number: string): Promise<Scene | Refusal>
  /** Puts a verb before the desk and words its answer. */
  act(
    caller: Caller,
    verb: Verb,
    place: Opened,
    said: Partial<Said>,
    revision: number | undefined,
    key: string,
  ): Promise<Reply>
}

/** Opens the reception. */
export function makeReception(parts: ReceptionParts): Reception {
  const counter = makeCounter(parts)
  return {
    hear: makeHearing(counter),
    click: (caller, click, key) => onClick(counter, caller, click, key),
    redraw: (caller, form) => onRedraw(counter, caller, form),
    submit: (caller, form, key) => {
      if (form.id === PREFERENCES_FORM) return keepPreferences(counter, caller, form)
      return form.id === BULK_FORM ? decideBulk(counter, caller, form, key) : onSubmit(counter, caller, form, key)
    },
    home: makeHome(counter),
  }
}

function makeCounter(parts: ReceptionParts): Counter {
  const reading = (caller: Caller, { policy, directory }: Timely): Reader => {
    const person = caller.actor.kind === 'person' ? directory.people[caller.actor.id] : undefined
    return { lang: caller.lang, tz: person?.tz ?? policy.company.tz, policy, directory }
  }
  const readerOf = (caller: Caller): Reader => reading(caller, parts.company.under(parts.company.current.version))
  return {
    ...parts,
    readerOf,
    async find(caller, number) {
      const state = await parts.store.case(number)
      if (!state) return { refused: 'not_found', params: { number } }
      await parts.loadPolicy(state.policy)
      const timely = parts.company.under(state.policy)
      return { state, timely, reader: reading(caller, timely) }
    },
    async act(caller, verb, place, said, revision, key) {
      const { state, position, named } = place
      const at = position?.key ?? named
      const seen = await seenBy(parts, caller, verb, place, revision, parts.company.under(state.policy))
      const command: ActCommand = {
        do: 'act',
        id: key,
        actor: caller.actor,
        via: caller.via,
        number: state.number,
        verb,
        ...said,
        ...(at === undefined ? {} : { position: at }),
        ...(revision === undefined ? {} : { revision }),
        ...(seen === undefined ? {} : { seen }),
      }
      const answer = await parts.desk.submit(command, meantBy(caller, verb, state.number))
      const reader = reading(caller, parts.company.under(state.policy))
      return verb === 'unmask' && !isRefusal(answer)
        ? {
            is: 'done',
            number: answer.number,
            revision: answer.revision,
            message: unmaskedMessage(await unmaskedCase(parts, caller, state), reader),
          }
        : wordAnswer(reader, verb, answer)
    },
  }
}

/** Account numbers are opened for whoever is to pay now, for others not even here. */
async function unmaskedCase(parts: ReceptionParts, { actor }: Caller, before: Case): Promise<Case> {
  const state = (await parts.store.case(before.number)) ?? before
  const timely = parts.company.under(state.policy)
  const pays = state.positions.some((position) => {
    const asked =
      timely.policy.flow.stages[position.stage]?.kind === 'payment' && askedAt(position, state, timely).people
    return asked && actor.kind === 'person' && asked.includes(actor.id)
  })
  return pays ? openedCase(state, parts.vault) : state
}

/**
 * What a key was first used for. A key repeats the first answer to the same deed only: the answer to a note must not open
 * somebody's contact data.
 */
function meantBy({ actor }: Caller, verb: Verb | 'file', number = ''): string {
  return createHash('sha256')
    .update(JSON.stringify([actor, verb, number]))
    .digest('hex')
}

// ───────────────────────────────────────────────────────────────────────────── buttons

async function onClick(
  counter: Counter,
  caller: Caller,
  click: Parameters<Reception['click']>[1],
  key: string,
): Promise<Reply> {
  const { verb, revision } = click
  const scene = await counter.find(caller, click.number)
  if (isRefusal(scene)) return refuse(counter.readerOf(caller), scene)
  const { state, timely, reader } = scene
  if (!VERBS.includes(verb))
    return refuse(reader, { refused: 'unknown_verb', params: { verb: String(verb).slice(0, 40) } })
  const place = placeOf(counter, caller, verb, scene, click.position)
  // Whatever may not be done is refused by the desk, in the same words whether a form stood before it or not.
  if (!place || caller.actor.kind !== 'person') {
    return counter.act(
      caller,
      verb,
      click.position === undefined ? { state } : namedPlace(state, click.position),
      {},
      revision,
      key,
    )
  }
  if (!asksForReason(verb) && formOf(timely.policy, verb, place.position) === undefined) {
    return counter.act(caller, verb, place, {}, revision, key)
  }
  const drawn = verbForm(reader, verb, place, caller.actor.id, { company: timely, now: counter.clock.now() })
  if (isRefusal(drawn)) return refuse(reader, drawn)
  const form = sayingMoves(drawn, scene, {}, counter.clock.now())
  return { is: 'form', form: { ...form, revision } }
}

function namedPlace(state: Case, key: string): Opened {
  const position = state.positions.find((p) => p.key === key)
  return position ? { state, position } : { state, named: key }
}

/** The open place where this person may do the verb; undefined when there is none. */
function placeOf(
  counter: Counter,
  caller: Caller,
  verb: Verb,
  { state, timely }: Scene,
  named: string | undefined,
): Opened | undefined {
  const person = caller.actor.kind === 'person' ? caller.actor.id : ''
  const now = counter.clock.now()
  const allowed = (position?: Opened['position']): boolean =>
    may({ person, verb, state, position, company: timely, now }) === undefined
  if (CASE_VERBS.includes(verb)) return allowed() ? { state } : undefined
  const position = state.positions.filter((p) => named === undefined || p.key === named).find(allowed)
  return position && { state, position }
}

// ───────────────────────────────────────────────────────────────────────────── forms

/** A form's verb and the place it was opened at. */
function verbOf(
  form: FormAnswer,
  { state, timely }: Scene,
): { readonly verb: Verb; readonly place: Opened } | undefined {
  const named = state.positions.find((p) => p.key === form.position)
  const placeAt = (position: Opened['position']): Opened =>
    position ? { state, position } : { state, ...(form.position === undefined ? {} : { named: form.position }) }
  const { stages } = timely.policy.flow
  const uses = (position: { readonly stage: string } | undefined): boolean => {
    const stage = position && stages[position.stage]
    return stage !== undefined && 'form' in stage && stage.form === form.id
  }
  const position = uses(named) ? named : form.position === undefined ? state.positions.find(uses) : undefined
  // A form of the policy may bear a verb's name (`answer`): the place says which of the two it is, also once it is over, when
  // the same answer may be asked for again.
  const past = state.past.find(({ key }) => key === form.position)
  const own = position || uses(past) ? undefined : verbOfForm(form.id)
  if (own) return { verb: own, place: CASE_VERBS.includes(own) ? { state } : placeAt(named) }
  const stage = position ? stages[position.stage] : Object.values(stages).find((s) => 'form' in s && s.form === form.id)
  if (!stage) return undefined
  return { verb: stage.kind === 'payment' ? 'pay' : 'submit', place: placeAt(position) }
}

async function onSubmit(counter: Counter, caller: Caller, form: FormAnswer, key: string): Promise<Reply> {
  if (form.number === undefined) return fileFrom(counter, caller, form, key)
  const scene = await counter.find(caller, form.number)
  if (isRefusal(scene)) return refuse(counter.readerOf(caller), scene)
  const { timely, reader, state } = scene
  const found = verbOf(form, scene)
  if (!found) return refuse(reader, { refused: 'not_found', params: { number: form.number } })
  const own = asksForReason(found.verb) ? { verb: found.verb, tz: reader.tz } : undefined
  const said = await readAnswer(timely, counter.files, form.values, own)
  if (isWrong(said)) return errorsOn(reader, said)
  const formId = formOf(timely.policy, found.verb, found.place.position)
  const wrong =
    formId === undefined ? [] : checkForm(timely.policy, formId, state, said.values, found.place.position?.stage)
  if (wrong.length > 0) return errorsOn(reader, wrong)
  const reply = await counter.act(caller, found.verb, found.place, said, form.revision, key)
  return onField(reply, form, timely.policy)
}

const FIELD_OF: Readonly<Record<string, string>> = {
  reason_required: 'reason',
  field_type: 'reason',
  field_too_long: 'reason',
  target_required: 'to',
  target_unknown: 'to',
  target_barred: 'to',
  hedge_word: 'promise',
  promise_time: 'day',
  merge_self: 'to',
  merge_unknown: 'to',
  merge_ended: 'to',
  merge_graver: 'to',
}

/** A refusal that is about a reason or target belongs on the form's field. */
function onField(reply: Reply, form: FormAnswer, { approval }: Policy): Reply {
  if (reply.is !== 'refused') return reply
  const own = verbOfForm(form.id) === undefined ? undefined : FIELD_OF[reply.code]
  const field = reply.code === 'amount_unusual' ? approval.precedents?.reason : own
  if (field === undefined) return reply
  return { is: 'errors', code: reply.code, errors: [{ field, text: reply.message.text }] }
}

async function fileFrom(counter: Counter, caller: Caller, form: FormAnswer, key: string): Promise<Reply> {
  const reader = counter.readerOf(caller)
  const { policy } = reader
  const timely = counter.company.under(policy.version)
  if (form.id !== policy.flow.intake)
    return refuse(reader, { refused: 'bad_request', params: { what: form.id.slice(0, 40) } })
  const said = await readAnswer(timely, counter.files, form.values)
  if (isWrong(said)) return errorsOn(reader, said)
  const wrong = checkForm(policy, policy.flow.intake, { values: {}, derived: {}, visits: {} }, said.values)
  if (wrong.length > 0) return errorsOn(reader, wrong)
  const values: Values = filled(said.values)
  const lang = languageOf(values.text, caller.lang)
  const { actor, via } = caller
  const answer = await counter.desk.submit(
    { do: 'file', id: key, actor, via, values, lang, strict: true },
    meantBy(caller, 'file'),
  )
  return wordFiling(reader, counter.store, answer)
}

async function onRedraw(counter: Counter, caller: Caller, form: FormAnswer): ReturnType<Reception['redraw']> {
  const reader = counter.readerOf(caller)
  if (form.id === PREFERENCES_FORM) return preferencesForm(counter, caller)
  if (form.id === BULK_FORM) return bulkForm(counter, caller)
  if (form.number === undefined) {
    // Half-filled fields are drawn again as they are; only what can be read counts for which fields appear.
    return intakeForm(reader, filled(readValues(reader.policy, reader.directory, form.values).values))
  }
  const scene = await counter.find(caller, form.number)
  if (isRefusal(scene)) return scene
  const found = verbOf(form, scene)
  if (!found || caller.actor.kind !== 'person') return { refused: 'not_found', params: { number: form.number } }
  const { values } = readValues(scene.timely.policy, scene.timely.directory, form.values)
  const time = { company: scene.timely, now: counter.clock.now() }
  const plain = verbForm(scene.reader, found.verb, found.place, caller.actor.id, time, values)
  if (isRefusal(plain)) return plain
  const drawn = sayingMoves(plain, scene, values, counter.clock.now())
  return form.revision === undefined ? drawn : { ...drawn, revision: form.revision }
}

function isWrong(said: Said | readonly Refusal[]): said is readonly Refusal[] {
  return Array.isArray(said)
}
