/** Walks a tree of choices: `{id, label, children}`; an id is the path of its ids, joined by points. */

/** The nodes from the root down to `path`, as far as they are there. */
export function trailOf(nodes, path) {
  const hit = nodes.find(({ id }) => path === id || path.startsWith(`${id}.`))
  return hit === undefined ? [] : [hit, ...trailOf(hit.children, path)]
}

/** True when `path` is a node without children. */
export function isLeaf(nodes, path) {
  const last = trailOf(nodes, path).at(-1)
  return last !== undefined && last.id === path && last.children.length === 0
}

/** Every leaf with the labels that lead to it. */
export function leavesOf(nodes, above = []) {
  return nodes.flatMap((node) => {
    const labels = [...above, node.label]
    return node.children.length === 0 ? [{ id: node.id, labels }] : leavesOf(node.children, labels)
  })
}

/** Leaves whose labels hold every word of the query; those that hold it in their own label come first. */
export function searchLeaves(nodes, query) {
  const words = query
    .toLowerCase()
    .split(/[\s/]+/)
    .filter(Boolean)
  const holds = (text) => words.every((word) => text.toLowerCase().includes(word))
  const hits = leavesOf(nodes).filter(({ labels }) => holds(labels.join(' ')))
  const own = ({ labels }) => (holds(labels.at(-1)) ? 0 : 1)
  return hits.sort((a, b) => own(a) - own(b))
}
