/** The sending half: cards and messages become posts, and everybody who looks is told. */
import type { Card, Message } from '../../cards/model.ts'
import type { Platform, SendOutcome } from '../../src/ports.ts'
import type { PlaygroundOptions } from './options.ts'
import { renderCard, renderMessage } from './render.ts'

type Sends = Pick<Platform, 'sendCard' | 'updateCard' | 'sendMessage'>

/** Milliseconds until a failed post is tried again. */
const AGAIN = 2_000

/** `changed` is called after every change of the posts. */
export function makeSends({ chat, clock }: PlaygroundOptions, changed: () => void): Sends {
  /** A post is made once per key, so after any failure it is safe to try again. */
  const attempt = async (act: () => Promise<SendOutcome>): Promise<SendOutcome> => {
    try {
      const outcome = await act()
      changed()
      return outcome
    } catch {
      return { is: 'retry', after: AGAIN, why: 'chat_log_down' }
    }
  }
  const post = (to: string, key: string, number: string | undefined, body: unknown) =>
    attempt(async () => {
      const id = await chat.post({ key, to, body, ...(number === undefined ? {} : { number }) }, clock.now())
      return { is: 'sent', handle: String(id) }
    })
  return {
    sendCard: (to: string, card: Card, key: string) => post(to, key, card.number, renderCard(card).payload),
    sendMessage: (to: string, message: Message, key: string) =>
      post(to, key, message.number, renderMessage(message).payload),
    updateCard: (_to: string, handle: string, card: Card) =>
      attempt(async () => {
        const known = await chat.revise(Number(handle), renderCard(card).payload, clock.now())
        return known ? { is: 'sent', handle } : { is: 'never', why: 'no_such_post' }
      }),
  }
}
