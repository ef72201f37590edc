/** Forms as data: which fields are shown and required now, and whether what was filled in will do. */

import type { Known } from './environment.ts'
import { derive, environment, gradeOf, merged } from './environment.ts'
import { customerFields, hedgeSaid } from './hedges.ts'
import type { FieldId, FormId, Money, Refusal, Value, Values } from './nouns.ts'
import { kindFieldOf } from './options.ts'
import type { Cell, Field, Form, Policy } from './policy.ts'

/** A field of a form as it stands now. */
export interface Shown {
  readonly field: Field
  readonly required: boolean
}

/** The fields a form shows under these values, in order. A form that `completes` another adds what that one still lacks. */
export function shownFields(policy: Policy, formId: FormId, known: Known, stage = ''): readonly Shown[] {
  const form = policy.forms[formId]
  if (!form) return []
  const env = environment(
    policy,
    { ...known, derived: derive(policy, known.values, known.visits, known.alarms) },
    stage,
  )
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

/** Everything wrong with a filled-in form, given what the case already holds. Empty: it will do. */
export function checkForm(
  policy: Policy,
  formId: FormId,
  known: Known,
  change: Readonly<Record<FieldId, Value | null>>,
  stage = '',
): readonly Refusal[] {
  const values = merged(known.values, change)
  const after: Known = { ...known, values, derived: derive(policy, values, known.visits, known.alarms) }
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
  return [...wrong, ...hedged(policy, known, change)]
}

/** What customers will read holds no hedge (F118): it is handed in firmly, or the word in quotes. */
function hedged(policy: Policy, known: Known, change: Readonly<Record<FieldId, Value | null>>): readonly Refusal[] {
  return [...customerFields(policy)].flatMap((field) => {
    const text = change[field]
    const word = typeof text === 'string' && text !== known.values[field] ? hedgeSaid(text, policy.hedges) : undefined
    return word === undefined ? [] : [{ refused: 'hedge_word', field, params: { word } }]
  })
}

/** Filing by API or in one line needs only the text (POLICY.md); everything else is asked at review. */
export function missingText(policy: Policy, values: Values): Refusal | undefined {
  return values.text === undefined
    ? { refused: 'field_required', field: 'text', params: { field: policy.fields.text?.label ?? 'text' } }
    : undefined
}

/** The kinds this grade allows this customer, with their bounds (F072). */
export function allowedKinds(policy: Policy, known: Known): Readonly<Record<string, Cell>> {
  const row = policy.matrix[gradeOf(known)] ?? {}
  const env = environment(policy, known)
  return Object.fromEntries(Object.entries(row).filter(([, { when }]) => when?.test(env) ?? true))
}

function checkMatrix(policy: Policy, known: Known, field: Field): readonly Refusal[] {
  const cells = allowedKinds(policy, known)
  const kind = String(known.values[kindFieldOf(policy, field.id)] ?? '')
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
