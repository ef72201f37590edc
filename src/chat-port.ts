/** What chats need remembered besides cases: the playground's posts, and what people have half said. */
import type { Millis } from './rules/nouns.ts'

/** Posts of the playground, kept so that they survive a restart. `seq` grows with every change. */
export interface ChatPost {
  readonly id: number
  readonly seq: number
  /** `channel/<id>`, `person/<id>` or `customer/<number>`. */
  readonly to: string
  readonly number?: string
  readonly posted: Millis
  readonly changed: Millis
  /** A rendered card, message, or what a person said, as JSON. */
  readonly body: unknown
}

export interface ChatLog {
  /** Posts once per `key`: the second time gives the first one's id and changes nothing. */
  post(
    post: { readonly key: string; readonly to: string; readonly number?: string; readonly body: unknown },
    now: Millis,
  ): Promise<number>
  /** Replaces a post's body. False when there is no such post. */
  revise(id: number, body: unknown, now: Millis): Promise<boolean>
  /** Posts changed after `seq`, oldest change first; only those at one place when `to` is given. */
  since(seq: number, limit: number, to?: string): Promise<readonly ChatPost[]>
  /** The newest `limit` posts to one place, oldest first; only those from before the post `before` when it is given. */
  at(to: string, limit: number, before?: number): Promise<readonly ChatPost[]>
  /** The newest `limit` posts about one case, wherever they stand, oldest first. */
  about(number: string, limit: number): Promise<readonly ChatPost[]>
  get(id: number): Promise<ChatPost | undefined>
  last(): Promise<number>
}

/** Something half said or half filled in. It is no fact: it may be lost without harm, and it ends by itself. */
export interface Draft {
  /** Who it belongs to, on which platform. */
  readonly holder: string
  /** Which of theirs: the chat's, or that of a form's page. */
  readonly slot: string
  /** Counts how often it was kept. */
  readonly turn: number
  readonly changed: Millis
  readonly body: unknown
}

export interface Drafts {
  /** Undefined when there is none or it has expired. */
  get(holder: string, slot: string, now: Millis): Promise<Draft | undefined>
  /**
   * Keeps it in place of what was there, until `expires`. `after` is the turn that was read (0: there was none); false,
   * and nothing is changed, when somebody kept it since.
   */
  keep(
    draft: { readonly holder: string; readonly slot: string; readonly body: unknown; readonly expires: Millis },
    after: number,
    now: Millis,
  ): Promise<boolean>
  drop(holder: string, slot: string): Promise<void>
  /** Deletes those that expired before `now`; gives how many. */
  forget(now: Millis): Promise<number>
}
