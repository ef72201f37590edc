/** The outbox: what is to be told or done outside, what came of it, and what is known of it afterwards. */
import type { Card, Message } from '../cards/model.ts'
import type { RoomSpec } from './platform-port.ts'
import type { Millis } from './rules/nouns.ts'
import type { Reaction } from './rules/reactions.ts'
import type { Place, Spot } from './rules/views.ts'

/**
 * Ends the name of a lane beside a person's own, in which reminders wait for each other: its rows are claimed all together,
 * may leave as one message, and keep no order. While timers are due it waits for them, for a while.
 */
export const GATHERED = '~nags'
/** Ends the name of a lane beside another, for what may wait until later. It keeps no order either. */
export const LATER = '~later'
/** So many rows of a gathered lane are claimed together, at most. */
export const MOST_GATHERED = 5_000
/** So long reminders wait for timers that are due at the same time, in milliseconds of people's time. */
export const GATHERING: Millis = 30_000

/** Is there no order in this lane? Then a row that has to wait holds up none behind it. */
export const anyOrder = (lane: string): boolean => lane.endsWith(GATHERED) || lane.endsWith(LATER)

/** Why a message waited though nothing was wrong. Whatever else is said of it is a platform's own reason. */
export const WAITS = ['quiet', 'snoozed', 'budget', 'roundup'] as const
export type Waits = (typeof WAITS)[number]

/** A card that now differs from what stands at its place, or a message to send. */
export interface ViewRow {
  readonly lane: string
  readonly place: Spot
  readonly key: string
}

export interface NoticeRow {
  readonly lane: string
  readonly place: Place
  /** Unique within the case for ever: a second row with it is dropped silently. */
  readonly key: string
  /** Frozen, exact. */
  readonly message: Message
  readonly kind: 'customer' | 'nag' | 'word'
  readonly reportTo?: string
  /** Not sent before this; such a row has a lane without order, where nothing waits behind it. */
  readonly notBefore?: Millis
  /** Why not before. */
  readonly waits?: Waits
}

/** Something to do on a platform besides telling. `key` is unique within the case for ever. */
export interface EffectRow {
  readonly lane: string
  readonly key: string
  readonly effect: Effect
}

/** People by account id on that platform. */
export type Effect =
  | { readonly do: 'open_room'; readonly room: RoomSpec }
  | { readonly do: 'invite'; readonly handle: string; readonly people: readonly string[] }
  | { readonly do: 'close_room'; readonly handle: string }
  /** In the house itself: a command to another case. */
  | { readonly do: 'react'; readonly reaction: Reaction }

/** Something to deliver, claimed under a lease. Rows of one lane come oldest first. */
export type Send = {
  readonly id: number
  readonly lane: string
  readonly place: Spot
  readonly number: string
  readonly key: string
  /** How often it was tried before. */
  readonly attempts: number
  readonly queued: Millis
  /**
   * An earlier try may have arrived: its outcome stayed unknown, or whoever made it died, or could not write down what
   * came of it, before its lease ran out. Absent: nothing of it ever left.
   */
  readonly again?: true
  /** The message it may have left in, see `Store.bundle`. Only in gathered lanes. */
  readonly bundle?: string
  /** Why it was held until now. */
  readonly held?: Waits
} & (
  | { readonly kind: 'view'; readonly wanted: number; readonly told?: ToldCard }
  | {
      readonly kind: 'notice'
      readonly message: Message
      readonly noticeKind: 'customer' | 'nag' | 'word'
      readonly reportTo?: string
    }
  | { readonly kind: 'effect'; readonly effect: Effect }
)

/** What stands at a place: the platform's handle, and exactly what was drawn (I24). */
export interface ToldCard {
  readonly handle: string
  readonly revision: number
  readonly digest: string
  readonly state: 'open' | 'done'
}

export type Settlement =
  /** Sent or updated. `card` is what was drawn; absent for notices, whose `digest` names the message that carried it. */
  | { readonly is: 'sent'; readonly handle: string; readonly card?: Card; readonly digest?: string }
  /** Nothing to send any more (no change, or moot). */
  | { readonly is: 'skipped' }
  /** To be tried again. `unsure`: this try, or one before it, may have arrived; then the next claim says `again`. */
  | { readonly is: 'retry'; readonly at: Millis; readonly why: string; readonly unsure?: boolean }
  /** Not tried: it waits until then. */
  | { readonly is: 'held'; readonly at: Millis; readonly why: Waits }
  | { readonly is: 'given_up'; readonly why: string }

/** A message that left, as the case's page shows it. */
export interface SentLine {
  readonly lane: string
  readonly place: Spot
  readonly key: string
  readonly kind: 'view' | 'notice'
  readonly queued: Millis
  readonly settled?: Millis
  readonly state: 'waiting' | 'sent' | 'given_up'
  /** Why it waits or had to wait (one of `Waits`, or what its platform said), or why it was given up. */
  readonly why?: string
  /** Not sent before this, when that was later than it was queued. */
  readonly notBefore?: Millis
  /** The message that carried it together with others, by the name the platform was given. */
  readonly bundle?: string
  readonly text?: string
  /** A card: the revision it was drawn at, and the digest of the drawing (I24). */
  readonly shown?: { readonly revision: number; readonly digest: string }
}

/** What waits, for the metrics: rows of the outbox by platform with the oldest's moment, and timers that are due. */
export interface Backlog {
  readonly outbox: readonly { readonly platform: string; readonly waiting: number; readonly oldest: Millis }[]
  readonly timers: { readonly due: number; readonly oldest?: Millis }
}
