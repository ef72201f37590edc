/**
 * Holds a scrolled pane still: at its end it stays there, elsewhere the first thing in view stays where it is, whatever
 * grows, shrinks or is drawn again above it. Browsers do this themselves, but not all of them.
 */

/** Pixels from the end within which we follow what comes. */
const NEAR = 120

/** Pane → `{end, node, post, top}`: what to hold on to. */
const held = new WeakMap()

export function isNearEnd(pane, near = NEAR) {
  return pane.scrollHeight - pane.scrollTop - pane.clientHeight < near
}

/** Begins; `then` is called after every scroll. The pane's first child holds the posts. */
export function keepInView(pane, then = () => {}) {
  const onScroll = () => {
    note(pane)
    then()
  }
  pane.addEventListener('scroll', onScroll, { passive: true })
  const observer = new ResizeObserver(() => hold(pane))
  observer.observe(pane)
  for (const child of pane.children) observer.observe(child)
}

/** Notes which post is in view now: what stands between posts comes and goes. */
export function note(pane) {
  const edge = pane.getBoundingClientRect().top
  const posts = pane.firstElementChild?.querySelectorAll(':scope > [data-post]') ?? []
  const node = [...posts].find((one) => one.getBoundingClientRect().bottom > edge)
  const top = node ? node.getBoundingClientRect().top - edge : 0
  held.set(pane, { end: isNearEnd(pane), node, post: node?.dataset.post, top })
}

/** Puts it back into view. */
export function hold(pane) {
  const { end, node, post, top } = held.get(pane) ?? { end: true }
  if (end) {
    pane.scrollTop = pane.scrollHeight
    return
  }
  const twin = post === undefined ? null : pane.querySelector(`[data-post="${CSS.escape(post)}"]`)
  const now = node?.isConnected ? node : twin
  if (now) pane.scrollTop += now.getBoundingClientRect().top - pane.getBoundingClientRect().top - top
}
