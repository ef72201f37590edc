/** One field of a form: label, hint, control and error, tied together for screen readers. */
import { control } from './control.js'
import { el, freshId } from './dom.js'
import { t } from './words-of.js'

/**
 * Gives `{id, label, node, folds, read, focus, fail, busy, drawnFrom}`. `read` is what is submitted, null when empty;
 * `fail('')` takes the error away; `drawnFrom(next)` is this very field when `next` would be drawn the same.
 */
export function drawField(field, changed) {
  const id = freshId()
  const hint = field.hint ? el('p', { class: 'hint', id: `${id}-hint` }, field.hint) : null
  const error = el('p', { class: 'field-error', id: `${id}-error`, hidden: true })
  const describedby = [hint ? `${id}-hint` : null, `${id}-error`].filter(Boolean).join(' ')
  const attributes = { id, 'aria-describedby': describedby, 'aria-required': field.required ? 'true' : null }
  const made = control(field, attributes, changed)
  const node = el(
    made.group ? 'fieldset' : 'div',
    { class: `field is-${field.element.input} ${wide(field) ? 'wide' : ''}`, 'data-field': field.block_id },
    labelOf(field, made, id),
    made.node,
    hint,
    error,
  )
  // Whoever corrects it should not read of it any more.
  node.addEventListener('input', () => self.fail(''))
  const shape = shapeOf(field)
  const self = {
    id: field.block_id.slice('f.'.length),
    label: field.label,
    node,
    required: field.required,
    upload: field.element.input === 'files',
    read: made.read,
    busy: made.busy ?? (() => false),
    focus: () => (made.focus ?? made.node).focus(),
    fail: (text) => {
      error.textContent = text
      error.hidden = text === ''
      node.classList.toggle('failed', text !== '')
      const target = made.focus ?? made.node
      if (text === '') target.removeAttribute('aria-invalid')
      else target.setAttribute('aria-invalid', 'true')
    },
    drawnFrom: (next) => (shapeOf(next) === shape ? self : undefined),
  }
  return self
}

function labelOf({ label, required }, { group }, id) {
  const star = required ? el('span', { class: 'required', title: t('required'), 'aria-hidden': 'true' }, ' *') : null
  return group ? el('legend', {}, label, star) : el('label', { for: id }, label, star)
}

/** Takes the whole width of the form. */
function wide({ element }) {
  const { input } = element
  if (input === 'text') return element.long
  return ['tree', 'files'].includes(input) || (input === 'select' && element.many)
}

/** Everything of a field but its value. */
function shapeOf({ value, ...rest }) {
  return JSON.stringify(rest)
}
