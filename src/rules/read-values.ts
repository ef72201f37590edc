/** Raw input becomes typed values, field by field; what cannot be read is refused by name. */
import { parseMoney } from './money.ts'
import type { Directory, FieldId, FileRef, Refusal, Value } from './nouns.ts'
import type { Field, Policy, TreeNode } from './policy.ts'
import { BOUNDS } from './policy.ts'

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
  if (field.type === 'phone' && !/^[+(]{0,2}\d[\d\s().*#-]{2,30}$/.test(text)) return no('field_type')
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
