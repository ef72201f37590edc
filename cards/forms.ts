/** Forms of the policy as people fill them in. Which fields are shown and required is the rules' business. */
import type { FieldId, FormId, Money, Values, Verb } from '../src/rules/nouns.ts'
import { kindFieldOf } from '../src/rules/options.ts'
import type { Cell, Condition, Field, Policy, TreeNode } from '../src/rules/policy.ts'
import { BOUNDS } from '../src/rules/policy.ts'
import { isSealed, shownOfSealed } from '../src/rules/sealed.ts'
import { say } from './catalogue.ts'
import type { Block, Choice, Form, FormField, Input, TreeChoice } from './model.ts'
import { amountWords, inWords, kindName, personName, stageName } from './names.ts'
import type { Reader } from './reader.ts'
import { stageOfKey } from './scene.ts'
import { oneLine } from './text.ts'

/** What a form is drawn from. `allowedKinds` is the row of the matrix for this grade: its kinds with their bounds. */
export interface FormDrawing extends Reader {
  readonly form: FormId
  readonly verb: Verb | 'file'
  readonly shown: readonly { readonly field: Field; readonly required: boolean }[]
  readonly values: Values
  readonly number?: string
  readonly position?: string
  readonly revision?: number
  readonly allowedKinds?: Readonly<Record<string, Cell>>
  readonly intro?: readonly Block[]
}

/** Draws a form with the values so far. */
export function drawForm(drawing: FormDrawing): Form {
  const { form, verb, lang, number, position, revision } = drawing
  const steering = steeringFields(drawing.policy, form)
  return {
    id: form,
    verb,
    lang,
    title: titleOf(drawing),
    intro: drawing.intro ?? [],
    fields: drawing.shown.map(({ field, required }) => formField(field, required, steering.has(field.id), drawing)),
    submit: say(lang, verb === 'file' ? 'button.file' : 'button.send'),
    cancel: say(lang, 'term.cancel'),
    ...(number === undefined ? {} : { number }),
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  }
}

function titleOf({ form, verb, lang, policy, number, position }: FormDrawing): string {
  if (number === undefined) return say(lang, 'form.file_title')
  if (verb === 'amend') return say(lang, 'form.amend_title', { number })
  const name = policy.forms[form]?.name
  const words = name
    ? inWords(name, lang)
    : position === undefined
      ? form
      : stageName(stageOfKey(position), { policy, lang })
  return say(lang, 'form.title', { form: words, number })
}

function formField(field: Field, required: boolean, redraws: boolean, drawing: FormDrawing): FormField {
  const { lang, values } = drawing
  const kept = values[field.id]
  // A number that is kept encrypted is shown by its end; handed back like that, it stays.
  const kind = inputOf(field, drawing)
  const value = isSealed(kept) ? shownOfSealed(kept) : isOffered(kept, kind) ? kept : undefined
  const hint = hintOf(field, kind, drawing)
  return {
    id: field.id,
    label: inWords(field.label, lang),
    ...(hint === undefined ? {} : { hint }),
    required,
    redraws,
    ...(value === undefined ? {} : { value }),
    kind,
  }
}

/** What was chosen before and is no choice any more (the grade has changed) is chosen anew. */
function isOffered(kept: Values[string] | undefined, kind: Input): boolean {
  return kind.input !== 'select' || kind.many || kind.options.some(({ id }) => id === kept)
}

function hintOf(field: Field, kind: Input, drawing: FormDrawing): string | undefined {
  const { lang } = drawing
  const own = field.hint ? inWords(field.hint, lang) : undefined
  if (field.within !== 'matrix' || kind.input !== 'money' || kind.max === undefined) return own
  const max = say(lang, 'form.max', { max: amountWords({ minor: kind.max, currency: kind.currency }, drawing) })
  return own === undefined ? max : `${own} · ${max}`
}

function inputOf(field: Field, drawing: FormDrawing): Input {
  switch (field.type) {
    case 'text':
      return { input: 'text', long: field.long ?? false, maxLength: field.maxLength }
    case 'phone':
    case 'email':
      return { input: 'text', long: false, maxLength: field.maxLength, format: field.type }
    case 'number':
      return { input: 'number', ...field.range }
    case 'money':
      return moneyInput(field, drawing)
    case 'choice':
      return { input: 'select', options: choicesOf(field, drawing), many: false }
    case 'choices':
      return {
        input: 'select',
        options: choicesOf(field, drawing),
        many: true,
        ...(field.max === undefined ? {} : { max: field.max }),
      }
    case 'tree':
      return { input: 'tree', nodes: treeChoices(field.tree ?? [], drawing) }
    case 'files':
      return { input: 'files', accept: field.accept ?? ['image', 'video', 'document'], max: field.max ?? 9 }
    case 'person':
      return { input: 'person', options: peopleChoices(drawing) }
    case 'date':
    case 'time':
    case 'checkbox':
      return { input: field.type }
  }
}

function moneyInput(field: Field, { policy, values, allowedKinds }: FormDrawing): Input {
  const { currency: home, digits } = policy.company
  const currency = (values[field.id] as Money | undefined)?.currency ?? home
  const max =
    field.within === 'matrix' ? largestAllowed(values[kindFieldOf(policy, field.id)], allowedKinds) : BOUNDS.money
  return {
    input: 'money',
    currency,
    digits: digits[currency] ?? digits[home] ?? 2,
    ...(max === undefined ? {} : { max }),
  }
}

/** The bound of the chosen kind; while none is chosen the highest of all, if every kind has one. */
function largestAllowed(kind: Values[string] | undefined, allowed: FormDrawing['allowedKinds']): number | undefined {
  const cells = Object.entries(allowed ?? {})
  const chosen = cells.find(([id]) => id === kind)
  if (chosen) return chosen[1].max
  const bounds = cells.map(([, cell]) => cell.max)
  return bounds.length > 0 && bounds.every((one) => one !== undefined) ? Math.max(...bounds) : undefined
}

function choicesOf(field: Field, drawing: FormDrawing): readonly Choice[] {
  const { lang, policy, allowedKinds } = drawing
  if (field.within === 'matrix' && allowedKinds) {
    return Object.entries(allowedKinds).map(([id, { max }]) => {
      const kind = kindName(id, drawing)
      if (max === undefined) return { id, label: kind }
      if (max === 0) return { id, label: say(lang, 'form.kind_free', { kind }) }
      return {
        id,
        label: say(lang, 'form.kind_max', {
          kind,
          max: amountWords({ minor: max, currency: policy.company.currency }, drawing),
        }),
      }
    })
  }
  return (field.options ?? []).map((option) => ({ id: option.id, label: oneLine(inWords(option.label, lang), 75) }))
}

function treeChoices(nodes: readonly TreeNode[], reader: Reader): readonly TreeChoice[] {
  return nodes.map((node) => ({
    id: node.path,
    label: inWords(node.name, reader.lang),
    children: treeChoices(node.children, reader),
  }))
}

/** Everybody in the directory, sorted as the reader's language sorts names. */
export function peopleChoices(reader: Pick<Reader, 'directory' | 'lang'>): readonly Choice[] {
  const order = new Intl.Collator(reader.lang === 'zh' ? 'zh-CN' : 'en')
  return Object.keys(reader.directory.people)
    .map((id) => ({ id, label: personName(id, reader) }))
    .sort((a, b) => order.compare(a.label, b.label))
}

/**
 * Fields of a form whose change can change what the form asks: those that a condition of it mentions, directly or
 * through derived values, and the kind of compensation where it bounds the amount. A mention too many only redraws once
 * more than needed.
 */
export function steeringFields(policy: Policy, formId: FormId): ReadonlySet<FieldId> {
  const form = policy.forms[formId]
  const completed = form?.completes === undefined ? [] : (policy.forms[form.completes]?.fields ?? [])
  const fields = [...(form?.fields ?? []), ...completed]
    .map((id) => policy.fields[id])
    .filter((field) => field !== undefined)
  const sources = fields.flatMap((field) => [field.visible, field.required]).filter((one) => one !== undefined)
  const steering = mentioned(policy, sources)
  if (fields.some((field) => field.within === 'matrix')) {
    for (const id of mentioned(policy, derivedConditions(policy, 'impact'))) steering.add(id)
    if (fields.some((field) => field.within === 'matrix' && field.type === 'money')) steering.add('plan_kind')
  }
  return steering
}

/** Fields that a derived value follows from, through other derived values too. */
export function fieldsBehind(policy: Policy, derived: FieldId): ReadonlySet<FieldId> {
  return mentioned(policy, derivedConditions(policy, derived))
}

function mentioned(policy: Policy, conditions: readonly Condition[]): Set<FieldId> {
  const found = new Set<string>()
  const queue = [...conditions]
  for (let condition = queue.pop(); condition !== undefined; condition = queue.pop()) {
    for (const [name] of namesIn(condition.source).matchAll(/[A-Za-z_]\w*/g)) {
      if (found.has(name)) continue
      found.add(name)
      queue.push(...derivedConditions(policy, name))
    }
  }
  // The family comes from the category (POLICY.md).
  if (found.has('family')) found.add('category')
  return new Set([...found].filter((id) => Object.hasOwn(policy.fields, id)))
}

/** What stands in quotes names options; only beside `filled` does it name fields. */
function namesIn(source: string): string {
  return /\bfilled\b/.test(source) ? source : source.replace(/'[^']*'|"[^"]*"/g, ' ')
}

function derivedConditions(policy: Policy, id: string): readonly Condition[] {
  const rule = policy.derived.find((one) => one.id === id)
  return (rule?.first ?? []).flatMap((branch) => (branch.when ? [branch.when] : []))
}
