/**
 * Mail as a platform: letters to staff and customers by SMTP. It only speaks: nothing is decided, pressed or answered by
 * mail, and a letter that has left is never changed.
 */
import { cardLetter, customerLetter, type Letter, wordLetter } from '../../cards/letter.ts'
import type { Platform, PlatformParts, SendOutcome } from '../../src/ports.ts'
import { mailboxAt, placeAddress, readerOf } from './address.ts'
import { compose, messageId } from './compose.ts'
import { examine } from './doctor.ts'
import { makeJournal } from './journal.ts'
import { isAway, mistakeOf, outcomeOf, whyOf } from './outcome.ts'
import { makePace } from './pace.ts'
import { makePost, type Posted } from './post.ts'
import { ABILITIES, type EmailSettings, NAME, senderOf, serverOf } from './settings.ts'
import { MISTAKES } from './words.ts'

export type { EmailSettings } from './settings.ts'

/** The platform. Nothing is connected before a letter leaves. */
export function makeEmail(settings: EmailSettings, parts: PlatformParts): Platform {
  const server = serverOf(settings.smtpUrl)
  const { links, directory } = parts
  const send = makeSend(settings, parts, makePost(server))
  const page = (number: string | undefined): string | undefined =>
    number === undefined || !settings.hasPages() ? undefined : links?.case(number)
  return {
    name: NAME,
    abilities: ABILITIES,
    address: (place) => placeAddress(place, directory()),
    sendCard: (to, card, key) => send(to, cardLetter(card, page(card.number)), key),
    sendMessage(to, message, key) {
      const letter =
        readerOf(to)?.is === 'customer' ? customerLetter(message) : wordLetter(message, page(message.number))
      return send(to, letter, key, message.urgent)
    },
    updateCard: async () => ({ is: 'gone', why: 'letters_stay' }),
    doctor: () => examine(server, directory()),
    start: async () => undefined,
    stop: async () => undefined,
    // Chats go on without mail: a mail server that is away must not take the house out of service.
    unready: () => undefined,
  }
}

type SendLetter = (to: string, letter: Letter, key: string, urgent?: boolean) => Promise<SendOutcome>

function makeSend(
  settings: EmailSettings,
  { wall, memory, meter, log, directory, tellOperator }: PlatformParts,
  post: ReturnType<typeof makePost>,
): SendLetter {
  const sender = senderOf(settings.from)
  const pace = makePace(Number(settings.perMinute), wall)
  const journal = makeJournal(memory, wall)

  /** Hands it over at its turn. Until it is written down that it begins, nothing leaves. */
  async function handOver(to: string, letter: Letter, key: string): Promise<Posted> {
    const reply = settings.replyTo === undefined ? {} : { replyTo: settings.replyTo }
    const raw = await compose(letter, { sender, ...reply, to, key, at: wall() })
    await journal.begin(key)
    const posted = await post({ from: sender.address, to, raw })
    await note(key, posted).catch((err: unknown) => log.error({ err }, 'what came of a letter was not written down'))
    return posted
  }

  async function note(key: string, posted: Posted): Promise<void> {
    if (posted === 'accepted') await journal.sent(key)
    else if (outcomeOf(posted).is !== 'unknown') await journal.drop(key)
  }

  function report(posted: Posted, number: string | undefined): void {
    meter.count(NAME, 'letters', { outcome: posted === 'accepted' ? 'sent' : outcomeOf(posted).is })
    if (posted === 'accepted') return
    log.warn({ number, why: whyOf(posted) }, 'the mail server did not take a letter')
    const mistake = mistakeOf(posted)
    if (mistake !== undefined) tellOperator(mistake, MISTAKES[mistake])
  }

  return async (to, letter, key, urgent = false) => {
    const address = await mailboxAt(to, directory(), settings.customerOf)
    if (address === undefined) return { is: 'closed', why: 'no_mailbox' }
    const known = await journal.known(key)
    if (known === 'sent') return { is: 'sent', handle: messageId(key, sender) }
    if (known === 'begun') return { is: 'unknown', why: 'letter interrupted' }
    const turn = pace.turn(key, urgent)
    if (turn.is === 'later') {
      meter.count(NAME, 'put_off', { why: turn.why })
      return { is: 'retry', after: turn.wait, why: turn.why }
    }
    let away = false
    try {
      const posted = await handOver(address, letter, key)
      away = posted !== 'accepted' && isAway(posted)
      report(posted, letter.number)
      return posted === 'accepted' ? { is: 'sent', handle: messageId(key, sender) } : outcomeOf(posted)
    } finally {
      pace.done(away)
    }
  }
}
