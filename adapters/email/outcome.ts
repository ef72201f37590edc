/** What a setback at the mail server means for the outbox, and which of them somebody has to mend. */
import type { SendOutcome } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import type { Setback } from './post.ts'

const MINUTE: Millis = 60_000

/** Something about our own set-up that only the operator can mend. */
export type Mistake = 'login' | 'tls' | 'sender' | 'relay'

/**
 * The outcome of a send that failed. Before the letter left it certainly did not arrive; a lost answer to the letter itself
 * is unknown, and mail knows no key that a server would recognise. A refused recipient closes the place; a refused letter
 * is never sent again; what is wrong before it comes to the recipient waits until somebody mends it.
 */
export function outcomeOf(setback: Setback): SendOutcome {
  const { stage, reply } = setback
  const why = whyOf(setback)
  if (reply === undefined && stage === 'letter') return { is: 'unknown', why }
  if (reply === undefined || reply < 500) return { is: 'retry', after: MINUTE, why }
  if (stage === 'recipient') return { is: 'closed', why: 'no_mailbox' }
  return stage === 'letter' ? { is: 'never', why: 'letter_refused' } : { is: 'retry', after: 5 * MINUTE, why }
}

/** What the operator is asked to look at; undefined where waiting helps, or nothing does. */
export function mistakeOf({ stage, reply = 0, status = '', why }: Setback): Mistake | undefined {
  if (why === 'tls') return 'tls'
  if (stage === 'login' && (reply >= 500 || why === 'login')) return 'login'
  if (stage === 'sender' && reply >= 500) return 'sender'
  // 5.7.1 and its like: often this server carries no mail of ours, whoever it is for.
  return stage === 'recipient' && reply >= 500 && /^5\.7\./.test(status) ? 'relay' : undefined
}

/** True where the server itself could not be spoken to: the next letter would fare no better. */
export const isAway = ({ stage, reply }: Setback): boolean => stage === 'greeting' || reply === 421

/** In codes, for logs and for what waits: `recipient 450 4.7.1`, `letter timeout`. */
export function whyOf({ stage, reply, status, why }: Setback): string {
  return [stage, ...(reply === undefined ? [why] : [reply, ...(status === undefined ? [] : [status])])].join(' ')
}
