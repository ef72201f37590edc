/** A button that works for a moment: it says so and cannot be pressed twice. */

/** Runs `work` unless it is running already; the focus stays where it is. */
export async function whilePending(button, work) {
  if (button.getAttribute('aria-disabled') === 'true') return undefined
  button.setAttribute('aria-disabled', 'true')
  button.setAttribute('aria-busy', 'true')
  button.classList.add('pending')
  try {
    return await work()
  } finally {
    button.removeAttribute('aria-disabled')
    button.removeAttribute('aria-busy')
    button.classList.remove('pending')
  }
}
