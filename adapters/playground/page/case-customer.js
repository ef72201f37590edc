/** The case as its customer sees it, and their answer where the case waits for one: somebody of ours writes it down. */
import { send, show } from './act.js'
import { el } from './dom.js'
import { icon } from './icon.js'
import { whilePending } from './pending.js'
import { switchTo } from './persona.js'
import { store, zone } from './store.js'
import { passTime, readStory } from './story-wire.js'
import { toast } from './toasts.js'
import { shortMoment, t } from './words-of.js'

export function drawCustomer({ number, customerView: { words, messages, waits } }) {
  return el(
    'section',
    { class: 'panel customer-view' },
    el('h2', {}, t('story_customer')),
    el('p', { class: 'quiet' }, words),
    messages.length === 0 ? null : el('ol', { class: 'bubbles' }, messages.map(bubble)),
    waits ? drawWait(number, waits) : null,
  )
}

function bubble({ text, at, state, why }) {
  const failed = state === 'given_up'
  return el(
    'li',
    { class: `bubble ${state}` },
    el('p', { class: 'lines' }, text),
    el(
      'p',
      { class: 'quiet' },
      shortMoment(at, store.now, zone()),
      state === 'sent' ? null : ` · ${t(`story_${state}`)}${failed && why ? `: ${why}` : ''}`,
    ),
  )
}

function drawWait(number, { words, people, verb, from }) {
  const act = verb
    ? button('answer', 'story_answer', () => answerAs(number, people[0]))
    : from
      ? button('wait', 'story_wait', () => passTime({ to: laterThan(from) }).then(({ now }) => said(now)))
      : null
  return el(
    'div',
    { class: 'customer-wait' },
    el('p', {}, words),
    act ? el('div', { class: 'buttons' }, act) : null,
    verb ? el('p', { class: 'quiet' }, t('story_answer_hint')) : null,
  )
}

/** A moment after, since a timer is due only when its time has come. */
const laterThan = (iso) => new Date(Date.parse(iso) + 1_000).toISOString()

function said(now) {
  toast(t('moved', { now: shortMoment(now, store.now, zone()) }), 'good')
}

function button(keep, word, work) {
  const node = el(
    'button',
    { type: 'button', class: 'primary', 'data-keep': keep },
    icon('person'),
    el('span', {}, t(word)),
  )
  node.addEventListener('click', () => whilePending(node, () => work().catch((error) => toast(error.message, 'warn'))))
  return node
}

/** Plays whoever writes the customer's answer down, and opens the form for it. */
export async function answerAs(number, person) {
  if (person === undefined) return
  if (store.me?.id !== person) await switchTo(person)
  const { tasks, customerView } = await readStory(number)
  const { position, verb } = customerView.waits ?? {}
  const action = tasks
    .filter((task) => task.position === position)
    .flatMap((task) => task.actions)
    .find(({ action_id }) => action_id === `redress.${verb}`)
  if (!action) return toast(t('story_answered'), 'warn')
  show(await send({ do: 'click', action: action.action_id, value: action.value }))
}
