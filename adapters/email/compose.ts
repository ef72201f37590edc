/** A letter as the bytes a server takes: headers that make a repeat and a conversation recognisable, text and HTML. */
import { createHash } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import { type Letter, plainLetter } from '../../cards/letter.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { htmlLetter } from './html.ts'
import { domainOf } from './mailbox.ts'
import type { Sender } from './settings.ts'

/** Around the letter: from whom, to whom, when, and the key that names this send for ever. */
export interface Cover {
  readonly sender: Sender
  readonly replyTo?: string
  readonly to: string
  readonly key: string
  readonly at: Millis
}

/** The same key gives the same id, so that a letter that comes twice is recognised as one. */
export function messageId(key: string, { address }: Sender): string {
  return `<${digest(key)}@${domainOf(address)}>`
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40)

/**
 * The letter, ready to be sent. All letters to one address about one case answer to the same id, which none of them has:
 * mail programs then show them as one conversation. Nothing answers them by itself (RFC 3834).
 */
export function compose(letter: Letter, { sender, replyTo, to, key, at }: Cover): Promise<Buffer> {
  const { number, subject, lang } = letter
  const thread = number === undefined ? undefined : messageId(`thread|${number}|${to}`, sender)
  return new MailComposer({
    from: { name: sender.name, address: sender.address },
    to: { name: '', address: to },
    ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
    messageId: messageId(key, sender),
    ...(thread === undefined ? {} : { inReplyTo: thread, references: [thread] }),
    date: new Date(at),
    subject,
    text: plainLetter(letter),
    html: htmlLetter(letter),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': lang === 'zh' ? 'zh-CN' : 'en',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}
