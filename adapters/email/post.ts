/**
 * Hands one letter to the mail server over one connection, and says how far it came. Nothing is tried twice here: the
 * outbox owns retries. How far it came decides whether it may have arrived: before the letter itself was sent it has not.
 */
import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Millis } from '../../src/rules/nouns.ts'
import type { MailServer } from './settings.ts'

/** A letter as bytes, with who sends it to whom. */
export interface Parcel {
  readonly from: string
  readonly to: string
  readonly raw: Buffer
}

/** `greeting` up to EHLO and TLS, `login`, `sender` and `recipient` (the envelope), `letter` once its bytes have begun to leave. */
export type Stage = 'greeting' | 'login' | 'sender' | 'recipient' | 'letter'

/** Where it ended. `reply` is the server's code; `status` its enhanced one (RFC 3463); neither when it said nothing. */
export interface Setback {
  readonly stage: Stage
  readonly reply?: number
  readonly status?: string
  /** A word of ours: `timeout`, `tls`, `connection` … never the server's text, which may hold an address. */
  readonly why: string
}

export type Posted = 'accepted' | Setback

/** Times for one letter, in milliseconds: until the server greets, until the letter may leave, and for everything. */
export interface Patience {
  readonly greeting: Millis
  readonly envelope: Millis
  readonly all: Millis
}

/** Well inside what delivery waits for one send: see `PATIENCE`. */
const PATIENT: Patience = { greeting: 6_000, envelope: 12_000, all: 18_000 }

/** Makes the sender for one server. Its parts resolve always, and never throw. */
export function makePost(server: MailServer, patience: Patience = PATIENT): (parcel: Parcel) => Promise<Posted> {
  return (parcel) =>
    converse(server, patience, (session) => {
      const { from, to, raw } = parcel
      // Read only once the server asked for it.
      const body = Readable.from(
        (function* () {
          session.reach('letter')
          yield raw
        })(),
        { objectMode: false },
      )
      const envelope = { from, to: [to], size: raw.length }
      session.connection.send(envelope, body, (error) => session.end(error))
    })
}

/** Connects, greets and logs in, and says goodbye: nothing is sent. */
export function tryServer(server: MailServer, patience: Patience = PATIENT): Promise<Posted> {
  return converse(server, patience, (session) => session.end(null))
}

interface Session {
  readonly connection: SMTPConnection
  reach(stage: Stage): void
  end(error: unknown): void
}

function converse(server: MailServer, patience: Patience, then: (session: Session) => void): Promise<Posted> {
  return new Promise((resolve) => {
    const connection = connectionTo(server, patience)
    let stage: Stage = 'greeting'
    let over = false
    const end = (error: unknown): void => {
      if (over) return
      over = true
      for (const timer of timers) clearTimeout(timer)
      if (error) connection.close()
      else connection.quit()
      resolve(error ? setbackOf(error, stage) : 'accepted')
    }
    const late = (): void => end(new Late())
    const timers = [
      setTimeout(() => stage !== 'letter' && late(), patience.envelope),
      setTimeout(late, patience.all),
    ] as const
    const reach = (next: Stage): void => {
      stage = next
    }
    connection.on('error', end)
    connection.on('end', () => end(new Error('closed')))
    const work = (): void => {
      reach('sender')
      then({ connection, reach, end })
    }
    connection.connect((error) => {
      if (error) return end(error)
      if (over) return
      if (server.login === undefined) return work()
      reach('login')
      connection.login({ credentials: server.login }, (refused) => (refused ? end(refused) : over || work()))
    })
  })
}

class Late extends Error {}

function connectionTo({ host, port, tls }: MailServer, { greeting, all }: Patience): SMTPConnection {
  return new SMTPConnection({
    ...{ host, port, secure: tls === 'implicit', requireTLS: tls === 'starttls', ignoreTLS: tls === 'none' },
    ...{ connectionTimeout: greeting, greetingTimeout: greeting, dnsTimeout: greeting, socketTimeout: all },
    ...{ maxResponseSize: 16_384, socketCloseTimeout: 1_000 },
    tls: { minVersion: 'TLSv1.2' },
  })
}

const WORDS: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'timeout',
  ETLS: 'tls',
  EDNS: 'unknown_host',
  EAUTH: 'login',
  EENVELOPE: 'envelope',
}

/** The command that was refused says how far the envelope came. */
const STEPS: Readonly<Record<string, Stage>> = { 'RCPT TO': 'recipient', DATA: 'letter' }

/** What TLS itself refuses: a certificate nobody vouches for, one for another name, one that ran out, no TLS at all. */
const TLS = /CERT|_TLS_|_SSL_|VERIFY|EPROTO/

function setbackOf(error: unknown, reached: Stage): Setback {
  const { code, originalCode, command, responseCode, response } = error as Partial<Record<string, unknown>>
  const stage = reached === 'sender' ? (STEPS[String(command)] ?? reached) : reached
  const status = typeof response === 'string' ? /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] : undefined
  return {
    stage,
    why:
      error instanceof Late
        ? 'timeout'
        : TLS.test(String(originalCode))
          ? 'tls'
          : (WORDS[String(code)] ?? 'connection'),
    ...(typeof responseCode === 'number' ? { reply: responseCode } : {}),
    ...(status === undefined ? {} : { status }),
  }
}
