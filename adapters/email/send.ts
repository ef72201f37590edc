/** The sending half: a letter to whoever is meant, at its turn, once, and what came of it said as it is. */
import type { Letter } from '../../cards/letter.ts'
import type { PlatformParts, SendOutcome } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { mailboxAt } from './address.ts'
import { compose, messageId } from './compose.ts'
import { makeJournal } from './journal.ts'
import { isAway, mistakeOf, outcomeOf, whyOf } from './outcome.ts'
import { makePace } from './pace.ts'
import type { makePost, Posted } from './post.ts'
import { type EmailSettings, NAME, senderOf } from './settings.ts'
import { MISTAKES } from './words.ts'

/** Sends a letter to an address of this platform under a key. What is urgent waits for no turn. */
export type SendLetter = (to: string, letter: Letter, key: string, urgent?: boolean) => Promise<SendOutcome>

type Parts = Pick<PlatformParts, 'wall' | 'memory' | 'meter' | 'log' | 'directory' | 'tellOperator'>

/** A store that cannot be read or written may come back. */
const AGAIN: Millis = 30_000

/** Makes it for one mail server. */
export function makeSend(settings: EmailSettings, parts: Parts, post: ReturnType<typeof makePost>): SendLetter {
  const { wall, meter, log, directory } = parts
  const sender = senderOf(settings.from)
  const pace = makePace(Number(settings.perMinute), wall)
  const journal = makeJournal(parts.memory, wall)
  const sentAs = (key: string): SendOutcome => ({ is: 'sent', handle: messageId(key, sender) })

  /** Until it is written down that it begins, nothing leaves. */
  async function handOver(to: string, letter: Letter, key: string): Promise<Posted> {
    const reply = settings.replyTo === undefined ? {} : { replyTo: settings.replyTo }
    const raw = await compose(letter, { sender, ...reply, to, key, at: wall() })
    await journal.begin(key)
    const posted = await post({ from: sender.address, to, raw })
    await journal
      .end(key, posted === 'accepted' ? 'sent' : outcomeOf(posted).is)
      .catch((err: unknown) => log.error({ err }, 'what came of a letter was not written down'))
    return posted
  }

  async function attempt(...[to, letter, key, urgent = false]: Parameters<SendLetter>): Promise<SendOutcome> {
    const address = await mailboxAt(to, directory(), settings.customerOf)
    if (address === undefined) return { is: 'closed', why: 'no_mailbox' }
    const known = await journal.known(key)
    if (known === 'sent') return sentAs(key)
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
      report(posted, letter.number, parts)
      return posted === 'accepted' ? sentAs(key) : outcomeOf(posted)
    } finally {
      pace.done(away)
    }
  }

  // What throws did so before anything was handed over, or is known to have been sent when it is asked again.
  return (...letter) =>
    attempt(...letter).catch((err: unknown) => {
      log.error({ err }, 'a letter could not be handed over')
      return { is: 'retry', after: AGAIN, why: 'not_handed_over' }
    })
}

/** Counts it, and tells who can mend what is wrong. */
function report(posted: Posted, number: string | undefined, { meter, log, tellOperator }: Parts): void {
  meter.count(NAME, 'letters', { outcome: posted === 'accepted' ? 'sent' : outcomeOf(posted).is })
  if (posted === 'accepted') return
  log.warn({ number, why: whyOf(posted) }, 'the mail server did not take a letter')
  const mistake = mistakeOf(posted)
  if (mistake !== undefined) tellOperator(mistake, MISTAKES[mistake])
}
