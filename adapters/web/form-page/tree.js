/** A multi-level choice: one list per level, the next one appears when a level is chosen. Only leaves count. */

/** Takes over the control. Gives `{read}`. */
export function takeTree(box, changed) {
  const nodes = JSON.parse(box.dataset.nodes)
  const words = JSON.parse(box.dataset.words)
  let path = box.dataset.value
  const draw = (focus) => {
    const lists = levels(nodes, path).map((level, at) => drawList(level, at))
    box.replaceChildren(...lists)
    if (focus !== undefined) lists[Math.min(focus, lists.length - 1)].focus()
  }
  const drawList = ({ nodes: options, chosen }, at) => {
    const list = document.createElement('select')
    list.id = at === 0 ? box.dataset.id : `${box.dataset.id}-${at}`
    list.setAttribute('aria-label', words.level.replace('{n}', String(at + 1)))
    list.setAttribute('aria-describedby', box.dataset.described)
    list.append(
      new Option(words.choose, ''),
      ...options.map(({ id, label }) => new Option(label, id, false, id === chosen)),
    )
    list.addEventListener('change', () => {
      path = list.value || path.split('.').slice(0, at).join('.')
      draw(list.value === '' ? at : at + 1)
      changed()
    })
    return list
  }
  draw()
  return { read: () => (isLeaf(nodes, path) ? path : null), input: box }
}

/** The lists to show for a path: each level's nodes, and which of them is chosen. */
function levels(nodes, path) {
  const chosen = nodes.find(({ id }) => path === id || path.startsWith(`${id}.`))
  const here = { nodes, chosen: chosen?.id }
  return chosen === undefined || chosen.children.length === 0 ? [here] : [here, ...levels(chosen.children, path)]
}

function isLeaf(nodes, path) {
  return nodes.some(({ id, children }) => (id === path && children.length === 0) || isLeaf(children, path))
}
