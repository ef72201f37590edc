/** Elements of Block Kit, read strictly: buttons, menus, inputs and their options. */
import { type Fault, isObject, type Json, keysOf, list, optional, textProblems } from './block-kit-text.ts'

type Use = 'accessory' | 'actions' | 'input'
type Check = (element: Json, at: string) => readonly Fault[]
interface Kind {
  readonly uses: readonly Use[]
  readonly keys: readonly string[]
  readonly check: Check
  readonly modalOnly?: true
}

const text = (max: number, name: string, value: unknown, at: string) =>
  optional(value, (one) => textProblems(one, max, `${at}/${name}`, 'plain_text'))
const string = (value: unknown, max: number, at: string): readonly Fault[] =>
  typeof value === 'string' && value.length > 0 && value.length <= max ? [] : [[at, `not 1 to ${max} characters`]]

const ANYWHERE: readonly Use[] = ['accessory', 'actions', 'input']
const SELECT = ['placeholder', 'confirm', 'focus_on_load']

const KINDS: Readonly<Record<string, Kind>> = {
  button: {
    uses: ['accessory', 'actions'],
    keys: ['text', 'value', 'url', 'style', 'confirm', 'accessibility_label'],
    check: button,
  },
  overflow: { uses: ['accessory', 'actions'], keys: ['options', 'confirm'], check: (e, at) => options(e, at, 1, 5) },
  static_select: { uses: ANYWHERE, keys: [...SELECT, 'options', 'option_groups', 'initial_option'], check: oneOf },
  multi_static_select: {
    uses: ['accessory', 'input'],
    keys: [...SELECT, 'options', 'option_groups', 'initial_options', 'max_selected_items'],
    check: (e, at) => [...choices(e, at), ...initials(e, at)],
  },
  external_select: {
    uses: ANYWHERE,
    keys: [...SELECT, 'initial_option', 'min_query_length'],
    check: (e, at) => optional(e.initial_option, (one) => option(one, `${at}/initial_option`)),
  },
  checkboxes: {
    uses: ANYWHERE,
    keys: ['options', 'initial_options', 'confirm', 'focus_on_load'],
    check: (e, at) => [...options(e, at, 1, 10), ...initials(e, at)],
  },
  radio_buttons: {
    uses: ANYWHERE,
    keys: ['options', 'initial_option', 'confirm'],
    check: (e, at) => options(e, at, 1, 10),
  },
  plain_text_input: {
    uses: ['input'],
    keys: [...SELECT, 'initial_value', 'multiline', 'min_length', 'max_length', 'dispatch_action_config'],
    check: (e, at) => [...within(e.max_length, 1, 3000, `${at}/max_length`), ...text3000(e, at)],
  },
  email_text_input: { uses: ['input'], keys: [...SELECT, 'initial_value', 'dispatch_action_config'], check: text3000 },
  number_input: {
    uses: ['input'],
    keys: [...SELECT, 'is_decimal_allowed', 'initial_value', 'min_value', 'max_value', 'dispatch_action_config'],
    check: number,
  },
  datepicker: {
    uses: ANYWHERE,
    keys: [...SELECT, 'initial_date'],
    check: (e, at) => form(e.initial_date, /^\d{4}-\d\d-\d\d$/, at),
  },
  timepicker: {
    uses: ANYWHERE,
    keys: [...SELECT, 'initial_time', 'timezone'],
    check: (e, at) => form(e.initial_time, /^\d\d:\d\d$/, at),
  },
  file_input: {
    uses: ['input'],
    keys: ['filetypes', 'max_files'],
    check: (e, at) => within(e.max_files, 1, 10, `${at}/max_files`),
    modalOnly: true,
  },
}

/** What is wrong with an element at a place of a block. */
export function elementProblems(element: unknown, surface: string, at: string, use: Use): readonly Fault[] {
  if (!isObject(element)) return [[at, 'not an object']]
  const kind = KINDS[String(element.type)]
  if (kind === undefined) return [[`${at}/type`, 'unknown type of element']]
  return [
    ...(kind.uses.includes(use) ? [] : ([[at, `no ${String(element.type)} here`]] as Fault[])),
    ...(kind.modalOnly && surface !== 'modal' ? ([[at, 'only in modals']] as Fault[]) : []),
    ...keysOf(element, ['type', 'action_id', ...kind.keys], at),
    ...string(element.action_id, 255, `${at}/action_id`),
    ...text(150, 'placeholder', element.placeholder, at),
    ...optional(element.confirm, (confirm) => confirmation(confirm, `${at}/confirm`)),
    ...kind.check(element, at),
  ]
}

function button(element: Json, at: string): readonly Fault[] {
  const { style } = element
  return [
    ...textProblems(element.text, 75, `${at}/text`, 'plain_text'),
    ...optional(element.value, (value) => string(value, 2000, `${at}/value`)),
    ...optional(element.url, (url) => string(url, 3000, `${at}/url`)),
    ...(style === undefined || style === 'primary' || style === 'danger'
      ? []
      : ([[`${at}/style`, 'unknown']] as Fault[])),
  ]
}

function confirmation(confirm: unknown, at: string): readonly Fault[] {
  if (!isObject(confirm)) return [[at, 'not an object']]
  return [
    ...keysOf(confirm, ['title', 'text', 'confirm', 'deny', 'style'], at),
    ...textProblems(confirm.title, 100, `${at}/title`, 'plain_text'),
    ...textProblems(confirm.text, 300, `${at}/text`),
    ...textProblems(confirm.confirm, 30, `${at}/confirm`, 'plain_text'),
    ...textProblems(confirm.deny, 30, `${at}/deny`, 'plain_text'),
  ]
}

function options(element: Json, at: string, min: number, max: number): readonly Fault[] {
  const values = (Array.isArray(element.options) ? (element.options as unknown[]) : []).map((one) =>
    isObject(one) ? one.value : undefined,
  )
  const twice: Fault[] = new Set(values).size < values.length ? [[`${at}/options`, 'a value stands twice']] : []
  return [...list(element.options, min, max, `${at}/options`, option), ...twice]
}

function option(one: unknown, at: string): readonly Fault[] {
  if (!isObject(one)) return [[at, 'not an object']]
  return [
    ...keysOf(one, ['text', 'value', 'description', 'url'], at),
    ...textProblems(one.text, 75, `${at}/text`),
    ...text(75, 'description', one.description, at),
    ...string(one.value, 150, `${at}/value`),
  ]
}

function choices(element: Json, at: string): readonly Fault[] {
  if ((element.options === undefined) === (element.option_groups === undefined))
    return [[at, 'either options or option_groups']]
  if (element.options !== undefined) return options(element, at, 1, 100)
  return list(element.option_groups, 1, 100, `${at}/option_groups`, (group, where) =>
    isObject(group)
      ? [...textProblems(group.label, 75, `${where}/label`, 'plain_text'), ...options(group, where, 1, 100)]
      : [[where, 'not an object']],
  )
}

function offered(element: Json): readonly string[] {
  const groups = Array.isArray(element.option_groups) ? (element.option_groups as Json[]) : [element]
  return groups.flatMap((group) =>
    Array.isArray(group.options) ? group.options.map((one) => JSON.stringify(one)) : [],
  )
}

function oneOf(element: Json, at: string): readonly Fault[] {
  const { initial_option: initial } = element
  const strange = initial !== undefined && !offered(element).includes(JSON.stringify(initial))
  return [...choices(element, at), ...(strange ? ([[`${at}/initial_option`, 'is not offered']] as Fault[]) : [])]
}

function initials(element: Json, at: string): readonly Fault[] {
  return optional(element.initial_options, (initial) =>
    list(initial, 1, 100, `${at}/initial_options`, (one, where) =>
      offered(element).includes(JSON.stringify(one)) ? [] : [[where, 'is not offered']],
    ),
  )
}

function text3000(element: Json, at: string): readonly Fault[] {
  return optional(element.initial_value, (value) => string(value, 3000, `${at}/initial_value`))
}

function number(element: Json, at: string): readonly Fault[] {
  const names = ['initial_value', 'min_value', 'max_value']
  return [
    ...(typeof element.is_decimal_allowed === 'boolean' ? [] : ([[`${at}/is_decimal_allowed`, 'missing']] as Fault[])),
    ...names.flatMap((name) => form(element[name], /^-?\d+(?:\.\d+)?$/, `${at}/${name}`)),
  ]
}

function form(value: unknown, pattern: RegExp, at: string): readonly Fault[] {
  return optional(value, (one) => (typeof one === 'string' && pattern.test(one) ? [] : [[at, 'malformed']]))
}

function within(value: unknown, min: number, max: number, at: string): readonly Fault[] {
  return optional(value, (one) =>
    typeof one === 'number' && one >= min && one <= max ? [] : [[at, `not ${min} to ${max}`]],
  )
}
