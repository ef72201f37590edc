/** Controls by kind of input. Each gives `{node, read}`, and `group` when it is more than one control. */
import { filesControl } from './control-files.js'
import { treeControl } from './control-tree.js'
import { el, freshId } from './dom.js'
import { t } from './words-of.js'

export function control(field, attributes, changed) {
  return KINDS[field.element.input](field, attributes, changed)
}

const KINDS = {
  text: textControl,
  number: (field, attributes, changed) =>
    inputControl(field, { ...attributes, type: 'text', inputmode: 'decimal' }, changed),
  money: moneyControl,
  select: (field, attributes, changed) => (field.element.many ? manyControl : oneControl)(field, attributes, changed),
  tree: treeControl,
  date: (field, attributes, changed) => inputControl(field, { ...attributes, type: 'date' }, changed),
  time: (field, attributes, changed) => inputControl(field, { ...attributes, type: 'time' }, changed),
  files: filesControl,
  person: oneControl,
  checkbox: checkboxControl,
}

const orNull = (text) => (text.trim() === '' ? null : text)

function inputControl(field, attributes, changed) {
  const node = el('input', { autocomplete: 'off', ...attributes, value: field.value ?? '', onchange: changed })
  return { node, read: () => orNull(node.value) }
}

function textControl(field, attributes, changed) {
  const { long, maxLength, format } = field.element
  if (!long) {
    const type = { phone: 'tel', email: 'email' }[format] ?? 'text'
    return inputControl(field, { ...attributes, type, maxlength: maxLength }, changed)
  }
  const node = el('textarea', {
    ...attributes,
    rows: 4,
    maxlength: maxLength,
    value: field.value ?? '',
    onchange: changed,
  })
  return { node, read: () => orNull(node.value) }
}

/** The amount as people write it; the server reads it exactly. */
function moneyControl(field, attributes, changed) {
  const { currency, digits } = field.element
  const shown = field.value === undefined ? '' : inMajor(field.value.minor, digits)
  const input = el('input', {
    ...attributes,
    type: 'text',
    inputmode: 'decimal',
    autocomplete: 'off',
    value: shown,
    onchange: changed,
  })
  const node = el('div', { class: 'money' }, el('span', { class: 'currency', 'aria-hidden': 'true' }, currency), input)
  return { node, focus: input, read: () => orNull(input.value) }
}

/** 50001 with two digits is `500.01`; digits are moved, never divided. */
function inMajor(minor, digits) {
  const text = String(minor).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

function oneControl(field, attributes, changed) {
  const empty = field.required ? t('choose') : t('none')
  const node = el(
    'select',
    { ...attributes, onchange: changed },
    el('option', { value: '' }, empty),
    field.element.options.map(({ id, label }) => el('option', { value: id, selected: field.value === id }, label)),
  )
  return { node, read: () => orNull(node.value) }
}

function manyControl(field, attributes, changed) {
  const chosen = new Set(field.value ?? [])
  const boxes = field.element.options.map(({ id, label }, at) => {
    const own = at === 0 ? attributes.id : freshId()
    const box = el('input', {
      type: 'checkbox',
      id: own,
      checked: chosen.has(id),
      onchange: changed,
      'aria-describedby': attributes['aria-describedby'],
    })
    return { id, box, line: el('label', { class: 'check', for: own }, box, label) }
  })
  const node = el(
    'div',
    { class: 'checks' },
    boxes.map(({ line }) => line),
  )
  const read = () => {
    const ids = boxes.filter(({ box }) => box.checked).map(({ id }) => id)
    return ids.length === 0 ? null : ids
  }
  return { node, group: true, focus: boxes[0]?.box ?? node, read }
}

function checkboxControl(field, attributes, changed) {
  const box = el('input', { ...attributes, type: 'checkbox', checked: field.value === true, onchange: changed })
  return { node: el('label', { class: 'check' }, box, t('yes')), focus: box, read: () => box.checked }
}
