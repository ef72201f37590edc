/** Does something as the person who is playing, and shows what comes back at once. */
import { showAnswer } from './answers.js'
import { openForm } from './form.js'
import { store } from './store.js'
import { toast } from './toasts.js'
import { act } from './wire.js'
import { currentLang } from './words-of.js'

/** Sends it with who we are. */
export function send(request) {
  return act({ as: store.as, lang: currentLang(), ...request })
}

/** Sends it and shows the reply; true when it was accepted. */
export async function perform(request) {
  try {
    return show(await send(request))
  } catch (error) {
    toast(error.message, 'warn')
    return false
  }
}

/** Shows a reply: a form opens, a card or answer is put below the messages, the rest is a short message. */
export function show(reply) {
  switch (reply.is) {
    case 'form':
      openForm(reply.form)
      return true
    case 'say':
      showAnswer(reply.message)
      return true
    case 'card':
      showAnswer(reply.card)
      return true
    case 'done':
      toast(reply.message.text, 'good')
      return true
    case 'refused':
      showAnswer({ ...reply.message, tone: 'warn' })
      return false
    case 'errors':
      toast(reply.errors.map(({ text }) => text).join('\n'), 'warn')
      return false
    default:
      return true
  }
}
