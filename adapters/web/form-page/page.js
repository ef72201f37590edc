/** What all modules of a page share: what the server put into it, and small changes of what is seen. */

/** What the server said about this page. */
export function readPage() {
  return JSON.parse(document.getElementById('data').textContent)
}

/** A word with its `{name}` parts filled. */
export function filled(text, params = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(params[name] ?? whole))
}

/** Says something quietly above the form. */
export function tell(text) {
  document.getElementById('told').textContent = text
}

/** Takes these words away if they are still what is said. */
export function unsay(text) {
  const line = document.getElementById('told')
  if (line.textContent === text) line.textContent = ''
}

/** Says what went wrong; '' takes it away. */
export function fail(text) {
  const line = document.getElementById('wrong')
  line.textContent = text
  line.hidden = text === ''
}

/** Puts the end of the story in the page's place. The HTML is the server's, with every text escaped there. */
export function finish(html) {
  const main = document.querySelector('main')
  main.innerHTML = html
  main.querySelector('h1').focus()
  scrollTo(0, 0)
}
