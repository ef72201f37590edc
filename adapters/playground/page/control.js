/** Controls by kind of input. Each gives `{node, read}`, and `group` when it is more than one control. */
import { filesControl } from './control-files.js'
import { treeControl } from './control-tree.js'
import { el, freshId } from './dom.js'
import { t } from './words-of.js'

export function control(field, attributes, changed) {
  return KINDS[field.element.input](field, attributes, changed)
}

/** So many options or fewer are all shown at once. */
const FEW = 4

const KINDS = {
  text: textControl,
  number: (field, attributes, changed) =>
    inputControl(field, { ...attributes, type: 'text', inputmode: 'decimal' }, changed),
  money: moneyControl,
  select: (field, attributes, changed) => {
    const { many, options } = field.element
    const draw = many ? manyControl : options.length <= FEW ? radioControl : oneControl
    return draw(field, attributes, changed)
  },
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
  const value = field.value ?? ''
  const node = el('textarea', { ...attributes, rows: 3, maxlength: maxLength, value, onchange: changed })
  return { node, read: () => orNull(node.value) }
}

/** The amount as people write it; the server reads it exactly. */
function moneyControl(field, attributes, changed) {
  const { currency, digits } = field.element
  const { value } = field
  const shown = typeof value === 'object' && value !== null ? inMajor(value.minor, digits) : (value ?? '')
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

/** A few options side by side; pressing the chosen one again takes it back where none is required. */
function radioControl(field, attributes, changed) {
  const name = freshId()
  const boxes = field.element.options.map(({ id, label }, at) =>
    choice({ type: 'radio', name, value: id, label, checked: field.value === id, at, attributes, changed }),
  )
  for (const { box } of boxes) {
    let before = false
    box.addEventListener('pointerdown', () => {
      before = box.checked
    })
    box.addEventListener('click', () => {
      if (!before || field.required) return
      box.checked = false
      before = false
      changed()
    })
  }
  const read = () => boxes.find(({ box }) => box.checked)?.box.value ?? null
  return group(boxes, read)
}

function manyControl(field, attributes, changed) {
  const chosen = new Set(field.value ?? [])
  const boxes = field.element.options.map(({ id, label }, at) =>
    choice({ type: 'checkbox', value: id, label, checked: chosen.has(id), at, attributes, changed }),
  )
  const read = () => {
    const ids = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value)
    return ids.length === 0 ? null : ids
  }
  return group(boxes, read)
}

/** One option: the first has the field's own id. */
function choice({ label, at, attributes, changed, checked, ...rest }) {
  const box = el('input', {
    ...rest,
    id: at === 0 ? attributes.id : freshId(),
    checked,
    onchange: changed,
    'aria-describedby': attributes['aria-describedby'],
  })
  return { box, line: el('label', { class: 'chip', for: box.id }, box, el('span', {}, label)) }
}

function group(boxes, read) {
  const node = el(
    'div',
    { class: 'chips' },
    boxes.map(({ line }) => line),
  )
  return {
    node,
    group: true,
    get focus() {
      return boxes.find(({ box }) => box.checked)?.box ?? boxes[0]?.box ?? node
    },
    read,
  }
}

function checkboxControl(field, attributes, changed) {
  const box = el('input', { ...attributes, type: 'checkbox', checked: field.value === true, onchange: changed })
  return { node: el('label', { class: 'chip' }, box, el('span', {}, t('yes'))), focus: box, read: () => box.checked }
}
