/** What can have happened between us and the customer outside the forms: contacts, and what was promised to them. */
import type { FileRef, Millis, PersonId, Text } from './nouns.ts'

export type PromiseHappening =
  /** Somebody talked to the customer (F024): what was said. */
  | { readonly is: 'contacted'; readonly text: string; readonly files: readonly FileRef[] }
  /** The customer was promised something until a moment (F120). */
  | {
      readonly is: 'promised'
      /** Unique within the case. */
      readonly id: string
      readonly what: string | Text
      readonly until: Millis
      /** Who is to keep it. */
      readonly person?: PersonId
      /** The promise of the policy's message that this is, by its number: it is kept by what happens in the case. */
      readonly rule?: number
      /** The broken promise in whose place this one was agreed. */
      readonly instead?: string
    }
  /** Another time was agreed with the customer before the first was over. */
  | { readonly is: 'promise_moved'; readonly id: string; readonly until: Millis; readonly reason: string }
  /** It was done; on time or late is a matter of when. */
  | { readonly is: 'promise_kept'; readonly id: string; readonly text: string; readonly files: readonly FileRef[] }
  /** A clock told these people that it will be due. */
  | {
      readonly is: 'promise_warned'
      readonly id: string
      readonly until: Millis
      readonly people: readonly PersonId[]
    }
  /** Its time is over and it was not kept: counted for good, though it may still be done late. */
  | {
      readonly is: 'promise_broken'
      readonly id: string
      readonly until: Millis
      readonly people: readonly PersonId[]
    }
