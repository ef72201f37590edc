/**
 * What the local WeCom remembers: one company, its members, chats, robots and everything that was sent. It is written
 * from WeCom's documentation and shares no code with the adapter.
 */
import { randomUUID } from 'node:crypto'

export interface Member {
  readonly userid: string
  readonly name: string
  readonly departments: readonly number[]
  readonly leads: readonly number[]
  readonly directLeader?: string
  /** 1 active, 2 disabled, 4 not activated, 5 left. */
  readonly status: number
  /** Outside the app's visible range: known to OAuth, not to messages. */
  readonly hidden?: boolean
}

/** Something that arrived at a member, a chat or a robot's group. */
export interface Delivered {
  readonly id: string
  /** `user/<id>`, `chat/<id>` or `robot/<key>`. */
  readonly to: string
  readonly at: number
  readonly type: string
  /** The content under `type`. */
  readonly content: Record<string, unknown>
  /** Sent with a duplicate check. */
  readonly checked: boolean
  /** What stands there after an update; the clicker's copy alone or everybody's. */
  replaced?: Record<string, unknown>
}

export interface Code {
  readonly users: readonly string[]
  readonly message: Delivered
  readonly until: number
  used: boolean
}

/** A way to let calls go wrong: an error code, a connection cut before or after the work, or no answer at all. */
export interface Fault {
  readonly path: string
  readonly how: number | 'cut' | 'lost' | 'hang'
  times: number
}

export interface Town {
  readonly corpId: string
  readonly agentId: string
  readonly secret: string
  readonly members: Map<string, Member>
  readonly tags: Map<string, { readonly users: readonly string[]; readonly parties: readonly number[] }>
  readonly chats: Map<string, { readonly name: string; readonly ours: boolean; readonly users?: readonly string[] }>
  /** Group robots by key. */
  readonly robots: Map<string, string>
  readonly media: Map<string, { readonly bytes: Uint8Array; readonly name: string; readonly type: string }>
  readonly delivered: Delivered[]
  readonly codes: Map<string, Code>
  readonly tasks: Set<string>
  readonly seen: Map<string, number>
  readonly recent: Map<string, number[]>
  readonly faults: Fault[]
  readonly logins: Map<string, { readonly user: string; readonly until: number; used: boolean }>
  /** Paths of all calls, oldest first. */
  readonly calls: string[]
  token: { value: string; until: number } | undefined
  tokensGiven: number
  menu: unknown
  /** Messages that were accepted and never shown. */
  dropped: number
  /** Texts that a phone would cut, as `part length`. */
  readonly cut: string[]
  redirectDomain: string
  /** A member whom messages silently miss, named in the answer. */
  partial: string | undefined
  /** What the outbox's sends run into: an error code, or an answer that is lost after the work. */
  weather: number | 'lost' | undefined
  hasCallback: boolean
  now(): number
}

/** An empty town. */
export function makeTown(settings: {
  readonly corpId: string
  readonly agentId: string
  readonly secret: string
  readonly now: () => number
}): Town {
  return {
    ...settings,
    members: new Map(),
    tags: new Map(),
    chats: new Map(),
    robots: new Map(),
    media: new Map(),
    delivered: [],
    codes: new Map(),
    tasks: new Set(),
    seen: new Map(),
    recent: new Map(),
    faults: [],
    logins: new Map(),
    calls: [],
    token: undefined,
    tokensGiven: 0,
    menu: undefined,
    dropped: 0,
    cut: [],
    redirectDomain: '',
    partial: undefined,
    weather: undefined,
    hasCallback: true,
  }
}

/** Adds an active member. */
export function addMember(town: Town, userid: string, more: Partial<Member> = {}): void {
  town.members.set(userid.toLowerCase(), { userid, name: userid, departments: [1], leads: [], status: 1, ...more })
}

/** A fresh code for a delivered card; it works once, for 72 hours. */
export function giveCode(town: Town, message: Delivered, users: readonly string[]): string {
  const code = randomUUID()
  town.codes.set(code, { users, message, until: town.now() + 72 * 3_600_000, used: false })
  return code
}

/** A login code as the sign-in page gives it: once, for five minutes. */
export function giveLogin(town: Town, user: string): string {
  const code = randomUUID().replaceAll('-', '')
  town.logins.set(code, { user, until: town.now() + 300_000, used: false })
  return code
}
