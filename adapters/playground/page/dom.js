/** Makes elements. Text only ever becomes text nodes: nothing that came from a person is parsed as HTML. */

/**
 * `el('button', {class: 'primary', onclick: act}, 'Send')`. Properties that start with `on` are listeners, `class`,
 * `data-…`, `aria-…` and the like are attributes; `null`, `undefined` and `false` leave one out.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (name === 'value') node.value = value
    else node.setAttribute(name, value === true ? '' : String(value))
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false))
  return node
}

/** Puts these children in place of whatever stood there. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false))
}

let count = 0

/** A fresh element id, for labels. */
export function freshId() {
  count += 1
  return `id-${count}`
}
