/** What can have happened to a case because of others about the same, and to the incident that stands for them. */
import type { Millis, PersonId } from './nouns.ts'

/** How serious a batch is. */
export type Colour = 'amber' | 'red'

/** What opened an incident: so many since a moment, against the policy's bound or what the weekday leads one to expect. */
export type Evidence = { readonly count: number; readonly since: Millis } & (
  | { readonly over: number }
  | { readonly expected: number; readonly tail: number; readonly weeks: readonly number[] }
)

export type BatchHappening =
  /** With this case there are `count`, more than `over`, about the same after `since` (C13); `numbers` are others, newest first. */
  | {
      readonly is: 'batched'
      readonly rule: string
      /** What they have in common; no personal data. */
      readonly key: string
      readonly colour: Colour
      readonly count: number
      readonly numbers: readonly string[]
      readonly over: number
      readonly since: Millis
      /** Who is told of it; nobody where they were told already. */
      readonly people: readonly PersonId[]
    }
  /** With this case there are more than the weekday leads one to expect (F070). */
  | {
      readonly is: 'surged'
      readonly rule: string
      readonly key: string
      readonly count: number
      readonly expected: number
      /** How unlikely so many are. */
      readonly tail: number
      /** How many there were in the same window of the weeks before, newest first. */
      readonly weeks: readonly number[]
      readonly since: Millis
      readonly people: readonly PersonId[]
    }
  /** An incident took these cases in. */
  | { readonly is: 'gathered'; readonly numbers: readonly string[] }
  /** This case is handled with an incident from now on. */
  | { readonly is: 'linked'; readonly to: string }
  /** Not any more: the incident is over. */
  | { readonly is: 'unlinked'; readonly from: string }
  /** What is said about all cases of the incident (F071). */
  | { readonly is: 'worded'; readonly text: string; readonly from: string }
