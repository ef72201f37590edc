/** Keeps a list on the screen equal to a list of items, touching only what changed: no jump, no lost focus. */

const known = new WeakMap()

/**
 * `items`: `{key, version, make, mark?}` in order. A node is made anew when its version changed; `mark` then names the class
 * that makes the change visible. Gives true when anything changed.
 */
export function reconcile(box, items) {
  const before = known.get(box) ?? new Map()
  const after = new Map()
  let touched = false
  let cursor = box.firstChild
  for (const { key, version, make, mark } of items) {
    const old = before.get(key)
    const same = old?.version === version
    const node = same ? old.node : make()
    if (old && !same) {
      if (cursor === old.node) cursor = old.node.nextSibling
      swap(old.node, node, mark)
      touched = true
    }
    if (node === cursor) cursor = cursor.nextSibling
    else if (node.nextSibling !== cursor || node.parentNode !== box) {
      box.insertBefore(node, cursor)
      touched = true
    }
    after.set(key, { version, node })
  }
  while (cursor) {
    const next = cursor.nextSibling
    cursor.remove()
    cursor = next
    touched = true
  }
  known.set(box, after)
  return touched
}

/** Forgets what stands there: the next call draws everything. */
export function forget(box) {
  known.delete(box)
  box.replaceChildren()
}

/** Puts a node in another's place; whoever was on one of its controls stays on its twin. */
function swap(old, node, mark) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null
  old.replaceWith(node)
  if (mark) {
    node.classList.add(mark)
    setTimeout(() => node.classList.remove(mark), 2_400)
  }
  if (focused === null) return
  const twin = focused.dataset.action
    ? node.querySelector(`[data-action="${CSS.escape(focused.dataset.action)}"]`)
    : null
  ;(twin ?? node).focus({ preventScroll: true })
}
