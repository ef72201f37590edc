/**
 * What Redress needs of a chat platform and what a platform finds in the house, in our own words, with what failure
 * means. Each adapter makes a `ChatAdapter` out of `PlatformParts`; `main.ts` joins them. No platform is known by name.
 */
import type { Home } from '../cards/home.ts'
import type { Card, Form, Message } from '../cards/model.ts'
import type { Files } from './ports.ts'
import type { Actor, Directory, FileRef, FormVerb, Lang, Millis, Refusal, Text, Verb } from './rules/nouns.ts'
import type { Place } from './rules/views.ts'

// ───────────────────────────────────────────────────────────────────────────── sending

/** What a send came to. */
export type SendOutcome =
  | { readonly is: 'sent'; readonly handle: string }
  /** Not sent for certain; try again after `after` milliseconds. */
  | { readonly is: 'retry'; readonly after: Millis; readonly why: string }
  /** It may or may not have arrived: looked up, or resent with the same key to a platform that recognises it. */
  | { readonly is: 'unknown'; readonly why: string }
  /** It will never work (our payload is refused, the app was removed): give up and say so. */
  | { readonly is: 'never'; readonly why: string }
  /** Updates only: what stood there is gone or may not be changed any more; a fresh card has to be posted. */
  | { readonly is: 'gone'; readonly why: string }
  /** The place cannot be reached (no such channel, archived, we are not in it, somebody who left): try another place. */
  | { readonly is: 'closed'; readonly why: string }

/** What a look after a send of unknown outcome found. */
export type Found =
  | { readonly is: 'sent'; readonly handle: string }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown'; readonly why: string }

/** What a platform can do, as data. */
export interface Abilities {
  readonly updates: 'anytime' | 'once' | 'never'
  /** Recognises a repeated `key`, so that an unknown outcome may be resent. */
  readonly recognisesKeys: boolean
  /** `email`: those whose case names an e-mail address, as the policy's `mail` says. */
  readonly reachesCustomers: boolean | 'email'
  /**
   * Carries letters, to which nobody can answer: people get there what is urgent, beside their chat, and everything where
   * no chat reaches them. Absent: a chat.
   */
  readonly letters?: true
  /** Most sends per second and lane. */
  readonly perLaneSecond: number
  /** How long one send may take before its outcome counts as unknown; what delivery allows when absent. Less than a lease. */
  readonly patience?: Millis
  /** Takes several sends to one place at once, in the order in which they were called; none of them fails alone. */
  readonly sideBySide?: boolean
}

/** A room for one case and the people who must act now (war room). `people` are account ids on the platform. */
export interface RoomSpec {
  readonly number: string
  readonly name: string
  readonly topic: string
  readonly people: readonly string[]
}

/** Rooms, where a platform can make them. Handles are what `open` gave; a room's address takes cards like any other. */
export interface Rooms {
  /** Opens the room once per `key`, invites, sets the topic. The handle is the address cards go to. */
  open(room: RoomSpec, key: string): Promise<SendOutcome>
  invite(handle: string, people: readonly string[]): Promise<SendOutcome>
  /** Pins a card that was sent there. */
  pin(handle: string, cardHandle: string): Promise<SendOutcome>
  /** Closes it for good; a closed one counts as closed. */
  close(handle: string): Promise<SendOutcome>
}

/** What a platform knows of an account. `gone`: left the company or was deactivated. */
export interface AccountState {
  readonly is: 'active' | 'gone' | 'unknown'
  readonly name?: string
  readonly lang?: Lang
  readonly tz?: string
}

/** One thing `redress doctor` looked at. `fix` says what to do when it does not hold. */
export interface Finding {
  readonly check: string
  readonly is: 'good' | 'warning' | 'bad'
  readonly says: Text
  readonly fix?: Text
}

/** A chat platform, or whatever else carries cards and messages. */
export interface Platform {
  readonly name: string
  readonly abilities: Abilities
  /** Address of a place on this platform, or undefined when it has none there. It becomes part of the lane. */
  address(place: Place): string | undefined
  /** `key` names this send for ever. */
  sendCard(to: string, card: Card, key: string): Promise<SendOutcome>
  updateCard(to: string, handle: string, card: Card, key: string): Promise<SendOutcome>
  sendMessage(to: string, message: Message, key: string): Promise<SendOutcome>
  /** Whether a send with this key arrived at `to`; for platforms that do not recognise keys but can be searched. */
  lookup?(to: string, key: string, number: string): Promise<Found>
  readonly rooms?: Rooms
  /** What is known of these accounts; those not in the answer are unknown. */
  accounts?(ids: readonly string[]): Promise<ReadonlyMap<string, AccountState>>
  /** Accounts in a group that the platform keeps (a user group, a department, a tag); undefined when there is none. */
  group?(id: string): Promise<readonly string[] | undefined>
  /** Looks at credentials, permissions, membership and the way in. Never throws; changes nothing people see. */
  doctor?(): AsyncIterable<Finding>
  start(): Promise<void>
  stop(): Promise<void>
  /** Why it is not ready, or undefined when it is. */
  unready(): string | undefined
}

// ───────────────────────────────────────────────────────────────────────────── rehearsing

/** What keeps a message back on a platform: a limit on how much it takes, its own bundling, or a minute it leaves free. */
export type Restraint = 'limit' | 'bundle' | 'minute'

/** How a platform treats what it is given, without the platform; read from what its adapter itself goes by. */
export interface PlatformProfile {
  readonly name: string
  readonly abilities: Abilities
  address(place: Place, directory: Directory): string | undefined
  /**
   * Begins to count on `now`. Gives what keeps a send back and until when: by a `limit` it is refused and stays in the
   * outbox, else the adapter sends it then by itself. Absent: nothing is ever kept back.
   */
  restrain?(
    now: () => Millis,
  ): (to: string, what: Card | Message, key: string) => { readonly by: Restraint; readonly until: Millis } | undefined
}

// ───────────────────────────────────────────────────────────────────────────── what an adapter finds in the house

/** A log line's fields hold numbers, codes and ids of cases; never names, words, accounts or secrets. */
export interface AdapterLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Where a form of our own opens: what it is about. Without `number` it files a complaint. */
export interface FormTarget {
  readonly verb: FormVerb
  readonly number?: string
  readonly position?: string
  readonly revision?: number
}

/** Addresses under PUBLIC_URL. */
export interface Links {
  /** A signed address of the form page for people of this platform; it proves nothing about who opens it. */
  form(platform: string, target: FormTarget): string
  /** The case's own address, which a platform may unfurl. */
  case(number: string): string
}

/** Counts and times of an adapter, shown under /metrics as `redress_platform_<what>`. */
export interface AdapterMeter {
  /** Adds to a counter, e.g. ('slack', 'api_calls', {method}). Labels hold words from a closed set only. */
  count(platform: string, what: string, labels?: Readonly<Record<string, string>>, by?: number): void
  /** Sets a gauge, e.g. ('slack', 'last_interaction_seconds', 12). */
  gauge(platform: string, what: string, value: number): void
}

/** What one replica does for all. `begin` and `end` take turns; one that fails is tried again. */
export interface Duty {
  begin(): Promise<void>
  end(): Promise<void>
}

/** A duty under a name. */
export interface Sole {
  /** Tries for it now and from now on. Resolves when the first try is over. */
  start(): Promise<void>
  /** Ends it if it is ours, so that another replica may begin at once. */
  stop(): Promise<void>
  /** Whether it is ours now. */
  mine(): boolean
}

/** Everything main.ts hands to an adapter besides its own settings. */
export interface PlatformParts {
  readonly reception: Reception
  /** Words and whole conversations, for platforms and places without forms. */
  readonly conversation: Conversation
  readonly files: Files
  /** People's time; in the playground it can be moved. */
  now(): Millis
  /** Real time, for signatures, tokens and leases. */
  readonly wall: () => Millis
  readonly log: AdapterLog
  readonly meter: AdapterMeter
  directory(): Directory
  /** Language and zone of whoever is in no directory. */
  company(): { readonly lang: Lang; readonly tz: string }
  /** The handle of the case's living card at an address of this platform (its thread's root). */
  root(to: string, number: string): Promise<string | undefined>
  /** Small things to remember over a restart (ids, cursors, counters); keys are the adapter's own. */
  readonly memory: {
    get(key: string): Promise<string | undefined>
    set(key: string, value: string): Promise<void>
    /** All whose keys begin so, as every replica of the house kept them. */
    all(prefix: string): Promise<ReadonlyMap<string, string>>
  }
  /** The name of this process among the replicas of one house; empty when it is the only one. */
  readonly replica: string
  /** What only one replica does at a time; `name` is known to all. It begins when it is our turn, which may be never. */
  sole(name: string, duty: Duty): Sole
  /** A word to the operators' channel, at most once a day per `key`, in both catalogues' languages; also logged. */
  tellOperator(key: string, text: Text): void
  /** Undefined while PUBLIC_URL is not set. */
  readonly links: Links | undefined
}

/** How somebody who opens one of our pages inside a platform is recognised. */
export interface SignIn {
  /**
   * The verified account behind a request, or the response that begins or goes on with the platform's sign-in (a
   * redirect, or a small page that fetches a code). `back` is the address under PUBLIC_URL to return to.
   */
  identify(request: Request, back: string): Promise<{ readonly account: string } | Response>
}

/** A platform with its ways in. `routes` are mounted on the one server; `R` is what that server mounts. */
export interface ChatAdapter<R> extends Platform {
  readonly routes?: R
  /** Those of its routes that are asked most, answered without a router; each is among `routes` too. */
  readonly webhooks?: readonly Webhook[]
  /** Exact paths whose bodies may be as large as a file. */
  readonly uploads?: readonly string[]
  readonly signIn?: SignIn
  closing?(): void
}

/** A POST that proves itself by its raw bytes. */
export interface Webhook {
  readonly path: string
  answer(request: WebhookRequest): Promise<WebhookAnswer>
}

export interface WebhookRequest {
  /** The value of a header by its name in small letters. */
  header(name: string): string | undefined
  readonly body: Uint8Array
}

/** `json` is the body; empty when there is none. */
export interface WebhookAnswer {
  readonly status: 200 | 400 | 401 | 500 | 503
  readonly body?: { readonly json: unknown } | { readonly text: string }
}

// ───────────────────────────────────────────────────────────────────────────── reception

/** Where words, clicks and forms come from, as the platform verified it. */
export interface Caller {
  readonly actor: Actor
  readonly via: string
  readonly lang: Lang
}

/** What the person who acted sees at once. Everything else follows through delivery. */
export type Reply =
  | { readonly is: 'form'; readonly form: Form }
  /** Seen by this person only. */
  | { readonly is: 'say'; readonly message: Message }
  | { readonly is: 'card'; readonly card: Card }
  /** The form stays open with these on its fields (`field` is absent when it is about the whole). */
  | {
      readonly is: 'errors'
      readonly errors: readonly { readonly field?: string; readonly text: string }[]
      readonly code: string
    }
  | { readonly is: 'done'; readonly number: string; readonly revision: number; readonly message: Message }
  /** An expected no, already in words. */
  | { readonly is: 'refused'; readonly code: string; readonly message: Message }

/** What every chat adapter calls; it never decides anything itself. */
export interface Reception {
  /**
   * Words after `/complaint` (or 投诉, 客诉): empty opens the form; `help | list | mine | show N | note N … |
   * settings | bulk`. `prefill`
   * are raw values for the intake form that opens (a message's text, its link, its files).
   */
  hear(caller: Caller, words: string, key: string, prefill?: Readonly<Record<string, unknown>>): Promise<Reply>
  /** A button. Opens a form, or acts. */
  click(
    caller: Caller,
    click: { readonly verb: Verb; readonly number: string; readonly revision: number; readonly position?: string },
    key: string,
  ): Promise<Reply>
  /** A form again, with the values so far: fields appear and disappear. */
  redraw(caller: Caller, form: FormAnswer): Promise<Form | Refusal>
  submit(caller: Caller, form: FormAnswer, key: string): Promise<Reply>
  /** Somebody's own page: what waits for them, what they filed. `hear(caller, 'settings')` opens their settings. */
  home(caller: Caller): Promise<Home | Refusal>
}

/** A filled-in form as the platform hands it over; values are checked by us. */
export interface FormAnswer {
  readonly id: string
  readonly number?: string
  readonly position?: string
  readonly revision?: number
  readonly values: Readonly<Record<string, unknown>>
}

/** What a person sent in a chat without forms. */
export interface Utterance {
  readonly text: string
  /** Files that came with it, stored already. */
  readonly files?: readonly FileRef[]
  /** People mentioned in it, in order. */
  readonly people?: readonly string[]
}

/**
 * A chat without forms: the words of `Reception.hear`, decisions in words (`同意 N`, `驳回 N 原因`, `转交 N @人`), a
 * complaint in one line (`客户=… 产品=…`) or asked step by step. What is half said is kept as a draft, per person and
 * platform, over restarts.
 */
export interface Conversation {
  /** Undefined when the words mean nothing to us and no question is open (so that a group is not answered all day). */
  say(caller: Caller, said: Utterance, key: string): Promise<Reply | undefined>
  /** Goes through a form question by question from here on; the reply is the first question. */
  ask(caller: Caller, form: Form, key: string): Promise<Reply>
}
