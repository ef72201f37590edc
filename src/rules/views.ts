/** What the outside sees of a case, as data: cards, tasks and messages. Functions of the state alone draw these. */
import type { ChannelId, Millis, Param, PersonId, StageId, StepId, Verb } from './nouns.ts'

/** Where a card or message goes. A customer is reached through the case's contact data. */
export type Place =
  | { readonly in: 'channel'; readonly channel: ChannelId }
  | { readonly in: 'person'; readonly person: PersonId }
  | { readonly in: 'customer'; readonly number: string }

/** A war room, by the handle its platform gave. */
export interface RoomPlace {
  readonly in: 'room'
  readonly platform: string
  readonly handle: string
}

/** Wherever a card or message can stand. */
export type Spot = Place | RoomPlace

/**
 * A card that should stand somewhere. `case` is the one living card of the case in its channel (its thread's root);
 * `task` asks somebody for something. A card whose `state` is `done` is only updated where it was sent before.
 */
export interface CardSpec {
  /** `case`, `task/<position>`, `task/<position>/<step>`, or asked anew `…/<round>`; unique per case and place. */
  readonly key: string
  readonly kind: 'case' | 'task'
  readonly place: Spot
  readonly state: 'open' | 'done'
  readonly position?: string
  readonly step?: StepId
  /** Verbs to draw, already permitted to whoever the card is for (for a channel: to anyone asked). */
  readonly verbs: readonly Verb[]
}

/** `answer`: an approver asked something, and the decision waits for it. `promise`: given to the customer; it has no card of its own. */
export type TaskKind = 'form' | 'decision' | 'answer' | 'payment' | 'customer' | 'callback' | 'promise'

/** Something a case waits for. */
export interface Task {
  /** `<position>` or `<position>/<step>`. */
  readonly id: string
  readonly kind: TaskKind
  readonly stage: StageId
  readonly position: string
  readonly step?: StepId
  readonly people: readonly PersonId[]
  /** True when nobody the policy names could be asked and administrators were asked instead. */
  readonly fallback: boolean
  readonly verbs: readonly Verb[]
  readonly since: Millis
  /** Absent when the task has no clock or its clock stands still. */
  readonly due?: Millis
  readonly revision: number
  /** How often the same was asked before and then asked no more. */
  readonly round?: number
}

/** An exact message frozen at commit: never redrawn, never merged. */
export interface NoticeSpec {
  /** Unique within the case for ever, so that it is queued once. */
  readonly key: string
  readonly kind: 'customer' | 'nag' | 'word'
  readonly place: Place
  /** Catalogue id (`nag.owner`, `word.ended` …) or, for a customer, the policy's text id. */
  readonly text: string
  readonly params: Readonly<Record<string, Param>>
  /** Whoever it is for put it off until then. */
  readonly notBefore?: Millis
  /** Never put off, be it night or the platform busy. */
  readonly urgent?: true
  /** For a customer notice that a stage waits for: the position to report to. */
  readonly reportTo?: string
}
