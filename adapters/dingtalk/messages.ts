/** Words that leave: each once, reminders bundled or louder, and by another way when the month is used up. */
import type { Message } from '../../cards/model.ts'
import type { Platform, SendOutcome } from '../../src/ports.ts'
import { type Address, readAddress } from './address.ts'
import { type Failure, outcomeOf } from './errors.ts'
import type { Ladder } from './ladder.ts'
import type { Ledger } from './ledger.ts'
import type { Nags } from './nags.ts'
import type { Quota } from './quota.ts'
import { type Markdown, messageAsText } from './render.ts'
import type { RobotMessages } from './robot-messages.ts'
import type { Webhooks } from './webhooks.ts'
import { fillWord, WORDS } from './words.ts'

export interface MessageParts {
  readonly robot: RobotMessages
  readonly nags: Nags
  readonly ladder: Ladder
  readonly ledger: Ledger
  readonly quota: Pick<Quota, 'untilMonth'>
  readonly webhooks: Webhooks
}

export interface Messages extends Pick<Platform, 'sendMessage'> {
  /** Says words at a place once per `key`; what may have arrived is never said again. */
  say(to: Address, words: Markdown, key: string): Promise<SendOutcome>
}

/** Messages of one robot. */
export function makeMessages({ robot, nags, ladder, ledger, quota, webhooks }: MessageParts): Messages {
  async function say(to: Address, words: Markdown, key: string): Promise<SendOutcome> {
    const known = await ledger.find(key)
    if (known?.is === 'sent') return known
    if (known?.is === 'unsure') return { is: 'never', why: 'outcome_unknown' }
    await ledger.leaving(key)
    const failure = await speak(to, words)
    if (failure === undefined) {
      const handle = `text|${to.in}`
      ledger.sent(key, handle)
      return { is: 'sent', handle }
    }
    if (failure.is !== 'unknown') await ledger.stayed(key)
    return outcomeOf(failure, quota.untilMonth())
  }

  async function speak(to: Address, words: Markdown): Promise<Failure | undefined> {
    const failure =
      to.in === 'group' ? await robot.toGroup(to.id, words) : (await robot.toPeople([to.id], words)).get(to.id)
    return failure?.is === 'quota' ? free(to, words, failure) : failure
  }

  /** When the month is used up, a conversation somebody spoke in lately can still be answered. */
  async function free(to: Address, words: Markdown, failure: Failure): Promise<Failure | undefined> {
    const address = `${to.in}/${to.id}`
    if (!webhooks.knows(address)) return failure
    const worse = await webhooks.say(address, words)
    return worse === undefined || worse.is === 'unknown' ? worse : failure
  }

  async function remind(
    user: string,
    message: Message & { readonly number: string },
    key: string,
  ): Promise<SendOutcome> {
    const known = await ledger.find(key)
    if (known?.is === 'sent') return known
    const { number, lang } = message
    const reminder = { words: messageAsText(message), lang, key, number }
    const outcome = (await ladder.climb(user, reminder)) ?? (await nags.send(user, reminder))
    if (outcome.is === 'sent') ledger.sent(key, outcome.handle)
    return outcome.is === 'unknown' ? { is: 'never', why: 'outcome_unknown' } : outcome
  }

  return {
    say,
    async sendMessage(address, message, key) {
      const to = readAddress(address)
      if (to === undefined) return { is: 'closed', why: 'no_address' }
      if (to.in === 'user' && isNag(message)) return remind(to.id, message, key)
      const outcome = await say(to, messageAsText(message), key)
      if (outcome.is !== 'never' || outcome.why !== 'content_unsafe' || message.number === undefined) return outcome
      return say(to, neutralWords(message.number, message.lang), `${key}|neutral`)
    },
  }
}

/** A reminder: it warns one person about a case. */
export const isNag = (message: Message): message is Message & { readonly number: string } =>
  message.tone === 'warn' && message.number !== undefined

/** Words the platform's content check cannot mind. */
export function neutralWords(number: string, lang: Message['lang']): Markdown {
  return { title: number, text: fillWord(WORDS.neutral[lang], { number }) }
}
