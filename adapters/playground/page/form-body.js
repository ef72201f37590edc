/** Lays out a form's fields: what is needed first, the rest folded away when it is much. */
import { drawBlocks } from './card.js'
import { el, fill } from './dom.js'
import { icon } from './icon.js'
import { t } from './words-of.js'

/** Fewer optional fields than this are not worth a fold. */
const MANY = 5

/** Puts them into `body`. A fold that was open stays open. */
export function layFields(body, form, fields) {
  const focused = document.activeElement
  const inside = body.contains(focused)
  const optional = fields.filter((field) => !field.required && !field.upload)
  const folds = optional.length >= MANY && optional.length < fields.length
  const wasOpen = body.querySelector('.fold-more')?.open ?? false
  const main = folds ? fields.filter((field) => !optional.includes(field)) : fields
  fill(
    body,
    form.intro.length > 0 ? drawBlocks(form.intro) : null,
    el(
      'div',
      { class: 'grid' },
      main.map(({ node }) => node),
    ),
    folds ? moreOf(optional, wasOpen) : null,
  )
  // Moving a node takes the focus from it.
  if (inside && focused.isConnected) focused.focus({ preventScroll: true })
}

function isFilled(field) {
  const value = field.read()
  return value !== null && value !== false
}

function moreOf(fields, open) {
  const filled = fields.filter(isFilled).length
  const hint = el(
    'span',
    { class: 'quiet' },
    t('more_details_hint', { n: fields.length }),
    filled > 0 ? ` · ${t('more_details_filled', { n: filled })}` : null,
  )
  return el(
    'details',
    { class: 'fold-more', open },
    el('summary', {}, icon('next'), el('span', {}, t('more_details')), hint),
    el(
      'div',
      { class: 'grid' },
      fields.map(({ node }) => node),
    ),
  )
}
