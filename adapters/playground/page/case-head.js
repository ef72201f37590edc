/** The head of a case's page: what it is about, how it stands, its stages one after the other. */
import { drawButtons } from './buttons.js'
import { drawClockMenu } from './clock-menu.js'
import { el } from './dom.js'
import { icon } from './icon.js'
import { back, go, pathOf } from './route.js'
import { store, zone } from './store.js'
import { fullMoment, shortMoment, t } from './words-of.js'

/** What a reader of the page may want to do at once; the rest stands in the menu. */
const PLAIN = ['redress.note', 'redress.urge', 'redress.unmask']

/** Letters from which on a part may be broken. */
const LONG = 24

export function drawHead(story) {
  return [bar(story), title(story), strip(story)]
}

function bar({ number }) {
  return el(
    'div',
    { class: 'case-bar' },
    el(
      'button',
      { type: 'button', class: 'ghost', 'data-keep': 'back', onclick: () => back('/me') },
      icon('back'),
      el('span', {}, t('back')),
    ),
    el('span', { class: 'grow' }),
    clock(),
    el(
      'button',
      { type: 'button', class: 'ghost', 'data-keep': 'thread', onclick: () => openThread(number) },
      icon('thread'),
      el('span', { class: 'wide' }, t('thread')),
    ),
    el(
      'button',
      { type: 'button', class: 'ghost', 'data-keep': 'print', onclick: () => print() },
      icon('page'),
      el('span', { class: 'wide' }, t('story_print')),
    ),
  )
}

function clock() {
  const host = el('div', { class: 'clock' })
  drawClockMenu(host, 'all')
  return host
}

/** The thread stands beside the conversation in which its card is. */
function openThread(number) {
  const root = [...store.posts.values()].find((post) => post.number === number && post.body.key === 'case')
  go(pathOf(root?.to ?? 'me', number))
}

function title(story) {
  const { number, product, customer, text, badges, filed, age, outcome, late } = story
  const state = outcome
    ? el('span', { class: `tag ${outcome.good ? 'good' : 'plain'}` }, outcome.words)
    : el('span', { class: `tag ${late ? 'late' : 'open'}` }, t(late ? 'story_late' : 'story_open'))
  const chips = badges.split(' · ').filter((word) => word !== '')
  const actions = story.actions.map((action) => ({ ...action, minor: !PLAIN.includes(action.action_id) }))
  return el(
    'header',
    { class: 'case-title' },
    el(
      'div',
      { class: 'case-name' },
      el('p', { class: 'case-number' }, number, ' ', state),
      el('h1', {}, [product, customer].filter((word) => word !== '').join(' · ') || number),
      el('p', { class: 'quiet' }, dotted([filed, age])),
      el(
        'p',
        { class: 'tags' },
        chips.map((word) => el('span', { class: 'tag plain' }, word)),
      ),
    ),
    drawButtons(actions),
    text === '' ? null : el('blockquote', { class: 'lines' }, text),
  )
}

/** Every stage with who, when and how long; what lies ahead is only named. */
function strip({ stages }) {
  const list = el(
    'ol',
    { class: 'way', 'aria-label': t('story_way'), tabindex: '0' },
    stages.map((stage) =>
      el(
        'li',
        {
          class: `${stage.state} ${stage.clock?.is === 'late' ? 'late' : ''}`,
          'aria-current': stage.state === 'now' ? 'step' : null,
        },
        el('span', { class: 'dot' }, stage.state === 'done' ? icon('check') : null),
        el(
          'strong',
          {},
          stage.name,
          stage.visits > 1 ? el('span', { class: 'times' }, t('story_times', { n: stage.visits })) : null,
          el('span', { class: 'hidden' }, ` (${t(`step_${stage.state}`)})`),
        ),
        stage.who ? el('span', { class: 'who' }, stage.who) : null,
        when(stage),
        stage.state === 'now' && stage.clock
          ? el('span', { class: `left ${stage.clock.is}` }, stage.clock.words)
          : null,
      ),
    ),
  )
  requestAnimationFrame(() => showNow(list))
  return list
}

/** Where there are more stages than fit beside each other, the present one is in sight. */
function showNow(list) {
  const now = list.querySelector('.now')
  if (now) list.scrollLeft = now.offsetLeft - list.offsetLeft - (list.clientWidth - now.offsetWidth) / 2
}

function when({ state, entered, left, spent, result }) {
  const at = state === 'done' ? (left ?? entered) : undefined
  if (!at) return null
  const words = [shortMoment(at, store.now, zone()), result, spent].filter(Boolean)
  return el('time', { class: 'quiet', datetime: at, title: fullMoment(at, zone()) }, dotted(words))
}

/** `a · b · c`, broken after a dot; inside a part only when it is long. */
function dotted(words) {
  return words.flatMap((word, i) => {
    const part = i < words.length - 1 ? `${word} ·` : word
    return [i === 0 ? '' : ' ', el('span', { class: word.length > LONG ? null : 'whole' }, part)]
  })
}
