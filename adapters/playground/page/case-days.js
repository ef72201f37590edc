/** The story of a case, day by day: who did what, what was filled in, which files came with it. */
import { el } from './dom.js'
import { drawFiles } from './files.js'
import { icon } from './icon.js'
import { zone } from './store.js'
import { fullMoment, t } from './words-of.js'

const NEWEST = 'redress.story.newest'

/** What happens by itself is told more quietly than what people do. */
const QUIET = new Set(['derived', 'entered', 'assigned', 'instructed', 'opened', 'left', 'granted'])

export function drawTimeline(story) {
  const list = el('div', { class: 'days' })
  const turn = el('button', { type: 'button', class: 'link', 'data-keep': 'turn' })
  const draw = () => {
    const newest = localStorage.getItem(NEWEST) === '1'
    turn.textContent = t(newest ? 'story_oldest_first' : 'story_newest_first')
    list.replaceChildren(...(newest ? [...story.days].reverse() : story.days).map((day) => drawDay(day, newest)))
  }
  turn.addEventListener('click', () => {
    localStorage.setItem(NEWEST, localStorage.getItem(NEWEST) === '1' ? '0' : '1')
    draw()
  })
  draw()
  return el(
    'section',
    { class: 'panel' },
    el('div', { class: 'panel-head' }, el('h2', {}, t('story_title')), turn),
    list,
  )
}

function drawDay({ day, title, items }, newest) {
  return el(
    'section',
    { class: 'story-day', 'data-day': day },
    el('h3', {}, title),
    el('ol', { reversed: newest }, (newest ? together(items).reverse() : together(items)).map(drawItem)),
  )
}

/** What followed by itself in the same moment stands with what somebody did: one event, not five. */
function together(items) {
  const events = []
  for (const item of items) {
    const last = events.at(-1)
    if (last && QUIET.has(item.what) && last.at === item.at) last.after.push(item.words)
    else events.push({ ...item, after: [] })
  }
  return events
}

function drawItem({ seq, at, time, what, by, words, tone, rows, files, after }) {
  return el(
    'li',
    { class: `item tone-${tone} ${QUIET.has(what) ? 'minor' : ''} by-${by}`, 'data-fact': what },
    el('time', { datetime: at, title: fullMoment(at, zone()) }, time),
    el(
      'div',
      {},
      el('p', { class: 'lines' }, words),
      after.length === 0 ? null : el('p', { class: 'after' }, after.join(' · ')),
      rows.length === 0 ? null : drawRows(rows, seq),
      files.length === 0 ? null : drawFiles(files),
    ),
  )
}

/** What was filled in is a click away: the sentence says that it was. */
function drawRows(rows, seq) {
  return el(
    'details',
    { class: 'filled', 'data-keep': `rows ${seq}` },
    el('summary', {}, icon('down'), t('story_filled', { n: rows.length })),
    el(
      'dl',
      { class: 'fields' },
      rows.map(({ label, value }) => el('div', {}, el('dt', {}, label), el('dd', { class: 'lines' }, value))),
    ),
  )
}
