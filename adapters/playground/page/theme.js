/* Runs before anything is painted, so that the chosen colours never flash. */
try {
  const chosen = localStorage.getItem('redress.theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // Without storage the system's preference counts.
}
