/** One field of a form: label, hint, control and error, tied together for screen readers. */
import { control } from './control.js'
import { el, freshId } from './dom.js'
import { t } from './words-of.js'

/**
 * Gives `{id, node, read, focus, fail, busy, drawnFrom}`. `read` is what is submitted, null when empty; `fail('')` takes
 * the error away; `drawnFrom(next)` is this very field when `next` would be drawn the same.
 */
export function drawField(field, changed) {
  const id = freshId()
  const hint = field.hint ? el('p', { class: 'hint', id: `${id}-hint` }, field.hint) : null
  const error = el('p', { class: 'field-error', id: `${id}-error`, hidden: true })
  const describedby = [hint ? `${id}-hint` : null, `${id}-error`].filter(Boolean).join(' ')
  const made = control(
    field,
    { id, 'aria-describedby': describedby, 'aria-required': field.required ? 'true' : null },
    changed,
  )
  const name = [field.label, field.required ? el('span', { class: 'required', title: t('required') }, ' *') : null]
  const label = made.group ? el('legend', {}, name) : el('label', { for: id }, name)
  const node = el(
    made.group ? 'fieldset' : 'div',
    { class: `field is-${field.element.input}`, 'data-field': field.block_id },
    label,
    hint,
    made.node,
    error,
  )
  const shape = shapeOf(field)
  const self = {
    id: field.block_id.slice('f.'.length),
    node,
    read: made.read,
    busy: made.busy ?? (() => false),
    focus: () => (made.focus ?? made.node).focus(),
    fail: (text) => {
      error.textContent = text
      error.hidden = text === ''
      node.classList.toggle('failed', text !== '')
      ;(made.focus ?? made.node).setAttribute('aria-invalid', text === '' ? 'false' : 'true')
    },
    drawnFrom: (next) => (shapeOf(next) === shape ? self : undefined),
  }
  return self
}

/** Everything of a field but its value. */
function shapeOf({ value, ...rest }) {
  return JSON.stringify(rest)
}
