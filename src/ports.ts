/**
 * What Redress needs of the world, in its own words, with what failure means. `data` implements the stores, `adapters`
 * the platforms; `main.ts` joins them. Nothing here knows a database or a chat platform by name.
 */
import type { Card, Message } from '../cards/model.ts'
import type { Backlog, EffectRow, NoticeRow, Send, SentLine, Settlement, ToldCard, ViewRow } from './outbox-port.ts'
import type { FindWorkloads } from './rules/assignment.ts'
import type { Case } from './rules/case.ts'
import type { FindClaims, Slice } from './rules/claims.ts'
import type { Answer, Command, Timer } from './rules/commands.ts'
import type { Fact } from './rules/facts.ts'
import type { FileRef, Millis, Money, PersonId, Refusal } from './rules/nouns.ts'
import type { FindPrecedents, Precedent, PrecedentsWanted } from './rules/precedent.ts'
import type { FindSame, TallySame } from './rules/sameness.ts'
import type { Task } from './rules/views.ts'

/** The only source of `now`. In the playground it can be moved forward, never back. */
export interface Clock {
  now(): Millis
  /** Sees where another replica moved it to. Absent where it is never moved, or nobody shares it: then it costs nothing. */
  sync?(): Promise<void>
}

// ───────────────────────────────────────────────────────────────────────────── store

/** What a judge is given about a command, read inside the deciding transaction. */
export interface Loaded {
  /** The case the command names, if there is one. */
  readonly case?: Case
  /** When it was last written: nothing that is decided now happened earlier, whatever this machine's clock says. */
  readonly changed?: Millis
  /** A fresh case number, for filing. Asking for it uses it up only when the verdict writes. */
  readonly freshNumber: () => string
  /**
   * What is granted under these keys (as in `ClaimRow`) after `since`, also by earlier commands of the same batch.
   * Read when called: a command that does not ask costs nothing.
   */
  readonly claims: FindClaims
  /** Closed cases to compare with. Read when called, like the claims. */
  readonly precedents: FindPrecedents
  /**
   * Which cases are about the same (keys as in `SamenessRow`), also of earlier commands of the same batch. Read when
   * called. Keys so asked belong among the guards of what is written.
   */
  readonly sameness: FindSame
  /** How many cases are about the same, by window. What earlier commands of a batch changed of older cases may be missing. */
  readonly tally: TallySame
  /** Another case as it is now; what is decided on it is not written once it is otherwise. Read when called. */
  other(number: string): Case | undefined
  /** What people have to do now, also by earlier commands of the same batch. Read when called, like the claims. */
  readonly workloads: FindWorkloads
}

/** A slice of money granted in a case, under a key that it may share with other cases: 64 hex digits. */
export interface ClaimRow extends Omit<Slice, 'id' | 'charged'> {
  readonly key: string
  readonly slice: string
}

/** What a case is about, under a key that it may share with other cases (64 hex digits), and since when. */
export interface SamenessRow {
  readonly key: string
  readonly happened: Millis
}

/** Columns a list of cases is filtered and sorted by. */
export interface CaseRow {
  readonly number: string
  readonly filed: Millis
  readonly changed: Millis
  readonly stage: string
  readonly grade: string
  readonly level: number
  readonly alert: string
  readonly filer: string
  readonly owner: string
  readonly customer: string
  readonly product: string
  readonly category: string
  readonly amount?: Money
  readonly outcome?: string
  /** Beginning of the text, for lists: at most 120 characters. */
  readonly text: string
}

/** A slice granted in a case that was carried out and closed, with whose it was (never to be shown). */
export interface PastClaim extends Omit<ClaimRow, 'slice'> {
  readonly number: string
  readonly customer: string
}

/** All that one accepted command changes; committed together or not at all. */
export interface Write {
  readonly state: Case
  readonly facts: readonly Fact[]
  readonly row: CaseRow
  /** All open tasks of the case; replaces what was there. */
  readonly tasks: readonly Task[]
  /** All timers of the case; the store keeps the difference. */
  readonly timers: readonly Timer[]
  /** Cards to look at again. At delivery the case is read and drawn fresh. */
  readonly views: readonly ViewRow[]
  readonly notices: readonly NoticeRow[]
  readonly effects: readonly EffectRow[]
  /** sha256 of every file these facts name; the store remembers for ever that they are used. */
  readonly files: readonly string[]
  /** All claims of the case; replaces what was there. */
  readonly claims: readonly ClaimRow[]
  /** All that the case is about; replaces what was there. Absent: as it was, which costs nothing. */
  readonly sameness?: readonly SamenessRow[]
  /**
   * Keys whose sums this decision used or changed. The store counts up the version of each in the same transaction;
   * where commands are decided side by side, one that read a version since counted up is decided again.
   */
  readonly guards: readonly string[]
}

/** A judge's verdict. Without `write` nothing is changed and nothing is remembered. */
export interface Verdict {
  readonly answer: Answer
  readonly write?: Write
}

/** Decides one command. Pure but for `loaded`; a throw rolls back this command alone. */
export type Judge = (command: Command, loaded: Loaded) => Verdict

/** What became of a command: its answer, or the error its judge threw (its neighbours are unharmed). */
export type Applied = { readonly answer: Answer } | { readonly error: unknown }

/** A command with what its inbox row keeps: a digest of the request, so that a reused key with another body is told. */
export interface Incoming {
  readonly command: Command
  readonly digest?: string
}

export interface CaseFilter {
  readonly open?: boolean
  readonly person?: PersonId
  readonly filer?: string
  readonly stage?: string
  readonly grade?: string
  readonly text?: string
  /** Opaque cursor from the previous page's `next`. */
  readonly after?: string
  /** 1 to 200; 50 when absent. */
  readonly limit?: number
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

/**
 * Memory. Every promise resolves only after the change is durable (survives power loss). A rejected promise means that
 * nothing of that call was kept.
 */
export interface Store {
  /**
   * Decides and commits commands, one after the other, in one transaction with a savepoint each: inbox check, load,
   * judge, write. A key seen before (also earlier in the same batch) gets its first answer with `repeated`.
   * A reused key with another digest is refused with `key_reused`.
   */
  apply(incoming: readonly Incoming[], judge: Judge, now: Millis): Promise<readonly Applied[]>
  case(number: string): Promise<Case | undefined>
  facts(number: string): Promise<readonly Fact[]>
  /** Closed cases in which something was carried out, newest first in each category. What ended before does not change. */
  precedents(wanted: PrecedentsWanted): Promise<readonly Precedent[]>
  /** What closed cases were granted under these keys (as in `ClaimRow`) after `since`, where they ended before `before`. */
  pastClaims(keys: readonly string[], since: Millis, before: Millis): Promise<readonly PastClaim[]>
  /** First broken fact of a case, or undefined when its hash chain holds. */
  verify(number: string): Promise<{ readonly seq: number; readonly why: string } | undefined>
  /** Cases newest first. A cursor that no page gave out is refused: `bad_request` about `after`. */
  list(filter: CaseFilter): Promise<Page<CaseRow> | Refusal>
  /** Open tasks of a person with their case's row, most urgent first. */
  tasksOf(person: PersonId): Promise<readonly { readonly task: Task; readonly row: CaseRow }[]>
  /** How many tasks each person has open, and how many of them are past due at `now`. */
  waiting(now: Millis): Promise<Readonly<Record<PersonId, { readonly open: number; readonly late: number }>>>
  messages(number: string): Promise<readonly SentLine[]>
  /** The card exactly as it stands (or stood) at a place. */
  card(lane: string, number: string, key: string): Promise<(ToldCard & { readonly model: Card }) | undefined>

  /** Timers due at `now`, oldest first. */
  due(now: Millis, limit: number): Promise<readonly Timer[]>
  /** The next timer after `now`, for moving the clock to it. */
  nextTimer(now: Millis): Promise<Millis | undefined>
  /** Puts off a timer whose command failed by surprise. */
  postpone(key: string, until: Millis): Promise<void>

  /**
   * Claims due rows: at most `perLane` of each lane that nobody else holds, of a gathered one all. `wall` is real time: leases run on it,
   * since the clock people see may be moved. A lease that claims to run for longer than any does was given before the
   * machine's clock was set back, and counts no more.
   */
  claim(now: Millis, wall: Millis, perLane: number, lanes: number): Promise<readonly Send[]>
  /**
   * Says, before they leave, that these rows of a gathered lane leave in one message of this name: whoever finds them again
   * without knowing what became of it asks for just that message.
   */
  bundle(sends: readonly Send[], name: string): Promise<void>
  /** Settles claimed rows and frees their lanes. A view that was wanted again meanwhile is queued again. */
  settle(settled: readonly { readonly send: Send; readonly outcome: Settlement }[], now: Millis): Promise<void>
  /** When the earliest waiting row may be tried; undefined when none waits. */
  nextSend(): Promise<Millis | undefined>
  /** True while something that is due waits to be sent or is being sent, by whichever replica. */
  sending(now: Millis): Promise<boolean>

  /** Keeps the source of a policy version; the same version twice is fine. */
  keepPolicy(version: string, source: string, now: Millis): Promise<void>
  policySource(version: string): Promise<string | undefined>
  /** Numbers of open cases, for sweeps; page by `after`. */
  openCases(after: string | undefined, limit: number): Promise<readonly string[]>
  /**
   * Of the next open cases by number, at most `limit`, those without a task, or with one that asks nobody or is never
   * due. `next`: go on after this one; absent: there are no more.
   */
  unwatched(
    after: string | undefined,
    limit: number,
  ): Promise<{ readonly numbers: readonly string[]; readonly next?: string }>

  /** True when some fact of any case ever named the file. */
  usesFile(sha256: string): Promise<boolean>

  setting(key: string): Promise<string | undefined>
  /** All settings whose keys begin so. */
  settings(prefix: string): Promise<ReadonlyMap<string, string>>
  setSetting(key: string, value: string): Promise<void>
  /** Raises a setting that is a whole number; gives what it is now. It is never lowered, whoever raises it at the same time. */
  raiseSetting(key: string, value: number): Promise<number>
  /** Deletes inbox keys older than `before`. */
  forgetKeys(before: Millis): Promise<number>
  counts(): Promise<{
    readonly cases: number
    readonly open: number
    readonly timers: number
    readonly outbox: number
    readonly givenUp: number
  }>
  backlog(now: Millis): Promise<Backlog>
  close(): Promise<void>
}

/** What only one of several replicas may do at a time, such as listening where all would hear the same. */
export interface Holds {
  /**
   * Takes or prolongs `name` for so many milliseconds of real time (`wall`). False while another replica holds it. A
   * replica that dies loses it when that time is over.
   */
  take(name: string, lasts: Millis, wall: Millis): Promise<boolean>
  /** Lets go of it at once, if it is ours. */
  free(name: string): Promise<void>
}

/** What replicas tell each other: that there is something to look at again. */
export type Topic = 'outbox' | 'posts' | 'people' | 'clock'

/**
 * Word between replicas. It may be lost, and some databases carry none: whoever has to know looks by themselves now and
 * then, so this only makes it sooner.
 */
export interface Peers {
  /** Tells all others, in a moment; many calls within it are told once. Never fails. */
  tell(topic: Topic): void
  /** `then` is called when another replica told; also when word may have been lost. */
  hear(topic: Topic, then: () => void): void
  /** False while nothing would be heard. */
  hearing(): boolean
}

/** Content-addressed files. */
export interface Files {
  /**
   * Stores bytes under their sha256. The type is found from the content, not from the name; a forbidden type, an empty
   * file or one over BOUNDS.file is refused (`file_type`, `file_too_large`).
   */
  put(bytes: Uint8Array, name: string): Promise<FileRef | Refusal>
  get(sha256: string): Promise<Uint8Array | undefined>
  /** The ref under which it was stored, or undefined. */
  find(sha256: string): Promise<FileRef | undefined>
  /** Deletes files older than `before` that `used` does not name. */
  sweep(before: Millis, used: (sha256: string) => Promise<boolean>): Promise<number>
}

export type * from './chat-port.ts'
export type * from './outbox-port.ts'
export type * from './platform-port.ts'
export type * from './seal-port.ts'
export type { Card, Message }
