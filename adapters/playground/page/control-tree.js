/** A multi-level select: one list per level, the next one appears when a level is chosen. Only leaves count. */
import { el, freshId } from './dom.js'
import { t } from './words-of.js'

export function treeControl(field, attributes, changed) {
  const node = el('div', { class: 'tree' })
  let path = field.value ?? ''
  const drawn = () => {
    const selects = levelsOf(field.element.nodes, path).map((level, at) => list(level, at))
    node.replaceChildren(...selects)
  }
  const list = ({ nodes, chosen }, at) => {
    const own = at === 0 ? attributes.id : freshId()
    return el(
      'select',
      {
        id: own,
        'aria-label': `${field.label} · ${t('level', { n: at + 1 })}`,
        'aria-describedby': attributes['aria-describedby'],
        onchange: (event) => {
          path = event.target.value || (at === 0 ? '' : parentOf(path, at))
          drawn()
          node.children[Math.min(at + 1, node.children.length - 1)].focus()
          changed()
        },
      },
      el('option', { value: '' }, t('choose')),
      nodes.map(({ id, label }) => el('option', { value: id, selected: id === chosen }, label)),
    )
  }
  drawn()
  return {
    node,
    group: true,
    get focus() {
      return node.firstElementChild
    },
    read: () => (isLeaf(field.element.nodes, path) ? path : null),
  }
}

const parentOf = (path, depth) => path.split('.').slice(0, depth).join('.')

/** The lists to show for a path: each level's nodes and which of them is chosen. */
function levelsOf(nodes, path) {
  const chosen = nodes.find(({ id }) => path === id || path.startsWith(`${id}.`))
  const here = { nodes, chosen: chosen?.id }
  return chosen === undefined || chosen.children.length === 0 ? [here] : [here, ...levelsOf(chosen.children, path)]
}

function isLeaf(nodes, path) {
  return nodes.some(({ id, children }) => (id === path && children.length === 0) || isLeaf(children, path))
}
