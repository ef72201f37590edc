/**
 * What a drawn page may send: which form it is about and the key under which it acts, signed and bound to the visitor. A draft
 * keeps the key, so that the same page opened again acts as the same one, until it was submitted.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { FormTarget } from '../../src/ports.ts'
import type { FormVerb, Millis, Verb } from '../../src/rules/nouns.ts'
import { VERBS } from '../../src/rules/nouns.ts'
import type { FormPageOptions, Visitor } from './form-options.ts'

/** How long a draft and a drawn page live. */
export const DRAFT_LIVES: Millis = 24 * 3_600_000

/** Most characters of a draft as JSON. */
const LARGEST_DRAFT = 200_000

/** A drawn page: a form to fill in or a button to press. */
export interface Ticket {
  readonly form?: string
  readonly verb: FormVerb
  readonly number?: string
  readonly position?: string
  readonly revision?: number
  readonly slot: string
  readonly key: string
}

/** What is kept of a page between visits. */
export interface Kept {
  readonly key: string
  readonly values: Readonly<Record<string, unknown>>
  /** What was submitted last from here. */
  readonly done?: { readonly key: string; readonly number: string; readonly digest: string }
}

export interface Tickets {
  write(visitor: Visitor, ticket: Ticket): string
  /** Undefined when it is not this visitor's, not ours or too old. */
  read(visitor: Visitor, text: string): Ticket | undefined
  /** What is kept for a page; begun when there is nothing, so that its key stands from the first look on. */
  begin(visitor: Visitor, slot: string): Promise<Kept>
  kept(visitor: Visitor, slot: string): Promise<Kept | undefined>
  /** False when it is too large to keep. */
  keep(visitor: Visitor, slot: string, kept: Kept): Promise<boolean>
}

/** The draft a page of this target has. */
export function slotOf({ verb, number = '', position = '' }: FormTarget): string {
  return `page/${verb}/${number}/${position}`
}

/** A fresh key, as the inbox keeps it. */
export function freshKey(platform: string): string {
  return `${platform}/page/${randomUUID()}`
}

/** What was filled in, in a few characters. */
export function digestOf(values: object): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex')
}

export function makeTickets({ links, drafts, now, wall }: FormPageOptions): Tickets {
  const seal = links.seal('ticket')
  const holder = ({ platform, account }: Visitor): string => `${platform}/page/${account}`
  const kept = async (visitor: Visitor, slot: string) => {
    const draft = await drafts.get(holder(visitor), slot, now())
    return draft && { turn: draft.turn, body: draft.body as Kept }
  }
  return {
    write: ({ platform, account }, ticket) =>
      seal.sign(JSON.stringify([platform, account, wall() + DRAFT_LIVES, ticket])),
    read({ platform, account }, text) {
      const said = JSON.parse(seal.open(text) ?? '[]') as readonly unknown[]
      const [named, whose, expires, ticket] = said
      const good = named === platform && whose === account && typeof expires === 'number' && wall() < expires
      return good ? (ticket as Ticket) : undefined
    },
    async begin(visitor, slot) {
      const before = await kept(visitor, slot)
      if (before && before.body.key !== before.body.done?.key) return before.body
      const body: Kept = {
        key: freshKey(visitor.platform),
        values: {},
        ...(before?.body.done ? { done: before.body.done } : {}),
      }
      const row = { holder: holder(visitor), slot, body, expires: now() + DRAFT_LIVES }
      // Two pages opened at once: the second one takes the first one's key.
      if (await drafts.keep(row, before?.turn ?? 0, now())) return body
      return (await kept(visitor, slot))?.body ?? body
    },
    kept: async (visitor, slot) => (await kept(visitor, slot))?.body,
    async keep(visitor, slot, body) {
      if (JSON.stringify(body).length > LARGEST_DRAFT) return false
      const row = { holder: holder(visitor), slot, body, expires: now() + DRAFT_LIVES }
      for (let tries = 0; tries < 3; tries += 1)
        if (await drafts.keep(row, (await kept(visitor, slot))?.turn ?? 0, now())) return true
      return false
    },
  }
}

/** A verb by name. */
export function isVerb(name: string): name is Verb {
  return VERBS.some((verb) => verb === name)
}
