/** The outbox: what is to be told or done outside, what came of it, and what is known of it afterwards. */
import type { Card, Message } from '../cards/model.ts'
import type { RoomSpec } from './platform-port.ts'
import type { Millis } from './rules/nouns.ts'
import type { Reaction } from './rules/reactions.ts'
import type { Place, Spot } from './rules/views.ts'

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
  /** Not sent before this (quiet hours); such a row has a lane that nothing else waits in. */
  readonly notBefore?: Millis
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
  /** Sent or updated. `card` is what was drawn; absent for notices. */
  | { readonly is: 'sent'; readonly handle: string; readonly card?: Card; readonly digest?: string }
  /** Nothing to send any more (no change, or moot). */
  | { readonly is: 'skipped' }
  /** To be tried again. `unsure`: this try, or one before it, may have arrived; then the next claim says `again`. */
  | { readonly is: 'retry'; readonly at: Millis; readonly why: string; readonly unsure?: boolean }
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
  readonly why?: string
  readonly text?: string
  /** A card: the revision it was drawn at, and the digest of the drawing (I24). */
  readonly shown?: { readonly revision: number; readonly digest: string }
}

/** What waits, for the metrics: rows of the outbox by platform with the oldest's moment, and timers that are due. */
export interface Backlog {
  readonly outbox: readonly { readonly platform: string; readonly waiting: number; readonly oldest: Millis }[]
  readonly timers: { readonly due: number; readonly oldest?: Millis }
}
