/** Somebody in a chat without forms: says words, is asked, answers. */

import type { House } from '../main.ts'
import type { Reply, Utterance } from '../ports.ts'
import type { Actor, Lang } from '../rules/nouns.ts'

let deliveries = 0

/** A person, or an account nobody is mapped to, who speaks this language. */
export function talker(house: () => Pick<House, 'conversation'>, who: string | Actor, lang: Lang = 'zh') {
  const actor: Actor = typeof who === 'string' ? { kind: 'person', id: who } : who
  const caller = { actor, via: 'chat', lang }
  const send = (said: Utterance, key: string): Promise<Reply | undefined> => house().conversation.say(caller, said, key)
  return {
    caller,
    send,
    /** Says these one after the other; gives the last answer in words. */
    async says(...words: readonly string[]): Promise<string> {
      let last = ''
      for (const text of words) {
        deliveries += 1
        last = textOf(await send({ text }, `chat/${deliveries}`))
      }
      return last
    },
    async gives(said: Partial<Utterance>): Promise<string> {
      deliveries += 1
      return textOf(await send({ text: '', ...said }, `chat/${deliveries}`))
    },
  }
}

/** What a reply says; '' for silence. */
export function textOf(reply: Reply | undefined): string {
  if (reply === undefined) return ''
  if (reply.is === 'form') return `form ${reply.form.id}`
  if (reply.is === 'card') return reply.card.fallback
  if (reply.is === 'errors') return reply.errors.map(({ text }) => text).join('\n')
  return reply.message.text
}
