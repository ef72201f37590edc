/** What the mail platform is told from outside, and the server and sender that follow from it. */
import type { Abilities } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { mailbox } from './mailbox.ts'

/** The name of this platform in lanes, keys, logs and metrics. */
export const NAME = 'email'

/** Settings as the environment names them, checked for form, and what mail asks of the house. */
export interface EmailSettings {
  /** SMTP_URL: `smtps://user:password@host:465`, or `smtp://…` with STARTTLS. */
  readonly smtpUrl: string
  /** MAIL_FROM: an address, perhaps with a name before it. */
  readonly from: string
  /** MAIL_REPLY_TO. */
  readonly replyTo?: string
  /** MAIL_PER_MINUTE. */
  readonly perMinute: string
  /** The e-mail address a case names for its customer as it stands now; undefined when it has none. */
  readonly customerOf: (number: string) => Promise<string | undefined>
  /** Whether a chat that is on signs people in to the page of a case: else a letter leads nowhere. */
  readonly hasPages: () => boolean
}

/** Where to hand mail in, and as whom. The password never leaves what connects. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** `implicit`: TLS from the first byte; `starttls`: asked for, and nothing is said without it; `none`: this machine. */
  readonly tls: 'implicit' | 'starttls' | 'none'
  readonly login?: { readonly user: string; readonly pass: string }
}

/** Who letters come from. */
export interface Sender {
  readonly name: string
  readonly address: string
}

/** Reads SMTP_URL. Without TLS a server is only spoken to on this machine. */
export function serverOf(smtpUrl: string): MailServer {
  const url = new URL(smtpUrl)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const implicit = url.protocol === 'smtps:'
  const usual = implicit ? 465 : 587
  return {
    host,
    port: url.port === '' ? usual : Number(url.port),
    tls: implicit ? 'implicit' : isThisMachine(host) ? 'none' : 'starttls',
    ...(url.username === ''
      ? {}
      : { login: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
  }
}

/** Reads `Name <address>` or a bare address. Throws on what is neither, which the settings have ruled out. */
export function senderOf(written: string): Sender {
  const [, name = '', bracketed] = /^(.*?)<([^<>]+)>$/.exec(written.trim()) ?? []
  const address = mailbox(bracketed ?? written)
  if (address === undefined) throw new Error('MAIL_FROM holds no address')
  return { name: name.trim().replace(/^"|"$/g, ''), address }
}

/** So long one letter may take in all; then whether it arrived is not known any more. Well inside a lease. */
export const PATIENCE: Millis = 20_000

/** Letters are never changed and never answered; people get them beside a chat, or instead of one. */
export const ABILITIES: Abilities = {
  updates: 'never',
  // A server takes the same Message-ID twice: what may have arrived is not sent again.
  recognisesKeys: false,
  reachesCustomers: 'email',
  letters: true,
  // The pace of all letters together is kept where they leave: see pace.ts.
  perLaneSecond: 5,
  patience: PATIENCE,
}

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
