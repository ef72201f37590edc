/**
 * Forms as the fields of a form card, page by page: a page is kept under the size of the official sample, asks what is
 * required first and what may be added while there is room. Files and long lists of people cannot be asked on a card.
 */
import type { Form, FormField, Input, TreeChoice } from '../../cards/model.ts'
import type { Value } from '../../src/rules/nouns.ts'
import { bytesOf, clampBytes } from './plain-text.ts'

export interface WireOption {
  readonly value: string
  readonly text: string
}

/** A field as the platform's form component takes it. */
export interface WireField {
  readonly name: string
  readonly label: string
  readonly type: 'TEXT' | 'TEXT_AREA' | 'NUMBER' | 'SELECT' | 'MULTI_SELECT' | 'DATE' | 'TIME' | 'CHECKBOX'
  readonly required: boolean
  readonly placeholder?: string
  readonly defaultValue?: unknown
  readonly options?: readonly WireOption[]
}

/** Where somebody stands in a form. `partial`: trees of which only a branch was chosen yet. */
export interface Progress {
  readonly asked: readonly string[]
  readonly partial: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, unknown>>
}

export interface FormPage {
  readonly fields: readonly WireField[]
  /** More will be asked after this one, as far as can be told now. */
  readonly more: boolean
}

/** Bytes of one page's fields; the official sample has 3.2 KB. */
export const PAGE_BYTES = 3_000
/** A tree whose leaves need more is asked in two steps. */
const TREE_BYTES = 1_200

/** Fields a card cannot ask: they follow in the chat. */
export function unaskable(form: Form): readonly FormField[] {
  return form.fields.filter((field) => wireField(field, {}) === undefined)
}

/**
 * The next page, or undefined when everything that is required was asked. `again` asks these fields once more, whatever
 * was asked before. The first page of a form without required fields offers what it has.
 */
export function nextPage(form: Form, progress: Progress, again: readonly string[] = []): FormPage | undefined {
  const open = form.fields.filter(
    ({ id }) => again.includes(id) || progress.partial[id] !== undefined || !progress.asked.includes(id),
  )
  const wired = open.flatMap((field) => {
    const wire = wireField(field, progress)
    return wire === undefined ? [] : [{ id: field.id, wire }]
  })
  const urgent = wired.filter(
    ({ id, wire }) => again.includes(id) || wire.required || progress.partial[id] !== undefined,
  )
  if (urgent.length === 0 && (progress.asked.length > 0 || wired.length === 0)) return undefined
  const chosen = new Set<string>()
  let size = 0
  for (const { id, wire } of [...urgent, ...wired.filter((one) => !urgent.includes(one))]) {
    const bytes = bytesOf(JSON.stringify(wire)) + 1
    if (size + bytes > PAGE_BYTES && chosen.size > 0) continue
    chosen.add(id)
    size += bytes
  }
  const fields = wired.filter(({ id }) => chosen.has(id))
  const left = urgent.some(({ id }) => !chosen.has(id))
  const branching = form.fields.some(({ id, kind }) => chosen.has(id) && asksBranch(kind, progress.partial[id]))
  return { fields: fields.map(({ wire }) => wire), more: left || branching }
}

function wireField(field: FormField, { partial = {}, values = {} }: Partial<Progress>): WireField | undefined {
  const { id: name, label, hint, required, kind } = field
  // Of a tree only a branch is known: nothing below it is chosen yet.
  const value = (partial[name] === undefined ? (values[name] ?? field.value) : undefined) as Value | undefined
  const typed = typeOf(kind, partial[name])
  if (typed === undefined) return undefined
  const given = value === undefined ? undefined : defaultOf(kind, value, typed.options ?? [])
  return {
    name,
    label: clampBytes(label, 200),
    required,
    ...typed,
    ...(hint === undefined ? {} : { placeholder: clampBytes(hint, 200) }),
    ...(given === undefined ? {} : { defaultValue: given }),
  }
}

type Typed = Pick<WireField, 'type'> & { readonly options?: readonly WireOption[] }

function typeOf(kind: Input, branch: string | undefined): Typed | undefined {
  switch (kind.input) {
    case 'text':
      return { type: kind.long ? 'TEXT_AREA' : 'TEXT' }
    case 'number':
      return { type: 'NUMBER' }
    case 'money':
      // As text: what people write stays exact, a number would be made a fraction.
      return { type: 'TEXT' }
    case 'select':
      return chooser(kind.many ? 'MULTI_SELECT' : 'SELECT', kind.options)
    case 'person':
      return chooser('SELECT', kind.options)
    case 'tree':
      return chooser('SELECT', treeOptions(kind.nodes, branch))
    case 'date':
      return { type: 'DATE' }
    case 'time':
      return { type: 'TIME' }
    case 'checkbox':
      return { type: 'CHECKBOX' }
    case 'files':
      return undefined
  }
}

/** A list that would not fit on a page is not asked on a card. */
function chooser(
  type: 'SELECT' | 'MULTI_SELECT',
  choices: readonly { id: string; label: string }[],
): Typed | undefined {
  const options = choices.map(({ id, label }) => ({ value: id, text: clampBytes(label, 120) }))
  return bytesOf(JSON.stringify(options)) > PAGE_BYTES - 200 ? undefined : { type, options }
}

function treeOptions(
  nodes: readonly TreeChoice[],
  branch: string | undefined,
): readonly { id: string; label: string }[] {
  const at = branch === undefined ? nodes : (nodeAt(nodes, branch)?.children ?? nodes)
  const leaves = at.flatMap((node) => leavesOf(node, ''))
  return branch !== undefined || bytesOf(JSON.stringify(leaves)) <= TREE_BYTES ? leaves : at
}

/** True when a tree is asked for a branch first. */
function asksBranch(kind: Input, branch: string | undefined): boolean {
  if (kind.input !== 'tree') return false
  return treeOptions(kind.nodes, branch).some(({ id }) => (nodeAt(kind.nodes, id)?.children.length ?? 0) > 0)
}

function leavesOf(node: TreeChoice, before: string): readonly { id: string; label: string }[] {
  const label = before === '' ? node.label : `${before} / ${node.label}`
  return node.children.length === 0
    ? [{ id: node.id, label }]
    : node.children.flatMap((child) => leavesOf(child, label))
}

/**
 * The values with a leaf for every tree of which only a branch is chosen: what the form most likely asks next can then
 * stand on the same page as the leaf. What it does not ask after all is not sent.
 */
export function likelyValues(form: Form, { partial, values }: Progress): Progress['values'] {
  const guesses = form.fields.flatMap(({ id, kind }): readonly (readonly [string, string])[] => {
    const branch = partial[id]
    const node = kind.input === 'tree' && branch !== undefined ? nodeAt(kind.nodes, branch) : undefined
    const [leaf] = node === undefined ? [] : leavesOf(node, '')
    return leaf === undefined ? [] : [[id, leaf.id]]
  })
  return { ...values, ...Object.fromEntries(guesses) }
}

function nodeAt(nodes: readonly TreeChoice[], id: string): TreeChoice | undefined {
  for (const node of nodes) {
    const found = node.id === id ? node : nodeAt(node.children, id)
    if (found !== undefined) return found
  }
  return undefined
}

function defaultOf(kind: Input, value: Value, options: readonly WireOption[]): unknown {
  if (kind.input === 'money' && typeof value === 'object' && 'minor' in value)
    return (value.minor / 10 ** kind.digits).toFixed(kind.digits)
  if (kind.input === 'checkbox') return value === true
  if (Array.isArray(value)) {
    const picked = value.filter((one): one is string => options.some((option) => option.value === one))
    return { index: picked.map((one) => options.findIndex((option) => option.value === one)), value: picked }
  }
  if (options.length > 0) {
    const index = options.findIndex((option) => option.value === value)
    return index < 0 ? undefined : { index, value }
  }
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

/**
 * What came back of a page, merged into what is known. Choices come as `{index, value}`; fields that are not of this form
 * are passed over, since a template may send more along.
 */
export function mergeAnswers(form: Form, before: Progress, raw: Readonly<Record<string, unknown>>): Progress {
  const values: Record<string, unknown> = { ...before.values }
  const partial: Record<string, string> = { ...before.partial }
  const asked = new Set(before.asked)
  for (const field of form.fields) {
    if (!Object.hasOwn(raw, field.id)) continue
    asked.add(field.id)
    const value = answerOf(raw[field.id])
    if (field.kind.input === 'tree' && typeof value === 'string') {
      const node = nodeAt(field.kind.nodes, value)
      if (node !== undefined && node.children.length > 0) {
        partial[field.id] = value
        delete values[field.id]
        continue
      }
    }
    delete partial[field.id]
    if (value === undefined || value === '') delete values[field.id]
    else values[field.id] = field.kind.input === 'date' && typeof value === 'string' ? value.slice(0, 10) : value
  }
  return { asked: [...asked], partial, values }
}

function answerOf(raw: unknown): unknown {
  if (raw === null) return undefined
  return typeof raw === 'object' && 'value' in raw ? (raw.value ?? undefined) : raw
}
