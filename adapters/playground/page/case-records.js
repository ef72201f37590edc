/** The records of a case: what was sent to whom, and the facts themselves for the curious. */
import { el } from './dom.js'
import { icon } from './icon.js'
import { store, zone } from './store.js'
import { toast } from './toasts.js'
import { fullMoment, shortMoment, t } from './words-of.js'

export function drawMessages({ messages }) {
  const written = messages.filter(({ kind }) => kind !== 'card')
  const cards = messages.filter(({ kind }) => kind === 'card')
  const open = messages.filter(({ state }) => state !== 'sent').length
  return el(
    'details',
    { class: 'panel records', 'data-keep': 'messages' },
    summary(t('story_messages', { n: messages.length }), open > 0 ? t('story_unsent', { n: open }) : null),
    written.length === 0 ? el('p', { class: 'quiet' }, t('story_no_messages')) : table(written),
    cards.length === 0
      ? null
      : el(
          'details',
          { class: 'records-more', 'data-keep': 'cards' },
          summary(t('story_cards', { n: cards.length })),
          table(cards),
        ),
  )
}

function summary(words, news = null) {
  return el('summary', {}, el('h2', {}, words), news ? el('span', { class: 'tag late' }, news) : null, icon('down'))
}

function table(messages) {
  return el('ul', { class: 'sent' }, messages.map(line))
}

function line({ to, text, state, at, why }) {
  return el(
    'li',
    { class: state },
    el(
      'div',
      { class: 'sent-head' },
      el('strong', {}, to),
      el('span', { class: `tag ${state === 'sent' ? 'plain' : 'late'}` }, t(`story_${state}`)),
      el('time', { class: 'quiet', datetime: at, title: fullMoment(at, zone()) }, shortMoment(at, store.now, zone())),
    ),
    el('p', { class: 'lines' }, text),
    why ? el('p', { class: 'warn' }, why) : null,
  )
}

export function drawFacts({ facts }) {
  const text = facts.map((fact) => JSON.stringify(fact)).join('\n')
  const copy = el('button', { type: 'button', 'data-keep': 'copy' }, t('story_copy'))
  copy.addEventListener('click', async () => {
    await navigator.clipboard?.writeText(text)
    toast(t('story_copied'), 'good')
  })
  return el(
    'details',
    { class: 'panel records', 'data-keep': 'facts' },
    summary(t('story_facts', { n: facts.length })),
    el('p', { class: 'quiet' }, t('story_facts_hint')),
    el('pre', { tabindex: '0', 'aria-label': t('story_facts', { n: facts.length }) }, text),
    el('div', { class: 'buttons' }, copy),
  )
}
