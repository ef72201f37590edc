/** Answers that only this person sees: below the messages of the pane they were asked in, until they are dismissed. */
import { drawBody } from './card.js'
import { openDialog } from './dialog.js'
import { el } from './dom.js'
import { icon } from './icon.js'
import { t } from './words-of.js'

/** The most that stand below the messages at once. */
const MOST = 3

/** Shows a card or message in the pane of `from`; where no conversation is shown, in a dialog. */
export function showAnswer(body, from) {
  const box = from?.closest?.('#thread')
    ? document.getElementById('thread-answers')
    : document.getElementById('answers')
  if (!box?.checkVisibility()) {
    openDialog(t('only_you'), el('div', { class: 'ask' }, drawBody(body)))
    return
  }
  const dismiss = el('button', { type: 'button', class: 'icon', 'aria-label': t('dismiss') }, icon('close'))
  const head = el('div', { class: 'answer-head' }, icon('eye'), el('span', {}, t('only_you')), dismiss)
  const answer = el('div', { class: `answer ${body.tone ?? 'plain'}`, tabindex: '-1' }, head, drawBody(body))
  dismiss.addEventListener('click', () => {
    const next = answer.nextElementSibling ?? answer.previousElementSibling
    answer.remove()
    ;(next ?? box.parentElement).focus?.({ preventScroll: true })
  })
  box.append(answer)
  while (box.children.length > MOST) box.firstElementChild.remove()
  answer.scrollIntoView({ block: answer.offsetHeight > box.parentElement.clientHeight ? 'start' : 'nearest' })
}

/** They belong to one person: whoever plays next starts without them. */
export function clearAnswers() {
  document.getElementById('answers')?.replaceChildren()
  document.getElementById('thread-answers')?.replaceChildren()
}
