/** What a case waits for now: who is asked, how much time is left, and the way to act, as them if need be. */
import { avatar } from './avatar.js'
import { drawButtons } from './buttons.js'
import { el } from './dom.js'
import { icon } from './icon.js'
import { whilePending } from './pending.js'
import { switchTo } from './persona.js'
import { store, zone } from './store.js'
import { fullMoment, shortMoment, t } from './words-of.js'

/** People named one by one; beyond that they are counted. */
const NAMED = 4

export function drawTasks({ tasks, outcome }) {
  if (outcome) return null
  const head = el('h2', {}, t('story_now'))
  if (tasks.length === 0)
    return el('section', { class: 'panel' }, head, el('p', { class: 'quiet' }, t('story_no_task')))
  return el('section', { class: 'panel' }, head, el('ul', { class: 'tasks' }, tasks.map(drawTask)))
}

function drawTask(task) {
  const { stage, step, people, clock, since, actions, position } = task
  const title = step ? `${stage} · ${step}` : stage
  return el(
    'li',
    { class: `task ${clock.is}`, 'data-task': position },
    el(
      'div',
      { class: 'task-head' },
      el('strong', {}, title),
      el('time', { class: 'quiet', datetime: since, title: fullMoment(since, zone()) }, sinceWords(since)),
    ),
    drawClock(clock),
    task.fallback ? el('p', { class: 'warn' }, t('story_fallback')) : null,
    el('ul', { class: 'asked' }, people.slice(0, NAMED).map(person), more(people)),
    actions.length > 0 ? drawButtons(actions) : standIn(people),
  )
}

const sinceWords = (at) => t('story_since', { at: shortMoment(at, store.now, zone()) })

function drawClock({ is, words, share, next }) {
  return el(
    'div',
    { class: `time-left ${is}` },
    el('span', {}, icon('clock'), words),
    share === undefined ? null : gauge(share),
    next
      ? el('p', { class: 'quiet' }, t('story_next', { at: shortMoment(next.at, store.now, zone()), words: next.words }))
      : null,
  )
}

function gauge(share) {
  const bar = el('span', { class: 'gauge', 'aria-hidden': 'true' }, el('span', {}))
  bar.firstChild.style.width = `${Math.round(share * 100)}%`
  return bar
}

const person = ({ id, name }) => el('li', {}, avatar(id, name), el('span', {}, name))

function more(people) {
  const rest = people.length - NAMED
  return rest > 0 ? el('li', { class: 'quiet' }, t('story_more_people', { n: rest })) : null
}

/** In the playground one person plays everybody: whoever is asked is a click away. */
function standIn(people) {
  if (people.length === 0) return null
  const [{ id, name }] = people
  const words = el('span', {}, t('story_play', { name }))
  const node = el('button', { type: 'button', class: 'plain', 'data-keep': `play ${id}` }, icon('person'), words)
  node.addEventListener('click', () => whilePending(node, () => switchTo(id)))
  return el('div', { class: 'buttons' }, node)
}
