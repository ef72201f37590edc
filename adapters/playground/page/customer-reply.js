/** Below what a customer was sent: the way to answer in their place, where the case waits for their answer. */
import { answerAs } from './case-customer.js'
import { el } from './dom.js'
import { icon } from './icon.js'
import { whilePending } from './pending.js'
import { casePath, go } from './route.js'
import { store } from './store.js'
import { readStory } from './story-wire.js'
import { toast } from './toasts.js'
import { t } from './words-of.js'

/** The foot of the last post to a customer: earlier ones need no answer any more. */
export function drawCustomerReply({ id, number }) {
  if ([...store.posts.values()].some((post) => post.to === `customer/${number}` && post.id > id)) return null
  const node = el(
    'button',
    { type: 'button', class: 'link foot-link', 'data-action': 'answer' },
    icon('person'),
    el('span', {}, t('story_answer')),
  )
  node.addEventListener('click', () =>
    whilePending(node, () => reply(number).catch((error) => toast(error.message, 'warn'))),
  )
  return el('div', { class: 'post-foot' }, node)
}

async function reply(number) {
  const { waits } = (await readStory(number)).customerView
  if (waits?.verb) return answerAs(number, waits.people[0])
  go(casePath(number))
  toast(waits?.words ?? t('story_not_asked'))
}
