/** What was acknowledged to people, and must stay true for ever: a key acts once and always gets the same answer. */
import type { Reply } from '../platform-port.ts'
import type { Fact, Happening } from '../rules/facts.ts'
import type { Millis } from '../rules/nouns.ts'

/** Something that somebody sent under a key, as often as it took to hear an answer. */
export interface Deed {
  readonly key: string
  readonly person: string
  /** The verb, or `file`. */
  readonly verb: string
  readonly number?: string | undefined
  /** The text of what is filed. */
  readonly text?: string
  sent: Millis
  done?: { readonly number: string; readonly revision: number }
  /** Times it was sent and nobody knows what came of it. */
  unheard: number
}

export interface Ledger {
  readonly deeds: readonly Deed[]
  open(deed: Deed): void
  /** Writes an answer down; gives what is wrong with it. */
  answered(deed: Deed, reply: Reply): string | undefined
  /** What is acknowledged about a case and is not so in its facts. */
  broken(number: string, facts: readonly Fact[]): readonly string[]
}

/** The facts that a verb leaves: one each, whatever else follows from it. Verbs that may leave another kind are not here. */
const LEAVES: Readonly<Record<string, readonly Happening['is'][]>> = {
  note: ['noted'],
  approve: ['approved'],
  pay: ['paid'],
  fail: ['payment_failed'],
  transfer: ['transferred'],
  urge: ['urged'],
  unmask: ['unmasked'],
  withdraw: ['withdrawn'],
  merge: ['merged'],
  pause: ['paused'],
  resume: ['resumed'],
  reject: ['turned_down', 'rejected'],
  return: ['returned'],
}

/** A ledger without entries. */
export function makeLedger(): Ledger {
  const deeds: Deed[] = []
  const byCase = new Map<string, Deed[]>()
  const enter = (number: string | undefined, deed: Deed): void => {
    if (number !== undefined) byCase.set(number, [...(byCase.get(number) ?? []), deed])
  }
  return {
    deeds,
    open(deed) {
      deeds.push(deed)
      enter(deed.number, deed)
    },
    answered(deed, reply) {
      if (reply.is !== 'done') return undefined
      const { number, revision } = reply
      if (deed.done === undefined) {
        if (deed.number === undefined) enter(number, deed)
        deed.done = { number, revision }
        return undefined
      }
      return deed.done.number === number && deed.done.revision === revision
        ? undefined
        : `${deed.key} acted twice: ${written(deed.done)}, then ${written({ number, revision })}`
    },
    broken(number, facts) {
      const own = byCase.get(number) ?? []
      return [...own.flatMap((deed) => missing(deed, facts)), ...counted(own, facts)]
    },
  }
}

const written = (done: { readonly number: string; readonly revision: number }): string =>
  `${done.number}:${done.revision}`

/** Whoever was told that it is done finds, at that revision, a fact of theirs. */
function missing({ key, person, done }: Deed, facts: readonly Fact[]): readonly string[] {
  if (done === undefined || done.revision === 0) return []
  const fact = facts[done.revision - 1]
  const theirs = fact?.by.kind === 'person' && fact.by.id === person
  return theirs ? [] : [`${key} was done at ${written(done)}, where ${fact ? `${fact.what.is} stands` : 'nothing is'}`]
}

/** As many facts of a kind by a person as keys that were acknowledged, and at most those besides that nobody answered. */
function counted(deeds: readonly Deed[], facts: readonly Fact[]): readonly string[] {
  const wrong: string[] = []
  const people = new Set(deeds.map((deed) => deed.person))
  for (const [verb, kinds] of Object.entries(LEAVES)) {
    for (const person of people) {
      const own = deeds.filter((deed) => deed.verb === verb && deed.person === person)
      const there = facts.filter(({ what, by }) => kinds.includes(what.is) && by.kind === 'person' && by.id === person)
      const sure = own.filter((deed) => deed.done !== undefined).length
      const open = own.filter((deed) => deed.done === undefined && deed.unheard > 0).length
      if (there.length < sure || there.length > sure + open)
        wrong.push(`${person} did ${verb} ${sure} to ${sure + open} times, and ${there.length} facts say so`)
    }
  }
  return wrong
}
