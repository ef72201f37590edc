/** Light or dark: the system's preference until somebody chooses; every tab follows. */

const dark = matchMedia('(prefers-color-scheme: dark)')

/** `light` or `dark`: what is shown now. */
export function currentLook() {
  return document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light')
}

/** Switches to the other one. What the system prefers anyway needs no choice. */
export function switchLook() {
  const next = currentLook() === 'dark' ? 'light' : 'dark'
  const own = next === (dark.matches ? 'dark' : 'light')
  wear(own ? '' : next)
  if (own) localStorage.removeItem('redress.theme')
  else localStorage.setItem('redress.theme', next)
}

/** Calls `then` when another tab or the system has switched. */
export function onLook(then) {
  dark.addEventListener('change', then)
  addEventListener('storage', ({ key, newValue }) => {
    if (key !== 'redress.theme') return
    wear(newValue ?? '')
    then()
  })
}

function wear(theme) {
  if (theme === '') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
