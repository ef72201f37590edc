/** One picture large, with those beside it: arrow keys turn, Esc closes. */
import { openDialog } from './dialog.js'
import { el } from './dom.js'
import { icon } from './icon.js'
import { t } from './words-of.js'

/** `pictures`: `{url, name, alt?}`; begins with the one at `start`. */
export function openLightbox(pictures, start) {
  let at = start
  const picture = el('img', {})
  const link = el('a', { target: '_blank', rel: 'noopener' }, t('open_file'))
  const turn = (by) => {
    at = (at + by + pictures.length) % pictures.length
    show()
  }
  const arrow = (word, sign, by) =>
    el('button', { type: 'button', class: 'icon', 'aria-label': t(word), onclick: () => turn(by) }, icon(sign))
  const arrows = pictures.length > 1 ? [arrow('previous', 'back', -1), arrow('next', 'next', 1)] : []
  const content = el('div', { class: 'lightbox' }, picture, el('div', { class: 'buttons' }, arrows, link))
  const dialog = openDialog('', content)
  dialog.node.classList.add('lightbox-dialog')
  const show = () => {
    const { url, name, alt } = pictures[at]
    picture.src = url
    picture.alt = alt ?? name
    link.href = url
    dialog.heading.textContent = pictures.length > 1 ? `${name} (${at + 1}/${pictures.length})` : name
  }
  dialog.node.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft') turn(-1)
    if (key === 'ArrowRight') turn(1)
  })
  show()
}
