/**
 * Mail as a platform: letters to staff and customers by SMTP. It only speaks: nothing is decided, pressed or answered by
 * mail, and a letter that has left is never changed.
 */
import { cardLetter, customerLetter, wordLetter } from '../../cards/letter.ts'
import type { Platform, PlatformParts } from '../../src/ports.ts'
import { placeAddress, readerOf } from './address.ts'
import { examine } from './doctor.ts'
import { makePost } from './post.ts'
import { makeSend } from './send.ts'
import { ABILITIES, type EmailSettings, NAME, serverOf } from './settings.ts'

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
