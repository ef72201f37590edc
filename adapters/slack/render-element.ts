/** One field of a form as a Block Kit element. */
import type { types } from '@slack/bolt'
import type { Choice, FormField, Input, TreeChoice } from '../../cards/model.ts'
import type { Lang, Money } from '../../src/rules/nouns.ts'
import { LIMITS } from './clamp.ts'
import { plainText } from './plain-text.ts'

import { WIRE } from './settings.ts'
import { word } from './words.ts'

type Element = types.InputBlock['element']
type Select = Extract<Input, { readonly input: 'select' }>

/** More options than this are searched for on the server instead of being sent along. */
const MOST_SENT = 400
/** Up to this many boxes are drawn one under the other; more become a list. */
const MOST_BOXES = 8

const FILE_TYPES = {
  image: ['jpg', 'jpeg', 'png', 'gif', 'webp', 'heic', 'heif'],
  video: ['mp4', 'm4v', 'mov', 'webm'],
  document: ['pdf', 'docx', 'xlsx', 'txt', 'csv'],
} as const

/** The element of a field, with its value so far. */
export function elementOf(field: FormField, lang: Lang, degraded: string[]): Element {
  const { kind, value } = field
  const id = { action_id: WIRE.value }
  switch (kind.input) {
    case 'text':
      return textElement(field, kind, degraded)
    case 'number':
      return {
        ...{ type: 'number_input', ...id, is_decimal_allowed: true },
        ...(kind.min === undefined ? {} : { min_value: String(kind.min) }),
        ...(kind.max === undefined ? {} : { max_value: String(kind.max) }),
        ...(typeof value === 'number' ? { initial_value: String(value) } : {}),
      }
    // The highest amount is checked by the house, which says whose rule it is.
    case 'money':
      return {
        ...{ type: 'number_input', ...id, is_decimal_allowed: true, min_value: '0' },
        ...(isMoney(value) ? { initial_value: (value.minor / 10 ** kind.digits).toFixed(kind.digits) } : {}),
      }
    case 'select':
      return kind.many ? manyElement(kind, value) : oneElement(kind.options, value, lang)
    case 'person':
      return oneElement(kind.options, value, lang)
    case 'tree':
      return treeElement(kind.nodes, value, lang)
    case 'date':
      return { type: 'datepicker', ...id, ...(typeof value === 'string' ? { initial_date: value } : {}) }
    case 'time':
      return { type: 'timepicker', ...id, ...(typeof value === 'string' ? { initial_time: value } : {}) }
    case 'files':
      return {
        ...{ type: 'file_input', ...id, max_files: Math.min(LIMITS.files, Math.max(1, kind.max)) },
        filetypes: kind.accept.flatMap((accepted) => FILE_TYPES[accepted]),
      }
    case 'checkbox':
      return checkElement(value === true, lang)
  }
}

function textElement(field: FormField, kind: Extract<Input, { input: 'text' }>, degraded: string[]): Element {
  const initial = typeof field.value === 'string' && field.value !== '' ? field.value.slice(0, LIMITS.input) : undefined
  if (typeof field.value === 'string' && field.value.length > LIMITS.input) degraded.push('initial text cut')
  const start = initial === undefined ? {} : { initial_value: initial }
  if (kind.format === 'email') return { type: 'email_text_input', action_id: WIRE.value, ...start }
  return {
    ...{ type: 'plain_text_input', action_id: WIRE.value, multiline: kind.long },
    max_length: Math.min(kind.maxLength, LIMITS.input),
    ...start,
  }
}

function checkElement(checked: boolean, lang: Lang): Element {
  const options = [{ text: plainText(word('yes', lang), LIMITS.option), value: 'yes' }]
  return { type: 'checkboxes', action_id: WIRE.check, options, ...(checked ? { initial_options: options } : {}) }
}

const optionOf = ({ id, label }: Choice): types.PlainTextOption => ({
  text: plainText(label, LIMITS.option),
  value: id,
})

/** Only options whose value Slack can carry whole. */
const carried = (choices: readonly Choice[]): readonly Choice[] =>
  choices.filter(({ id }) => id.length <= LIMITS.optionValue)

function oneElement(choices: readonly Choice[], value: unknown, lang: Lang): Element {
  const options = carried(choices).map(optionOf)
  const chosen = options.find((option) => option.value === value)
  if (options.length === 0 || options.length > LIMITS.options) return searchElement(chosen, lang)
  return {
    ...{ type: 'static_select', action_id: WIRE.value, options },
    placeholder: plainText(word('choose', lang), LIMITS.placeholder),
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  }
}

function searchElement(chosen: types.PlainTextOption | undefined, lang: Lang): Element {
  return {
    ...{ type: 'external_select', action_id: WIRE.value, min_query_length: 0 },
    placeholder: plainText(word('search', lang), LIMITS.placeholder),
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  }
}

function manyElement({ options: choices, max }: Select, value: unknown): Element {
  const options = carried(choices).slice(0, LIMITS.options).map(optionOf)
  const chosen = options.filter((option) => Array.isArray(value) && value.includes(option.value))
  const start = chosen.length === 0 ? {} : { initial_options: chosen }
  if (max === undefined && options.length <= MOST_BOXES)
    return { type: 'checkboxes', action_id: WIRE.value, options, ...start }
  return {
    ...{ type: 'multi_static_select', action_id: WIRE.value, options, ...start },
    ...(max === undefined ? {} : { max_selected_items: Math.max(1, max) }),
  }
}

/**
 * A tree as one list with a heading per branch, `second / third level` under it: one touch and one scroll on a phone,
 * and Slack searches it while one types. A tree too large for that is searched by us.
 */
function treeElement(nodes: readonly TreeChoice[], value: unknown, lang: Lang): Element {
  const groups = nodes.map((node) => ({
    label: plainText(node.label, LIMITS.groupLabel),
    options: carried(leavesOf(node)).map(optionOf),
  }))
  const filled = groups.filter(({ options }) => options.length > 0)
  const all = filled.flatMap(({ options }) => options)
  const chosen = all.find((option) => option.value === value)
  const fits = filled.every(({ options }) => options.length <= LIMITS.options) && filled.length <= LIMITS.options
  if (!fits || all.length > MOST_SENT || all.length === 0) return searchElement(chosen, lang)
  return {
    ...{ type: 'static_select', action_id: WIRE.value, option_groups: filled },
    placeholder: plainText(word('choose', lang), LIMITS.placeholder),
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  }
}

/** The leaves under a branch, named by the way to them below it. */
export function leavesOf(node: TreeChoice, way = ''): readonly Choice[] {
  if (node.children.length === 0) return [{ id: node.id, label: way === '' ? node.label : way }]
  return node.children.flatMap((child) => leavesOf(child, way === '' ? child.label : `${way} / ${child.label}`))
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value
}
