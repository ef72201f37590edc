/** Starts the page: reads who plays and what they see, draws it, and listens for changes. */
import { clearAnswers } from './answers.js'
import { drawComposer } from './composer.js'
import { drawPosts } from './posts.js'
import { drawSide } from './side.js'
import { onChange, play, store, visit } from './store.js'
import { listen } from './stream.js'
import { toast } from './toasts.js'
import { drawClock, drawTop } from './top.js'
import { setLang, t } from './words-of.js'

let whose = ''

function drawAll() {
  if (whose !== store.as) clearAnswers()
  whose = store.as
  drawSide()
  drawTop()
  drawPosts({ anew: true })
  drawComposer()
}

onChange((what) => {
  if (what === 'all') drawAll()
  if (what === 'posts') drawPosts()
  if (what === 'posts' || what === 'people') drawSide()
  if (what === 'clock') drawClock()
  if (what === 'line') document.body.classList.toggle('offline', !store.online)
})

async function start() {
  const query = new URLSearchParams(location.search)
  if (query.has('lang')) setLang(query.get('lang') === 'en' ? 'en' : 'zh')
  document.body.dataset.offline = t('offline')
  const wanted = query.get('as') ?? localStorage.getItem('redress.as') ?? ''
  await play(wanted || 'nobody', { quiet: true })
  const known = store.people.some(({ id }) => id === store.me.id)
  // Without a name in the address the first person of the directory plays; a stranger may be named there on purpose.
  if (!known && !query.has('as') && store.people[0]) await play(store.people[0].id, { quiet: true })
  const place = query.get('to')
  if (place) visit(place)
  listen()
}

start().catch((error) => toast(error.message || t('failed'), 'warn'))
