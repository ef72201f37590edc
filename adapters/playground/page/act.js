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

/**
 * Sends it and shows the reply; true when it was accepted. `from` is the control it came from: answers appear in the
 * pane where that stands.
 */
export async function perform(request, from = document.activeElement) {
  try {
    return show(await send(request), from)
  } catch (error) {
    toast(error.message, 'warn')
    return false
  }
}

/** Shows a reply: a form opens, a card or answer is put below the messages, the rest is a short message. */
export function show(reply, from) {
  switch (reply.is) {
    case 'form':
      openForm(reply.form, from)
      return true
    case 'say':
      showAnswer(reply.message, from)
      return true
    case 'card':
      showAnswer(reply.card, from)
      return true
    case 'done':
      // Contact data that was asked for stays until it is dismissed; a mere yes goes away by itself.
      if (reply.message.text.includes('\n')) showAnswer(reply.message, from)
      else toast(reply.message.text, 'good')
      return true
    case 'refused':
      showAnswer({ ...reply.message, tone: 'warn' }, from)
      return false
    case 'errors':
      toast(reply.errors.map(({ text }) => text).join('\n'), 'warn')
      return false
    default:
      return true
  }
}
