/** What a rehearsal needs of the place it is played in, in our words: somebody who types, presses, fills in and looks. */

/** A button of a card: what it does, and the case and revision it was drawn for. */
export interface Button {
  readonly verb: string
  readonly ref: string
}

/** A branch or leaf of a choice with levels; only leaves may be picked. */
export interface Node {
  readonly id: string
  readonly children: readonly Node[]
}

/** How a field is filled in. `max` of money is in minor units. */
export interface Element {
  readonly input: string
  readonly options?: readonly { readonly id: string }[]
  readonly many?: boolean
  readonly nodes?: readonly Node[]
  readonly max?: number
  readonly min?: number
  readonly maxLength?: number
  readonly format?: string
  readonly digits?: number
}

export interface FormField {
  readonly id: string
  readonly required: boolean
  /** Changing it may show or hide other fields. */
  readonly redraws: boolean
  readonly value?: unknown
  readonly element: Element
}

export interface Form {
  readonly id: string
  readonly fields: readonly FormField[]
  readonly number?: string
  readonly position?: string
  readonly revision?: number
}

/** Something a person does. `post` is where a button stands. */
export type Deed =
  | { readonly as: string; readonly do: 'command'; readonly text: string }
  | { readonly as: string; readonly do: 'press'; readonly button: Button; readonly post?: number }
  | {
      readonly as: string
      readonly do: 'submit' | 'redraw'
      readonly form: Form
      readonly values: Readonly<Record<string, unknown>>
    }

/** What came of it. */
export type Reply =
  | { readonly is: 'form'; readonly form: Form }
  | { readonly is: 'card'; readonly buttons: readonly Button[] }
  | { readonly is: 'errors'; readonly code: string; readonly fields: readonly string[] }
  | { readonly is: 'done'; readonly number: string }
  | { readonly is: 'refused'; readonly code: string }
  | { readonly is: 'said' }

/** A card about a complaint, as it stands in front of somebody. */
export interface Post {
  readonly id: number
  readonly number: string
  readonly key: string
  readonly open: boolean
  readonly buttons: readonly Button[]
}

export interface Person {
  readonly id: string
  readonly lang: string
  readonly roles: readonly string[]
  /** How many tasks wait for them. */
  readonly waiting: number
}

/** What somebody sees: the cards that changed since they last looked. */
export interface Seen {
  readonly now: number
  readonly seq: number
  /** Changes after `seq` are waiting to be asked for. */
  readonly more: boolean
  readonly people: readonly Person[]
  readonly posts: readonly Post[]
}

/** A message of the outbox. */
export interface Line {
  readonly kind: string
  readonly key: string
  readonly state: string
}

/** Where a rehearsal is played. */
export interface Client {
  /** `key` makes a repeat harmless; drawing a form again needs none. */
  act(deed: Deed, key?: string): Promise<Reply>
  /** Uploads a file; gives its sha256, by which a form names it. */
  upload(bytes: Uint8Array, name: string): Promise<string>
  /** What changed in front of a person after `since`. */
  see(person: string, since: number): Promise<Seen>
  /** Resolves when everything that is due has happened. */
  settle(): Promise<void>
  /** Moves the clock on by so many milliseconds; gives the time. */
  advance(ms: number): Promise<number>
  /** Moves the clock to the next timer; undefined when there is none. */
  toNextTimer(): Promise<number | undefined>
  /** Numbers of the complaints that are still open. */
  openNumbers(): Promise<ReadonlySet<string>>
  /** A complaint as the API shows it. */
  complaint(number: string): Promise<unknown>
  /** What was sent about it. */
  messages(number: string): Promise<readonly Line[]>
}
