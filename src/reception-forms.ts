/** Which form a verb opens, what it asks now, and what a filled-in one says. */
import { say } from '../cards/catalogue.ts'
import { drawForm } from '../cards/forms.ts'
import { likelyBlocks } from '../cards/merge-words.ts'
import type { Form } from '../cards/model.ts'
import { openPromiseBlocks } from '../cards/promise-words.ts'
import type { Reader } from '../cards/reader.ts'
import { asksForReason, drawReasonForm, type ReasonVerb } from '../cards/reason-form.ts'
import { oneLine } from '../cards/text.ts'
import type { Files } from './ports.ts'
import { readPromise } from './reception-promise.ts'
import { type Time, targetsOf } from './reception-targets.ts'
import type { Case, Position } from './rules/case.ts'
import type { Timely } from './rules/clocks.ts'
import type { Known } from './rules/environment.ts'
import { derive, merged } from './rules/environment.ts'
import { allowedKinds, shownFields } from './rules/form.ts'
import type { FieldId, FileRef, Millis, PersonId, Refusal, Value, Values, Verb } from './rules/nouns.ts'
import { isRefusal, VERBS } from './rules/nouns.ts'
import { filerOf } from './rules/people.ts'
import type { Policy } from './rules/policy.ts'
import { readValues } from './rules/read-values.ts'

/** A form's place: the case it belongs to and the position it was opened at. */
export interface Opened {
  readonly state: Case
  readonly position?: Position
  /** The place that was named but is not open: never act at another one instead, the desk says who was faster. */
  readonly named?: string
}

/** The empty intake form, or one with the values so far. */
export function intakeForm(reader: Reader, values: Values): Form {
  return policyForm(reader, reader.policy.flow.intake, 'file', { values, derived: {}, visits: {} })
}

/** The form of a verb at a case: the stage's, the intake form for corrections, or a reason form. */
export function verbForm(
  reader: Reader,
  verb: Verb,
  { state, position }: Opened,
  me: PersonId,
  time: Time,
  change: Said['values'] = {},
): Form | Refusal {
  const { policy } = reader
  const place = {
    number: state.number,
    revision: position?.bound ?? state.revision,
    ...(position ? { position: position.key } : {}),
  }
  const open = [
    ...(mayEnd(policy, verb, position) ? openPromiseBlocks(state, reader.lang) : []),
    ...(isMergeable(policy, position) && ['submit', 'merge'].includes(verb) ? likelyBlocks(state.likened, reader) : []),
  ]
  if (asksForReason(verb)) {
    const targets = targetsOf(reader, verb, state, position, me, time)
    return drawReasonForm({ lang: reader.lang, verb, ...place, ...targets, intro: open })
  }
  const formId = formOf(policy, verb, position)
  if (formId === undefined) return { refused: 'not_offered', params: { verb, stage: '' } }
  const before = verb === 'pay' && position ? withoutPayment(policy, formId, state, position) : state.values
  const known = { ...state, values: merged(before, change) }
  const drawn = policyForm(reader, formId, verb, known, position?.stage, state, place)
  const form = open.length === 0 ? drawn : { ...drawn, intro: [...drawn.intro, ...open] }
  return verb === 'amend' ? { ...correction(form, reader, state, me), id: 'amend' } : form
}

/** Whoever works here may merge the case: they see what it is likely the same as. */
function isMergeable(policy: Policy, position: Position | undefined): boolean {
  return (position && policy.flow.stages[position.stage]?.verbs.includes('merge')) ?? false
}

/** True where what is handed in may end the case. */
function mayEnd(policy: Policy, verb: Verb, position: Position | undefined): boolean {
  return verb === 'withdraw' || (position !== undefined && policy.flow.stages[position.stage]?.kind === 'callback')
}

/** The next payment on an instruction has an amount and a voucher of its own: what the last one said is not offered again. */
function withoutPayment(policy: Policy, formId: string, state: Case, position: Position): Values {
  const again = state.instructions.some((one) => one.id === position.instruction && one.payments)
  const own = new Set(again ? policy.forms[formId]?.fields : [])
  return Object.fromEntries(Object.entries(state.values).filter(([id]) => !own.has(id)))
}

/**
 * Correcting is no way around the verb that shows contact data and leaves a fact: whoever neither took the complaint in nor
 * has looked corrects everything else.
 */
function correction(form: Form, reader: Reader, state: Case, me: PersonId): Form {
  const knows = [filerOf(state), state.values.receiver, ...(state.looked ?? [])].includes(me)
  const contact = (id: FieldId): boolean => {
    const personal = reader.policy.fields[id]?.personal
    return personal !== undefined && personal !== 'name' && state.values[id] !== undefined
  }
  if (knows || !form.fields.some(({ id }) => contact(id))) return form
  const text = say(reader.lang, 'form.contact_hidden')
  return {
    ...form,
    intro: [...form.intro, { block: 'text', tone: 'quiet', text }],
    fields: form.fields.filter(({ id }) => !contact(id)),
  }
}

interface Place {
  readonly number?: string
  readonly position?: string
  readonly revision?: number
}

function policyForm(
  reader: Reader,
  formId: string,
  verb: Verb | 'file',
  known: Known,
  stage = '',
  before: Known = known,
  place: Place = {},
): Form {
  const { policy } = reader
  const derived = derive(policy, known.values, known.visits, known.alarms)
  const shown = shownFields(policy, formId, { ...known, derived }, stage)
  // What the form completes stays on it while it is being filled in.
  const missing = shownFields(policy, formId, before, stage).filter(
    (s) => !shown.some((t) => t.field.id === s.field.id) && !policy.forms[formId]?.fields.includes(s.field.id),
  )
  return drawForm({
    ...reader,
    form: formId,
    verb,
    shown: [...missing, ...shown],
    values: known.values,
    allowedKinds: allowedKinds(policy, { ...known, derived }),
    ...place,
  })
}

/** The policy form a verb fills in at this position; undefined when it has none. */
export function formOf(policy: Policy, verb: Verb, position: Position | undefined): string | undefined {
  if (verb === 'amend') return policy.flow.intake
  const stage = position && policy.flow.stages[position.stage]
  if (!stage || !('form' in stage)) return undefined
  if (verb === 'pay') return stage.kind === 'payment' ? stage.form : undefined
  return verb === 'submit' && stage.kind !== 'payment' ? stage.form : undefined
}

/** What a filled-in form asks for: the verb, and its values, reason and target; or everything wrong with it. */
export interface Said {
  readonly values: Readonly<Record<FieldId, Value | null>>
  readonly reason?: string
  readonly to?: string
  readonly how?: string
  readonly files?: readonly FileRef[]
  readonly promise?: { readonly what: string; readonly until: Millis }
}

/** Reads raw form input. File references are replaced by what the file store holds under their hash. */
export async function readAnswer(
  company: Timely,
  files: Files,
  raw: Readonly<Record<string, unknown>>,
  own?: OwnForm,
): Promise<Said | readonly Refusal[]> {
  if (own) return readReason(files, raw, own)
  const { policy, directory } = company
  const input: Record<string, unknown> = { ...raw }
  const wrong: Refusal[] = []
  for (const [id, value] of Object.entries(raw)) {
    if (policy.fields[id]?.type !== 'files' || !Array.isArray(value)) continue
    const found = await findFiles(files, id, value)
    if (isRefusal(found)) wrong.push(found)
    else input[id] = found
  }
  const read = readValues(policy, directory, input)
  const all = [...wrong, ...read.wrong.filter((refusal) => !wrong.some((w) => w.field === refusal.field))]
  return all.length > 0 ? all : { values: read.values }
}

/** A verb's own form, and the zone of whoever fills it in. */
interface OwnForm {
  readonly verb: ReasonVerb
  readonly tz: string
}

async function readReason(
  files: Files,
  raw: Readonly<Record<string, unknown>>,
  own: OwnForm,
): Promise<Said | readonly Refusal[]> {
  const { left, promise } = readPromise(raw, own.verb, own.tz)
  if (isRefusal(promise)) return [promise]
  const { reason, to, how, files: given, ...rest } = left
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) return [{ refused: 'field_unknown', field: unknown, params: { field: unknown } }]
  for (const [field, value] of Object.entries({ reason, to, how }))
    if (value !== undefined && value !== null && typeof value !== 'string')
      return [{ refused: 'field_type', field, params: { field } }]
  const found = Array.isArray(given) ? await findFiles(files, 'files', given) : []
  if (isRefusal(found)) return [found]
  return {
    values: {},
    ...(typeof reason === 'string' && reason !== '' ? { reason } : {}),
    ...(typeof to === 'string' && to !== '' ? { to } : {}),
    ...(typeof how === 'string' && how !== '' ? { how } : {}),
    ...(found.length > 0 ? { files: found } : {}),
    ...(promise === undefined ? {} : { promise }),
  }
}

const MOST_FILES = 20

async function findFiles(
  files: Files,
  field: string,
  given: readonly unknown[],
): Promise<readonly FileRef[] | Refusal> {
  if (given.length > MOST_FILES) return { refused: 'field_files', field, params: { field, max: MOST_FILES } }
  const found: FileRef[] = []
  for (const one of given) {
    const sha = typeof one === 'string' ? one : (one as { sha256?: unknown } | null)?.sha256
    const ref = typeof sha === 'string' && /^[0-9a-f]{64}$/.test(sha) ? await files.find(sha) : undefined
    if (!ref) return { refused: 'file_unknown', field }
    found.push(named(ref, one))
  }
  return found
}

/**
 * A file under the name it was given this time. The store keeps the name of whoever gave the same bytes first, and that
 * may be another customer's. Its ending is what its bytes are.
 */
function named(ref: FileRef, given: unknown): FileRef {
  const name = typeof given === 'object' && given !== null && 'name' in given ? given.name : undefined
  if (typeof name !== 'string') return ref
  const ending = /\.[a-z0-9]{1,8}$/.exec(ref.name)?.[0] ?? ''
  const stem = oneLine(name.replace(/\.[^.]{1,8}$/, '').replace(/[<>:"|?*/\\]/g, ''), 110)
  return { ...ref, name: `${stem === '' ? 'file' : stem}${ending}` }
}

/** True when a form id is a verb's own form rather than one of the policy's. */
export function verbOfForm(id: string): Verb | undefined {
  return VERBS.find((verb) => verb === id && (asksForReason(verb) || verb === 'amend'))
}

/** Values without those that empty a field. */
export function filled(values: Said['values']): Values {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== null))
}
