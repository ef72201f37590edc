/** The steps of the tour: where its complaint stands, what is said about it, and what one press does. */
import { send, show } from './act.js'
import { ask } from './dialog.js'
import { openForm } from './form.js'
import { switchTo } from './persona.js'
import { casePath, go, pathOf } from './route.js'
import { store } from './store.js'
import { passTime, readStory } from './story-wire.js'
import { tourValues } from './tour-values.js'
import { currentLang, t } from './words-of.js'

/** In the order in which they are usually walked; the panel counts along these. */
export const WAY = [
  'file',
  'card',
  'review',
  'appraisal',
  'plan',
  'approval',
  'payment',
  'customer',
  'wait',
  'callback',
  'closed',
]

/** Messages to the customer after which they have heard the outcome: the first only says that it was received. */
const HEARD = 2

/**
 * The step the complaint stands at: `{id, story?, task?}`. `tour` keeps its number and what has been looked at.
 * `other` is a stage that only another policy has; `moment` passes by itself.
 */
export async function stepOf(tour) {
  if (!tour.number) return { id: 'file' }
  const story = await readStory(tour.number)
  if (!tour.card) return { id: 'card', story }
  const heard = story.customerView.messages.length >= HEARD
  if (heard && !tour.customer) return { id: 'customer', story }
  if (story.outcome) return { id: 'closed', story }
  const [task] = story.tasks
  if (!task) return { id: story.customerView.waits?.from ? 'wait' : 'moment', story }
  const stage = task.position.slice(0, task.position.lastIndexOf('#'))
  return { id: WAY.includes(stage) ? stage : 'other', story, task }
}

/** Who does the step: whoever is playing if they may, else the first who is asked. */
export function actorOf({ id, task }) {
  if (id === 'file') return newcomer()
  if (!task) return undefined
  return task.people.find((person) => person.id === store.me?.id) ?? task.people[0]
}

/** Somebody of the front line who speaks the page's language: whoever is playing, if they are one. */
function newcomer() {
  const fits = ({ lang, roles }) => lang === currentLang() && roles.includes('service') && roles.length === 1
  const known = (id) => store.people.find((person) => person.id === id)
  const [me, starter] = [known(store.me?.id), known(document.body.dataset.starter)]
  return [me, starter, ...store.people].find((person) => person && fits(person)) ?? starter ?? store.people[0]
}

/** What the main button says. */
export function pressWords(step) {
  const { id } = step
  if (id === 'moment') return undefined
  if (['card', 'customer'].includes(id)) return t('tour_next')
  if (id === 'closed') return t('tour_finish')
  if (id === 'wait') return t('tour_let_pass')
  const name = actorOf(step)?.name ?? ''
  return actorOf(step)?.id === store.me?.id ? t('tour_do') : t('tour_play', { name })
}

/** What the light falls on, as a selector; undefined where there is nothing to see yet. */
export function targetOf({ id }, { number }) {
  const post = `[data-number="${CSS.escape(number ?? '')}"]`
  if (id === 'file') return '.side-actions .primary'
  if (id === 'card' || id === 'customer') return `#posts ${post} .post-main`
  if (id === 'wait') return 'button.now'
  if (id === 'closed') return '.case .way'
  // The card that asks, once it is in sight; before that the switch with which anybody is played.
  return `.persona, #posts ${post} .card.is-open .buttons`
}

/** Goes where a step is to be seen. */
export function visitFor({ id, story }) {
  if (id === 'closed') return go(casePath(story.number))
  if (id === 'customer') return go(pathOf('customers'))
  if (id !== 'card') return
  const root = [...store.posts.values()].find(({ number, body }) => number === story.number && body.key === 'case')
  if (root) go(pathOf(root.to))
}

/** Does the step: plays whoever it takes, and opens the form filled in, or asks for the decision. */
export async function press(step) {
  const actor = actorOf(step)
  if (step.id === 'wait') {
    const from = Date.parse(step.story.customerView.waits.from) + 1_000
    return passTime({ to: new Date(from).toISOString() })
  }
  if (actor && actor.id !== store.me?.id) await switchTo(actor.id)
  go(pathOf('me'))
  if (step.id === 'file') return prefill(await send({ do: 'command', text: '/complaint' }))
  const { tasks } = await readStory(step.story.number)
  const action = tasks[0]?.actions.find(({ style }) => style === 'primary')
  if (!action || (action.confirm && !(await ask(action.confirm, action.style)))) return
  await prefill(await send({ do: 'click', action: action.action_id, value: action.value }))
}

/** Opens a form with the tour's answers in it; anything else is shown as it is. */
async function prefill(reply) {
  if (reply.is !== 'form') return show(reply)
  const { callback_id: form, number, position, revision } = reply.form
  const drawn = await send({ do: 'redraw', form, number, position, revision, values: tourValues() })
  openForm(drawn.is === 'form' ? drawn.form : reply.form)
}
