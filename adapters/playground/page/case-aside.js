/** Beside the story: the customer's side, the approvals with why each is asked, the facts of the matter, the files. */
import { drawCustomer } from './case-customer.js'
import { el } from './dom.js'
import { drawFiles } from './files.js'
import { icon } from './icon.js'
import { store, zone } from './store.js'
import { shortMoment, t } from './words-of.js'

/** Rows of the matter that stand there without being asked for. */
const SHOWN = 9

export function drawAside(story) {
  return [drawCustomer(story), drawApprovals(story), drawMatter(story), drawAllFiles(story)]
}

function drawApprovals({ approvals }) {
  if (approvals.length === 0) return null
  const [last, ...earlier] = [...approvals].reverse()
  return el(
    'section',
    { class: 'panel' },
    el('h2', {}, t('story_approvals')),
    drawApproval(last),
    earlier.length === 0
      ? null
      : el(
          'details',
          { class: 'earlier', 'data-keep': 'approvals' },
          el('summary', {}, icon('down'), t('story_earlier', { n: earlier.length })),
          earlier.map(drawApproval),
        ),
  )
}

function drawApproval({ stage, visit, plan, linked, open, result, steps }) {
  return el(
    'div',
    { class: `approval ${open ? 'open' : 'over'}` },
    el('p', { class: 'plan' }, el('strong', {}, plan)),
    el(
      'p',
      { class: 'quiet' },
      [stage, visit > 1 ? t('story_round', { n: visit }) : '', open ? t('story_asked_now') : (result ?? '')]
        .filter((word) => word !== '')
        .join(' · '),
    ),
    linked ? el('p', { class: 'warn' }, linked) : null,
    el('ol', { class: 'steps' }, steps.map(drawStep)),
  )
}

const SIGNS = { approved: 'check', turned_down: 'close', asked: 'clock', later: 'more', dropped: 'more' }

function drawStep({ name, why, state, words, at, reason, handed }) {
  const when = at ? ` · ${shortMoment(at, store.now, zone())}` : ''
  return el(
    'li',
    { class: `step ${state}` },
    icon(SIGNS[state]),
    el(
      'div',
      {},
      el('p', {}, el('strong', {}, name), ' ', el('span', { class: 'quiet' }, `${words}${when}`)),
      handed.map((line) => el('p', { class: 'quiet' }, line)),
      reason ? el('p', { class: 'lines reason' }, reason) : null,
      why === '' ? null : el('p', { class: 'quiet' }, t('story_why', { why })),
    ),
  )
}

function drawMatter({ plan, owner, grades, fields }) {
  const known = [
    owner ? { label: t('story_owner'), value: owner } : null,
    plan ? { label: t('story_plan'), value: plan } : null,
    ...grades,
    ...fields,
  ].filter(Boolean)
  if (known.length === 0) return null
  return el(
    'section',
    { class: 'panel' },
    el('h2', {}, t('story_matter')),
    rows(known.slice(0, SHOWN)),
    known.length <= SHOWN
      ? null
      : el(
          'details',
          { class: 'matter-more', 'data-keep': 'matter' },
          el('summary', {}, icon('down'), t('story_more_rows', { n: known.length - SHOWN })),
          rows(known.slice(SHOWN)),
        ),
    el('p', { class: 'quiet' }, icon('eye'), ' ', t('story_masked')),
  )
}

function rows(known) {
  return el(
    'dl',
    { class: 'matter' },
    known.map(({ label, value }) => el('div', {}, el('dt', {}, label), el('dd', { class: 'lines' }, value))),
  )
}

function drawAllFiles({ files }) {
  if (files.length === 0) return null
  return el('section', { class: 'panel' }, el('h2', {}, t('story_files', { n: files.length })), drawFiles(files))
}
