/** The fields of a form: reads what stands in them, and puts fresh ones in place when an answer changes what is asked. */
import { takeFiles } from './files.js'
import { takeTree } from './tree.js'

/** Takes over all fields of the page. `changed(field)` is called after every change. Gives `{values, place, fail, busy}`. */
export function takeFields(page, changed) {
  const [root, folded, more] = ['fields', 'folded', 'more'].map((id) => document.getElementById(id))
  let fields = [...root.children, ...folded.children].map((node) => take(node, page, changed))
  let shapes = page.shapes
  return {
    values: () => Object.fromEntries(fields.map(({ id, read }) => [id, read()])),
    busy: () => fields.some(({ busy }) => busy()),
    /** Shows these fields; unless `afresh`, one that would be drawn the same keeps its control and whatever is being typed. */
    place(drawn, afresh) {
      const before = new Map(fields.map((field) => [field.id, field]))
      const focused = document.activeElement?.closest('[data-field]')?.dataset.field
      fields = drawn.map(({ id, shape, html }) => {
        const same = before.get(id)
        return same && !afresh && shapes[id] === shape ? same : take(nodeOf(html), page, changed)
      })
      shapes = Object.fromEntries(drawn.map(({ id, shape }) => [id, shape]))
      const isFolded = new Set(drawn.filter((one) => one.folded).map(({ id }) => id))
      const nodesOf = (away) => fields.filter(({ id }) => isFolded.has(id) === away).map(({ node }) => node)
      settle(root, nodesOf(false))
      settle(folded, nodesOf(true))
      more.hidden = isFolded.size === 0
      const lost = fields.find(({ id }) => id === focused)
      if (lost && !lost.node.contains(document.activeElement)) lost.focus()
    },
    /** Marks what is wrong; gives what belongs to no field shown. */
    fail(errors) {
      for (const field of fields) field.fail('')
      const left = errors.filter(({ field, text }) => {
        const found = fields.find(({ id }) => id === field)
        found?.fail(text)
        return found === undefined
      })
      fields.find(({ id }) => errors.some(({ field }) => field === id))?.focus()
      return left.map(({ text }) => text)
    },
  }
}

/** Puts nodes in order without moving those that stay: a moved one would lose its focus. */
function settle(root, nodes) {
  for (const node of [...root.children]) if (!nodes.includes(node)) node.remove()
  let at = root.firstElementChild
  for (const node of nodes) {
    if (node === at) at = at.nextElementSibling
    else root.insertBefore(node, at)
  }
}

function nodeOf(html) {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content.firstElementChild
}

function take(node, page, changed) {
  const id = node.dataset.field
  const redraws = node.dataset.redraws !== undefined
  const wrong = node.querySelector('.wrong')
  const self = { id, redraws, node, busy: () => false }
  const tell = () => changed(self)
  const made = controlOf(node, page, tell)
  node.addEventListener('input', () => {
    if (!wrong.hidden) self.fail('')
    tell()
  })
  self.read = made.read
  if (made.busy) self.busy = made.busy
  self.focus = () => {
    const fold = node.closest('details')
    if (fold) fold.open = true
    ;(node.querySelector('input:checked') ?? node.querySelector('input, select, textarea')).focus()
  }
  self.fail = (text) => {
    wrong.textContent = text
    wrong.hidden = text === ''
    node.classList.toggle('failed', text !== '')
    for (const control of node.querySelectorAll('input, select, textarea'))
      text === '' ? control.removeAttribute('aria-invalid') : control.setAttribute('aria-invalid', 'true')
  }
  return self
}

const orNull = (text) => (text.trim() === '' ? null : text)

function controlOf(node, page, changed) {
  const box = node.querySelector('.upload')
  if (box) return takeFiles(box, page, changed)
  const tree = node.querySelector('.tree')
  if (tree) return takeTree(tree, changed)
  const radios = [...node.querySelectorAll('input[type=radio]')]
  if (radios.length > 0) return { read: () => orNull(radios.find(({ checked }) => checked)?.value ?? '') }
  const boxes = [...node.querySelectorAll('input[type=checkbox]')]
  if (node.dataset.input === 'checkbox') return { read: () => boxes[0].checked }
  if (boxes.length > 0) {
    const chosen = () => boxes.filter(({ checked }) => checked).map(({ value }) => value)
    return { read: () => (chosen().length === 0 ? null : chosen()) }
  }
  const control = node.querySelector('input, select, textarea')
  return { read: () => orNull(control.value) }
}
