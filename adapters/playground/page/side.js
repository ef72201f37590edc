/** The side: who is playing, the places to look at with what is unread there, language and colours. */
import { perform } from './act.js'
import { avatar } from './avatar.js'
import { el, fill } from './dom.js'
import { icon } from './icon.js'
import { currentLook, switchLook } from './look.js'
import { whilePending } from './pending.js'
import { drawWaiting, openPersonas } from './persona.js'
import { go, pathOf, route } from './route.js'
import { speak, store, unread } from './store.js'
import { hush, listen } from './stream.js'
import { toast } from './toasts.js'
import { currentLang, t } from './words-of.js'

let drawn = ''

/** Draws it, only when something on it has changed: nothing may slip away under a finger. */
export function drawSide(side, what) {
  const view = viewOf()
  const now = JSON.stringify(view)
  if (what !== 'look' && now === drawn && side.firstChild) return
  drawn = now
  const focused = side.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined
  const tour = side.querySelector('#tour') ?? el('div', { id: 'tour' })
  fill(
    side,
    head(),
    el('h2', { id: 'persona-label' }, t('persona')),
    persona(),
    actions(view),
    places(view),
    el('div', { class: 'side-foot' }, tour),
  )
  if (focused) side.querySelector(`[data-keep="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
}

/** Everything that is shown. */
function viewOf() {
  const own = `person/${store.me?.id}`
  const at = (id) => ({ id, here: id === store.place && route().view !== 'case', ...unread(id) })
  const me = store.people.find(({ id }) => id === store.me?.id)
  return {
    lang: currentLang(),
    look: currentLook(),
    me: { ...store.me, waiting: me?.waiting },
    own: at(own),
    channels: store.channels.map((channel) => ({ ...channel, ...at(`channel/${channel.id}`) })),
    customers: at('customers'),
  }
}

function head() {
  const dark = currentLook() === 'dark'
  const other = currentLang() === 'zh' ? 'EN' : '中'
  return el(
    'div',
    { class: 'side-head' },
    el('img', { src: '/playground/page/icon.svg', alt: '', class: 'logo' }),
    el('div', { class: 'brand' }, el('strong', {}, t('brand')), el('span', { class: 'quiet' }, t('practice'))),
    el(
      'button',
      {
        type: 'button',
        class: 'icon',
        'data-keep': 'look',
        'aria-label': t(dark ? 'look_light' : 'look_dark'),
        title: t(dark ? 'look_light' : 'look_dark'),
        onclick: () => {
          switchLook()
          drawSide(document.getElementById('side'), 'look')
        },
      },
      icon(dark ? 'sun' : 'moon'),
    ),
    el(
      'button',
      {
        type: 'button',
        class: 'icon lang',
        'data-keep': 'lang',
        lang: currentLang() === 'zh' ? 'en' : 'zh-CN',
        'aria-label': `${other} · ${t('switch_lang_hint')}`,
        title: t('switch_lang_hint'),
        onclick: (event) => whilePending(event.currentTarget, switchLanguage),
      },
      other,
    ),
  )
}

async function switchLanguage() {
  hush()
  await speak(currentLang() === 'zh' ? 'en' : 'zh').catch((error) => toast(error.message, 'warn'))
  listen()
}

function persona() {
  const me = store.people.find(({ id }) => id === store.me?.id)
  const name = store.me?.name ?? ''
  return el(
    'button',
    {
      type: 'button',
      class: 'persona',
      'data-keep': 'persona',
      'aria-haspopup': 'dialog',
      'aria-describedby': 'persona-label',
      'aria-keyshortcuts': 'Control+K',
      title: `${t('persona_change')} (Ctrl K)`,
      onclick: openPersonas,
    },
    avatar(store.me?.id ?? '?', name, 'large'),
    el(
      'span',
      { class: 'persona-text' },
      el('strong', {}, name),
      el('span', { class: 'quiet' }, me ? (me.team ?? '') : t('stranger')),
      me ? drawWaiting(me.waiting) : null,
    ),
    icon('updown'),
  )
}

function actions({ own }) {
  const command = (word, sign, text, style) =>
    el(
      'button',
      {
        type: 'button',
        class: style,
        'data-keep': text,
        onclick: async (event) => {
          const from = event.currentTarget
          // On a phone the answer stands in the conversation, which the list covers.
          if (text !== '/complaint' && route().view !== 'place') go(pathOf(own.id))
          await perform({ do: 'command', text }, from)
        },
      },
      icon(sign),
      el('span', { class: 'name' }, t(word)),
    )
  return el(
    'div',
    { class: 'side-actions' },
    command('file_complaint', 'plus', '/complaint', 'primary'),
    el(
      'ul',
      {},
      el('li', {}, place(own, t('my_messages'), 'inbox')),
      el('li', {}, command('my_tasks', 'tasks', '/complaint mine', 'place')),
    ),
  )
}

function places({ channels, customers }) {
  return [
    group(
      t('channels'),
      channels.map((channel) => place(channel, channel.name, 'hash')),
    ),
    group(t('customers_group'), [place(customers, t('customers'), 'people')]),
  ]
}

function group(title, items) {
  return [
    el('h2', {}, title),
    el(
      'ul',
      {},
      items.map((item) => el('li', {}, item)),
    ),
  ]
}

/** A place: how much is new is counted, anything else that changed is only marked. */
function place({ id, here, fresh, stirred }, name, sign) {
  const news = !here && fresh > 0
  const moved = !here && !news && stirred
  return el(
    'a',
    {
      class: `place ${news ? 'has-news' : ''}`,
      href: `#${pathOf(id)}`,
      'data-keep': id,
      'aria-current': here ? 'page' : null,
      onclick: (event) => {
        event.preventDefault()
        go(pathOf(id))
      },
    },
    icon(sign),
    el('span', { class: 'name' }, name),
    news ? el('span', { class: 'fresh' }, fresh > 99 ? '99+' : String(fresh), hidden(t('unread', { n: '' }))) : null,
    moved ? el('span', { class: 'stirred', title: t('stirred') }, hidden(t('stirred'))) : null,
  )
}

const hidden = (text) => el('span', { class: 'hidden' }, ` ${text}`)
