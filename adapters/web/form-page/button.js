/** The page of a button: one press, once, over whatever network there is. */
import { fail, finish, readPage, tell } from './page.js'
import { insist } from './send.js'

const page = readPage()
const form = document.getElementById('form')
const button = form.querySelector('button[type=submit]')

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  if (button.disabled) return
  button.disabled = true
  fail('')
  tell(page.words.sending)
  const reply = await insist(page, { do: 'press' }, () => tell(page.words.retrying))
  button.disabled = false
  tell('')
  if (reply.is === 'done') return finish(reply.html)
  if (reply.is === 'signed_out') return location.reload()
  fail(reply.is === 'unreachable' ? page.words.not_sent : (reply.text ?? page.words.broken))
})
document.documentElement.dataset.ready = 'yes'
