/** Forms as data: which fields are shown and required now, and whether what was filled in will do. */

import type { Known } from './environment.ts'
import { derive, environment, gradeOf, merged } from './environment.ts'
import { parseMoney } from './money.ts'
import type { Directory, FieldId, FileRef, FormId, Money, Refusal, Value, Values } from './nouns.ts'
import type { Cell, Field, Form, Policy, TreeNode } from './policy.ts'
import { BOUNDS } from './policy.ts'

/** A field of a form as it stands now. */
export interface Shown {
  readonly field: Field
  readonly required: boolean
}

/** The fields a form shows under these values, in order. A form that `completes` another adds what that one still lacks. */
export function shownFields(policy: Policy, formId: FormId, known: Known, stage = ''): readonly Shown[] {
  const form = policy.forms[formId]
  if (!form) return []
  const env = environment(policy, { ...known, derived: derive(policy, known.values, known.visits) }, stage)
  const show = (id: FieldId): Shown | undefined => {
    const field = policy.fields[id]
    if (!field || (field.visible && !field.visible.test(env))) return undefined
    return { field, required: field.required?.test(env) ?? false }
  }
  const own = form.fields.map(show).filter((s) => s !== undefined)
  return [...missingOf(policy, form, known, show), ...own]
}

function missingOf(
  policy: Policy,
  form: Form,
  known: Known,
  show: (id: FieldId) => Shown | undefined,
): readonly Shown[] {
  const completed = form.completes === undefined ? undefined : policy.forms[form.completes]
  if (!completed) return []
  return completed.fields
    .filter((id) => !form.fields.includes(id) && known.values[id] === undefined)
    .map(show)
    .filter((shown) => shown?.required === true)
    .filter((shown) => shown !== undefined)
}

/**
 * Reads raw input into typed values, field by field. `null` and empty input empty a field. A field the policy does not
 * know is refused by name.
 */
export function readValues(
  policy: Policy,
  directory: Directory,
  raw: Readonly<Record<string, unknown>>,
): { readonly values: Readonly<Record<FieldId, Value | null>>; readonly wrong: readonly Refusal[] } {
  const values: Record<FieldId, Value | null> = {}
  const wrong: Refusal[] = []
  for (const [id, input] of Object.entries(raw)) {
    const field = Object.hasOwn(policy.fields, id) ? policy.fields[id] : undefined
    if (!field) {
      wrong.push({ refused: 'field_unknown', field: id, params: { field: id } })
      continue
    }
    const value = isEmpty(input) ? null : readValue(policy, directory, field, input)
    if (isProblem(value)) wrong.push({ ...value, field: id })
    else values[id] = value
  }
  return { values, wrong }
}

function isEmpty(input: unknown): boolean {
  return (
    input === null ||
    input === undefined ||
    (typeof input === 'string' && input.trim() === '') ||
    (Array.isArray(input) && input.length === 0)
  )
}

function isProblem(value: Value | null | Refusal): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value
}

/** One value, or why it is none. */
export function readValue(policy: Policy, directory: Directory, field: Field, input: unknown): Value | Refusal {
  const no = (refused: Refusal['refused'], params: Refusal['params'] = {}): Refusal => ({
    refused,
    field: field.id,
    params: { field: field.label, ...params },
  })
  switch (field.type) {
    case 'text':
    case 'phone':
    case 'email':
      return readText(field, input, no)
    case 'number':
      return readNumber(field, input, no)
    case 'money':
      return readMoney(policy, input, no)
    case 'choice':
      return typeof input === 'string' && field.options?.some((o) => o.id === input) ? input : no('field_option')
    case 'choices':
      return readChoices(field, input, no)
    case 'tree':
      return typeof input === 'string' && isLeaf(field.tree ?? [], input) ? input : no('field_option')
    case 'date':
      return typeof input === 'string' && isDate(input) ? input : no('field_type')
    case 'time':
      return typeof input === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(input) ? input : no('field_type')
    case 'files':
      return readFiles(field, input, no)
    case 'person':
      return typeof input === 'string' && Object.hasOwn(directory.people, input) ? input : no('target_unknown')
    case 'checkbox':
      return typeof input === 'boolean' ? input : no('field_type')
  }
}

type No = (refused: Refusal['refused'], params?: Refusal['params']) => Refusal

function readText(field: Field, input: unknown, no: No): Value | Refusal {
  if (typeof input !== 'string') return no('field_type')
  const text = input.replaceAll('\r\n', '\n').trim()
  if (!text.isWellFormed() || text.includes('\u0000')) return no('field_type')
  if (text.length > field.maxLength) return no('field_too_long', { max: field.maxLength })
  if (field.type === 'phone' && !/^[+\d][\d\s()*#-]{2,30}$/.test(text)) return no('field_type')
  if (field.type === 'email' && !/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(text)) return no('field_type')
  return text
}

function readNumber(field: Field, input: unknown, no: No): Value | Refusal {
  const number = typeof input === 'string' ? Number(input.normalize('NFKC').trim()) : input
  if (typeof number !== 'number' || !Number.isFinite(number)) return no('field_type')
  const { min, max } = field.range ?? {}
  if ((min !== undefined && number < min) || (max !== undefined && number > max))
    return no('field_range', { min: min ?? '−∞', max: max ?? '∞' })
  return number
}

function readMoney(policy: Policy, input: unknown, no: No): Value | Refusal {
  const { currency, digits } = policy.company
  const places = digits[currency] ?? 2
  const example = (1234.5).toFixed(places)
  const fix = { digits: places, allowed: currency, example, max: { minor: BOUNDS.money, currency } }
  if (typeof input === 'string' || typeof input === 'number') {
    const money = parseMoney(String(input), currency, places)
    return typeof money === 'string' ? no(money, fix) : money
  }
  if (typeof input !== 'object' || input === null || !('minor' in input) || !('currency' in input))
    return no('field_type', fix)
  const { minor } = input
  if (typeof minor !== 'number' || !Number.isSafeInteger(minor)) return no('field_type', fix)
  if (input.currency !== currency) return no('amount_currency', fix)
  if (minor < 0) return no('amount_negative', fix)
  return minor > BOUNDS.money ? no('field_range', fix) : { minor, currency }
}

function readChoices(field: Field, input: unknown, no: No): Value | Refusal {
  if (!Array.isArray(input) || !input.every((id) => typeof id === 'string' && field.options?.some((o) => o.id === id)))
    return no('field_option')
  const chosen = [...new Set(input as string[])]
  return field.max !== undefined && chosen.length > field.max ? no('field_range', { min: 0, max: field.max }) : chosen
}

function readFiles(field: Field, input: unknown, no: No): Value | Refusal {
  if (!Array.isArray(input) || !input.every(isFileRef)) return no('file_unknown')
  const max = field.max ?? 9
  if (input.length > max) return no('field_files', { max })
  const wrong = input.find((file) => !accepts(field, file))
  return wrong
    ? no('file_type', { name: wrong.name })
    : input.map(({ sha256, name, type, size }) => ({ sha256, name, type, size }))
}

function accepts(field: Field, file: FileRef): boolean {
  const kind = file.type.startsWith('image/') ? 'image' : file.type.startsWith('video/') ? 'video' : 'document'
  return !field.accept || field.accept.includes(kind)
}

function isFileRef(x: unknown): x is FileRef {
  const file = x as Partial<FileRef> | null
  return (
    typeof file === 'object' &&
    file !== null &&
    typeof file.sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(file.sha256) &&
    typeof file.name === 'string' &&
    typeof file.type === 'string' &&
    typeof file.size === 'number'
  )
}

function isLeaf(nodes: readonly TreeNode[], path: string): boolean {
  return nodes.some((node) =>
    node.children.length === 0 ? node.path === path : path.startsWith(`${node.path}.`) && isLeaf(node.children, path),
  )
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** Everything wrong with a filled-in form, given what the case already holds. Empty: it will do. */
export function checkForm(
  policy: Policy,
  formId: FormId,
  known: Known,
  change: Readonly<Record<FieldId, Value | null>>,
  stage = '',
): readonly Refusal[] {
  const values = merged(known.values, change)
  const after: Known = { ...known, values, derived: derive(policy, values, known.visits) }
  const shown = shownFields(policy, formId, { ...known, values }, stage)
  // What the form completes is accepted although this very change fills it, or makes it required.
  const completes = policy.forms[formId]?.completes
  const completed = completes === undefined ? [] : (policy.forms[completes]?.fields ?? [])
  const allowed = new Set([...shown.map((s) => s.field.id), ...completed])
  const wrong: Refusal[] = []
  for (const id of Object.keys(change)) {
    if (!allowed.has(id))
      wrong.push({ refused: 'field_unknown', field: id, params: { field: policy.fields[id]?.label ?? id } })
  }
  for (const { field, required } of shown) {
    const value = values[field.id]
    if (required && (value === undefined || value === false))
      wrong.push({ refused: 'field_required', field: field.id, params: { field: field.label } })
    else if (field.within === 'matrix' && value !== undefined) wrong.push(...checkMatrix(policy, after, field))
  }
  return wrong
}

/** Filing by API or in one line needs only the text (POLICY.md); everything else is asked at review. */
export function missingText(policy: Policy, values: Values): Refusal | undefined {
  return values.text === undefined
    ? { refused: 'field_required', field: 'text', params: { field: policy.fields.text?.label ?? 'text' } }
    : undefined
}

/** The kinds this grade allows, with their bounds (F072). */
export function allowedKinds(policy: Policy, known: Pick<Known, 'derived'>): Readonly<Record<string, Cell>> {
  return policy.matrix[gradeOf(known)] ?? {}
}

function checkMatrix(policy: Policy, known: Known, field: Field): readonly Refusal[] {
  const cells = allowedKinds(policy, known)
  const kind = String(known.values.plan_kind ?? '')
  const grade = gradeOf(known)
  if (field.type === 'choice') {
    return Object.hasOwn(cells, kind)
      ? []
      : [{ refused: 'kind_not_allowed', field: field.id, params: { kind: labelOf(policy, kind), grade } }]
  }
  const amount = known.values[field.id] as Money
  const max = cells[kind]?.max
  if (max === undefined || amount.minor <= max) return []
  return [
    {
      refused: 'amount_over_limit',
      field: field.id,
      params: { limit: { minor: max, currency: amount.currency }, grade },
    },
  ]
}

function labelOf(policy: Policy, kind: string): NonNullable<Refusal['params']>[string] {
  return policy.kinds.find((k) => k.id === kind)?.label ?? kind
}

export type { Values }
