/** What is wrong with a form: next to each field, and all of it above them; the first field gets the focus. */
import { el, fill } from './dom.js'
import { icon } from './icon.js'
import { counted } from './words-of.js'

/** `errors`: `{field?, text}`; none takes everything away. */
export function fieldErrors(summary, fields, errors) {
  for (const field of fields) field.fail('')
  summary.hidden = errors.length === 0
  if (errors.length === 0) return fill(summary)
  const lines = errors.map(({ field: id, text }) => {
    const field = fields.find((one) => one.id === id)
    field?.fail(text)
    return { field, text }
  })
  fill(
    summary,
    el('strong', {}, icon('help'), counted('errors_one', 'errors_many', errors.length)),
    el(
      'ul',
      {},
      lines.map(({ field, text }) => el('li', field ? { class: 'at-field' } : {}, field ? jump(field) : text)),
    ),
  )
  const first = fields.find((field) => lines.some((line) => line.field === field))
  if (first) reach(first)
  else summary.focus()
}

/** Its name; what is wrong stands next to it. */
function jump(field) {
  return el('button', { type: 'button', class: 'link', onclick: () => reach(field) }, field.label)
}

/** Opens the fold it may be in, and goes there. */
function reach(field) {
  const fold = field.node.closest('details')
  if (fold) fold.open = true
  field.focus()
  field.node.scrollIntoView({ block: 'center' })
}
