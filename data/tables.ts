/**
 * The tables of the store as Kysely sees them, the same on every database. Moments are milliseconds since 1970 UTC,
 * truth values are 0 and 1, and everything structured is JSON text.
 */
import type { Generated } from 'kysely'

/** Which migrations this database has been through. */
export interface SchemaVersionTable {
  version: number
  name: string
  applied: number
}

/** One complaint: the columns lists need, the head of its chain of facts, and the whole state. */
export interface CaseTable {
  number: string
  filed: number
  changed: number
  stage: string
  grade: string
  level: number
  alert: string
  filer: string
  owner: string
  customer: string
  product: string
  category: string
  amount_minor: number | null
  currency: string | null
  outcome: string | null
  excerpt: string
  is_open: number
  /** What a closed case was granted, of which model, and when it ended; null where nothing was carried out. */
  kind: string | null
  model: string | null
  ended: number | null
  /** Sequence number of the last fact. */
  revision: number
  /** Hash of the last fact (see hash-chain.ts). */
  head: string
  /** The `Case` as JSON. */
  state: string
}

/** Append-only: triggers refuse every change. `id` is the order over all cases. */
export interface FactTable {
  id: Generated<number>
  number: string
  seq: number
  happened: number
  /** The `Fact` as canonical JSON. */
  body: string
  hash: string
}

/** Answers by command key, so that nothing acts twice. */
export interface InboxTable {
  key: string
  digest: string | null
  answer: string
  kept: number
}

/** Running numbers by name, e.g. one per local day for case numbers. */
export interface CounterTable {
  name: string
  value: number
}

/** Open tasks. */
export interface TaskTable {
  number: string
  id: string
  body: string
}

/** Who is asked by an open task; `due` and `since` are the task's, so that a person's list needs no second look. */
export interface TaskPersonTable {
  person: string
  number: string
  id: string
  due: number | null
  since: number
}

/** `planned` is what the rules asked for, `rings` when it really rings (they differ after a postponement). */
export interface TimerTable {
  key: string
  number: string
  planned: number
  rings: number
}

/** What is to be sent, and what was. */
export interface OutboxTable {
  id: Generated<number>
  lane: string
  number: string
  key: string
  kind: 'view' | 'notice'
  state: 'waiting' | 'sent' | 'skipped' | 'given_up'
  place: string
  attempts: number
  /** Not tried before this. */
  next_at: number
  queued: number
  settled: number | null
  why: string | null
  handle: string | null
  /** Views: the newest revision that asked for it. */
  wanted: number | null
  /** Notices: the frozen `Message` as JSON. */
  message: string | null
  notice_kind: 'customer' | 'nag' | 'word' | 'effect' | null
  report_to: string | null
  /**
   * Views that were sent: the revision that was drawn, and the drawing's digest. Notices of a gathered lane: `digest` names
   * the message in which they left with others, from before it leaves.
   */
  revision: number | null
  digest: string | null
}

/** Lanes with something waiting: `ready` is when the lane's oldest waiting row may be tried. */
export interface LaneTable {
  name: string
  ready: number
}

/** The card exactly as it stands at a place. */
export interface CardTable {
  number: string
  lane: string
  key: string
  handle: string
  revision: number
  digest: string
  state: 'open' | 'done'
  model: string
}

/** Money granted in a case, under a key (a digest) that cases about the same thing share. */
export interface ClaimTable {
  key: string
  number: string
  slice: string
  amount_minor: number
  currency: string
  happened: number
}

/** A case under a key (a digest) of what it is about, with the moment that counts for it: usually when it was filed. */
export interface SamenessTable {
  key: string
  happened: number
  number: string
}

/** How often a decision used or changed a key's sum. */
export interface GuardTable {
  key: string
  version: number
}

/** Files that some fact names, so that a sweep leaves them. */
export interface FileUseTable {
  sha256: string
}

/** Every policy version a case was ever opened under. */
export interface PolicyTable {
  version: string
  source: string
  kept: number
}

export interface SettingTable {
  key: string
  value: string
}

/** Posts of the playground. */
export interface ChatPostTable {
  id: Generated<number>
  seq: number
  key: string
  dest: string
  number: string | null
  posted: number
  changed: number
  body: string
}

/** Half-filled forms and half-said words of one person on one platform. `body` is JSON. */
export interface DraftTable {
  holder: string
  slot: string
  turn: number
  changed: number
  expires: number
  body: string
}

/** Where replicas share a database: what one of them holds for itself, and until when. */
export interface HoldTable {
  name: string
  holder: string
  held_until: number
}

/** Append-only: the daily seals (see Seal in seal-port.ts). */
export interface SealTable {
  n: number
  day: string
  made: number
  cases: number
  root: string
  previous: string
  mark: string
  mac: string
}

/** Append-only: the heads of cases that had changed since the seal before. */
export interface SealLeafTable {
  number: string
  revision: number
  seal: number
  place: number
  head: string
  mac: string
}

export interface Tables {
  schema_version: SchemaVersionTable
  cases: CaseTable
  fact: FactTable
  inbox: InboxTable
  counter: CounterTable
  task: TaskTable
  task_person: TaskPersonTable
  timer: TimerTable
  outbox: OutboxTable
  lane: LaneTable
  card: CardTable
  claim: ClaimTable
  guard: GuardTable
  sameness: SamenessTable
  file_use: FileUseTable
  policy: PolicyTable
  setting: SettingTable
  chat_post: ChatPostTable
  draft: DraftTable
  seal: SealTable
  seal_leaf: SealLeafTable
}
