/** Answers that only this person sees, below the messages until they are dismissed. */
import { drawBody } from './card.js'
import { el } from './dom.js'
import { icon } from './icon.js'
import { t } from './words-of.js'

/** Shows a card or message. */
export function showAnswer(body) {
  const box = document.getElementById('answers')
  const dismiss = el('button', { type: 'button', class: 'icon', 'aria-label': t('dismiss') }, icon('close'))
  const answer = el(
    'div',
    { class: `answer ${body.tone ?? 'plain'}` },
    el('div', { class: 'answer-head' }, el('span', { class: 'quiet' }, t('only_you')), dismiss),
    drawBody(body),
  )
  dismiss.addEventListener('click', () => answer.remove())
  box.append(answer)
  while (box.children.length > 3) box.firstElementChild.remove()
  box.scrollTop = box.scrollHeight
}

/** They belong to one person: whoever plays next starts without them. */
export function clearAnswers() {
  document.getElementById('answers').replaceChildren()
}
