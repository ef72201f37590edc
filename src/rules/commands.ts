/** What can be asked of the desk. Every click, form, call and due timer becomes one of these. */
import type { Proposal } from './facts.ts'
import type { Evidence } from './facts-batch.ts'
import type { MergeHappening } from './facts-merge.ts'
import type { Actor, FileRef, Lang, Millis, PersonId, Refusal, Values, Verb } from './nouns.ts'

interface Common {
  /** Inbox key: the same key twice gives the first one's stored answer and does nothing. */
  readonly id: string
  readonly actor: Actor
  /** `playground`, `slack`, `api`, `clock`, `delivery` … */
  readonly via: string
}

/** File a complaint. `strict`: a form was filled in, so what intake requires is enforced; else only `text`. */
export interface FileCommand extends Common {
  readonly do: 'file'
  readonly values: Values
  readonly lang: Lang
  readonly strict: boolean
}

/** A person does a verb to a case. */
export interface ActCommand extends Common {
  readonly do: 'act'
  readonly number: string
  readonly verb: Verb
  /** Which open position; the first one where the verb is offered to this person when absent. */
  readonly position?: string
  /** The revision the person was looking at. */
  readonly revision?: number
  /** Form values (`null` empties a field); the reason is apart. */
  readonly values?: Readonly<Record<string, Values[string] | null>>
  readonly reason?: string
  /** Stage or step (`step.<id>`) to return to, person to transfer to or to add, whom to ask, or pause reason. */
  readonly to?: string
  /** Where an added approver is heard, or which way a return comes back. */
  readonly how?: string
  /** Digest of the card that stood in front of this person as it was drawn (I24). */
  readonly seen?: string
  readonly files?: readonly FileRef[]
  /** What the customer was promised, and until when; for `renew` the other moment alone counts. */
  readonly promise?: { readonly what: string; readonly until: Millis }
}

/** A timer came due. Its key is its inbox key. */
export interface RingCommand extends Common {
  readonly do: 'ring'
  readonly number: string
  readonly timer: string
}

/** Delivery reports how a notice to the customer went. */
export interface ReportCommand extends Common {
  readonly do: 'report'
  readonly number: string
  readonly position: string
  readonly sent: boolean
  readonly why?: string
}

/** Delivery reports that a war room stands on a platform. */
export interface RoomCommand extends Common {
  readonly do: 'room'
  readonly number: string
  readonly platform: string
  readonly handle: string
}

/** Delivery reports that nothing reaches somebody whom this position asked. */
export interface UnreachedCommand extends Common {
  readonly do: 'unreached'
  readonly number: string
  readonly position: string
  readonly person: PersonId
  readonly why: string
}

/** People, channels or calendars changed: the case is looked at again. Nothing happens to it; what it asks of whom may. */
export interface SweepCommand extends Common {
  readonly do: 'sweep'
  readonly number: string
}

/** A batch calls for one case for all of them; the house files it. `cases` are those it begins with. */
export interface IncidentCommand extends Common {
  readonly do: 'incident'
  readonly rule: string
  readonly key: string
  readonly evidence: Evidence
  /** What they have in common. */
  readonly values: Values
  readonly cases: readonly string[]
}

/** Another case causes something in this one (see reactions.ts). */
export interface ReactCommand extends Common {
  readonly do: 'react'
  readonly number: string
  readonly what:
    | { readonly is: 'join'; readonly cases: readonly string[] }
    | { readonly is: 'link'; readonly to: string }
    | { readonly is: 'unlink'; readonly from: string }
    | { readonly is: 'word'; readonly text: string; readonly from: string }
    | ({ readonly is: 'absorb' } & Omit<Extract<MergeHappening, { is: 'absorbed' }>, 'is'>)
}

export type Command =
  | FileCommand
  | IncidentCommand
  | ReactCommand
  | ActCommand
  | RingCommand
  | ReportCommand
  | RoomCommand
  | UnreachedCommand
  | SweepCommand

/** What the desk answers. `repeated`: the key was seen before and this is its first answer. */
export interface Done {
  readonly number: string
  readonly revision: number
  readonly repeated?: boolean
}

export type Answer = Done | Refusal

/** A due moment of a case. `key` is unique for ever: case, position, clock, rung, round. */
export interface Timer {
  readonly key: string
  readonly number: string
  readonly at: Millis
}

export type { Proposal }
