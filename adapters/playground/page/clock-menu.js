/** The clock: what time it is here, how far ahead of the real time, and a menu that lets time pass. */
import { passed, quietly } from './clock-passing.js'
import { el, fill, freshId } from './dom.js'
import { icon } from './icon.js'
import { whilePending } from './pending.js'
import { store, zone } from './store.js'
import { passTime, readClock } from './story-wire.js'
import { toast } from './toasts.js'
import { clockTime, currentLang, fullMoment, longMoment, shortMoment, t } from './words-of.js'

/** Milliseconds ahead from which on we say so: a server's clock and a browser's are never quite the same. */
const AHEAD = 60_000

let ahead = 0
let next = null
let asked = 0

/** Draws it into a host: once, and from then on only what changes. */
export function drawClockMenu(host, what) {
  const lang = currentLang()
  if (what === 'clock' && host.dataset.lang === lang) showTime()
  else {
    host.dataset.lang = lang
    host.setAttribute('role', 'group')
    host.setAttribute('aria-label', t('clock'))
    fill(host, opener())
  }
  void learn()
}

/** Reads how far ahead it is and what comes next; at most twice a second, since a clock that is moved says so often. */
async function learn() {
  const now = Date.now()
  if (now - asked < 500) return
  asked = now
  const read = await readClock().catch(() => null)
  if (!read) return
  ahead = read.ahead
  next = read.next
  showTime()
}

function opener() {
  const button = el(
    'button',
    { type: 'button', class: 'now', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'data-keep': 'clock' },
    icon('clock'),
    el('time', { class: 'moment', datetime: store.now }, longMoment(store.now, zone())),
    el('span', { class: 'brief', 'aria-hidden': 'true' }, clockTime(store.now, zone())),
    el('span', { class: 'ahead' }),
  )
  button.addEventListener('click', () => open(button))
  requestAnimationFrame(showTime)
  return button
}

/** How far ahead in its largest unit: `+3 d`. */
function aheadWords() {
  if (ahead < AHEAD) return ''
  const [unit, size] = ahead >= 86_400_000 ? ['d', 86_400_000] : ahead >= 3_600_000 ? ['h', 3_600_000] : ['m', 60_000]
  return t(`clock_ahead_${unit}`, { n: Math.floor(ahead / size) })
}

/** Only the moment shown; a full redraw would take the focus away. */
function showTime() {
  const words = aheadWords()
  for (const button of document.querySelectorAll('button.now')) {
    const time = button.querySelector('time')
    time.dateTime = store.now
    time.textContent = longMoment(store.now, zone())
    button.querySelector('.brief').textContent = clockTime(store.now, zone())
    button.querySelector('.ahead').textContent = words
    button.classList.toggle('moved', words !== '')
    button.title = words === '' ? fullMoment(store.now, zone()) : t('clock_moved_title', { ahead: words })
  }
  for (const line of document.querySelectorAll('.clock-menu .upcoming')) fill(line, upcoming())
  for (const line of document.querySelectorAll('.clock-menu .standing')) line.textContent = standing()
}

function standing() {
  const words = aheadWords()
  return words === '' ? t('clock_real') : t('clock_moved', { ahead: words })
}

function upcoming() {
  if (next === null) return t('clock_no_timer')
  return [el('strong', {}, shortMoment(next.at, store.now, zone())), ` ${next.words}`]
}

// ───────────────────────────────────────────────────────────────────────────── the menu

function open(button) {
  const id = freshId()
  const log = el('div', { class: 'passing', role: 'status' })
  const menu = el('div', { class: 'clock-menu', popover: 'auto', role: 'dialog', 'aria-labelledby': id })
  menu.append(
    el('h2', { id }, t('clock')),
    el('p', { class: 'quiet standing' }, standing()),
    el(
      'div',
      { class: 'movers' },
      mover('plus_2h', { advance: '2h' }, log),
      mover('next_workday', { to: 'next-workday' }, log),
    ),
    el(
      'div',
      { class: 'to-timer' },
      mover('next_timer', { to: 'next-timer' }, log),
      el('p', { class: 'quiet upcoming' }, upcoming()),
    ),
    dateForm(log),
    log,
  )
  menu.addEventListener('toggle', ({ newState }) => {
    button.setAttribute('aria-expanded', String(newState === 'open'))
    if (newState !== 'open') menu.remove()
  })
  document.body.append(menu)
  menu.showPopover()
  place(menu, button.getBoundingClientRect())
  menu.querySelector('button').focus()
  asked = 0
  void learn()
}

function place(menu, { right, bottom }) {
  const width = menu.offsetWidth
  menu.style.left = `${Math.max(8, Math.min(right - width, innerWidth - width - 8))}px`
  menu.style.top = `${bottom + 6}px`
  menu.style.maxHeight = `${innerHeight - bottom - 16}px`
}

function mover(word, move, log) {
  const button = el('button', { type: 'button', 'data-move': Object.values(move)[0] }, t(word))
  button.addEventListener('click', () => whilePending(button, () => pass(move, log)))
  return button
}

/** A day and a time of one's own choosing, in the zone of whoever is playing. */
function dateForm(log) {
  const id = freshId()
  const input = el('input', { id, type: 'datetime-local', required: true, value: localMoment(store.now) })
  const button = el('button', { type: 'submit' }, t('clock_go'))
  const form = el('form', { class: 'to-date' }, el('label', { for: id }, t('clock_to_date')), input, button)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const to = momentOf(input.value)
    if (to !== undefined) void whilePending(button, () => pass({ to }, log))
  })
  return form
}

/** `2026-11-22T14:05`, as the clock on the wall shows it there. */
function localMoment(iso) {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone(), dateStyle: 'short', timeStyle: 'short' })
  return format.format(new Date(iso)).replace(' ', 'T')
}

/** The moment at which the clock on the wall there shows this. Twice, since the zone may change on the way. */
function momentOf(wall) {
  const wanted = Date.parse(`${wall}Z`)
  if (Number.isNaN(wanted)) return undefined
  let at = wanted
  for (let n = 0; n < 2; n++) at += wanted - Date.parse(`${localMoment(new Date(at).toISOString())}Z`)
  return new Date(at).toISOString()
}

/** Lets time pass; what arrives meanwhile is counted as it comes, and what clocks did is told at the end. */
async function pass(move, log) {
  const stop = quietly(log)
  try {
    const { now, passed: happened } = await passTime(move)
    store.now = now
    asked = 0
    await learn()
    fill(log, passed(happened))
    const input = log.parentElement?.querySelector('.to-date input')
    if (input) input.value = localMoment(now)
    toast(t('moved', { now: longMoment(now, zone()) }), 'good')
  } catch (error) {
    fill(log)
    toast(error.message, 'warn')
  } finally {
    stop()
  }
}
