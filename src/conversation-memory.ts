/** What is half said: forms being filled in by words, and questions that wait for a yes. Kept as a draft, over restarts. */
import type { Form } from '../cards/model.ts'
import type { Caller, Drafts, Reply } from './ports.ts'
import type { Millis, Verb } from './rules/nouns.ts'

/** How long something half said is remembered after its last word. */
export const DRAFT_LIVES: Millis = 24 * 3_600_000

/** Forms that may wait under another; the oldest is forgotten. */
const MOST_OPEN = 3
/** Deliveries remembered, so that one that comes twice is answered twice and counts once. */
const MOST_HEARD = 12

/** A form on its way. Nothing of it is decided before it is submitted. */
export interface HalfForm {
  readonly is: 'form'
  /** Names the submit for ever: it acts once. */
  readonly id: string
  readonly form: string
  readonly verb: Form['verb']
  readonly number?: string
  readonly position?: string
  readonly revision?: number
  /** What the task is about, said before the first question and in the summary. */
  readonly about?: string
  /** Begun by a line: what intake requires may be left to the review. */
  readonly lenient: boolean
  /** Values given so far, by field. */
  readonly values: Readonly<Record<string, unknown>>
  /** Words for fields that are not shown yet. */
  readonly words: Readonly<Record<string, string>>
  /** Fields asked, for going back. */
  readonly trail: readonly string[]
  /** Required fields left open in a lenient form. */
  readonly left: readonly string[]
  /** The field that is asked; absent while the summary stands. */
  readonly asking?: string
  /** How far down a tree. */
  readonly branch: string
  /** What stands numbered instead of the usual options. */
  readonly listed?: readonly string[]
}

/** A button that waits for a yes, bound to what was seen. */
export interface HalfClick {
  readonly is: 'click'
  readonly id: string
  readonly verb: Verb
  readonly number: string
  readonly revision: number
  readonly position?: string
  readonly text: string
}

export type Half = HalfForm | HalfClick

/** What one person on one platform has half said, the newest last. */
export interface Memory {
  readonly open: readonly Half[]
  readonly heard: readonly { readonly key: string; readonly reply: Reply | null }[]
}

const EMPTY: Memory = { open: [], heard: [] }
const SLOT = 'chat'

/** What became of a message: what is open now, and the answer. */
export interface Turn {
  readonly open: readonly Half[]
  readonly reply: Reply | undefined
}

/** One whole turn after the other per person, each remembered before it is answered. */
export interface Memories {
  turn(caller: Caller, key: string, take: (open: readonly Half[]) => Promise<Turn>): Promise<Reply | undefined>
}

/** Whose draft it is: a person, or an account nobody is mapped to, on a platform. */
export function holderOf({ actor, via }: Caller): string {
  const who =
    actor.kind === 'account' ? `account/${actor.account}` : actor.kind === 'person' ? `person/${actor.id}` : actor.kind
  return `${via}/${who}`
}

/** Memories in drafts. `now` is people's time. */
export function makeMemories(drafts: Drafts, now: () => Millis): Memories {
  const lines = new Map<string, Promise<unknown>>()
  const inLine = <T>(holder: string, work: () => Promise<T>): Promise<T> => {
    const mine = (lines.get(holder) ?? Promise.resolve()).then(work, work)
    const ended = mine.catch(() => undefined).finally(() => lines.get(holder) === ended && lines.delete(holder))
    lines.set(holder, ended)
    return mine
  }

  async function once(caller: Caller, key: string, take: (open: readonly Half[]) => Promise<Turn>) {
    const holder = holderOf(caller)
    const draft = await drafts.get(holder, SLOT, now())
    const { open, heard } = (draft?.body as Memory | undefined) ?? EMPTY
    const before = heard.find((one) => one.key === key)
    if (before) return { kept: true, reply: before.reply ?? undefined }
    const turn = await take(open)
    // What changed nothing here needs no remembering: asked again, it is answered afresh.
    if (turn.open === open) return { kept: true, reply: turn.reply }
    const memory: Memory = {
      open: turn.open.slice(-MOST_OPEN),
      heard: [...heard, { key, reply: turn.reply ?? null }].slice(-MOST_HEARD),
    }
    const kept = await drafts.keep(
      { holder, slot: SLOT, body: memory, expires: now() + DRAFT_LIVES },
      draft?.turn ?? 0,
      now(),
    )
    return { kept, reply: turn.reply }
  }

  return {
    turn: (caller, key, take) =>
      inLine(holderOf(caller), async () => {
        for (let tries = 0; tries < 3; tries += 1) {
          // Lost against another server: everything that acts has a key, so it is safe to take the turn again.
          const { kept, reply } = await once(caller, key, take)
          if (kept) return reply
        }
        throw new Error('a draft kept changing under us')
      }),
  }
}
