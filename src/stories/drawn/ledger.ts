/** The book of one decision, kept from the facts alone: which steps it asks, who said yes for whom, who was set aside. */
import type { Fact, Happening } from '../../rules/facts.ts'
import type { PersonId, StepId } from '../../rules/nouns.ts'

export interface Yes {
  readonly person: PersonId
  readonly for?: PersonId
  /** For which groups of the step it counts, by place. */
  readonly groups: readonly number[]
}

export interface Ledger {
  readonly proposal: Extract<Happening, { is: 'asked' }>['proposal']
  readonly sets: readonly (readonly StepId[])[]
  readonly at: number
  readonly yes: Readonly<Record<StepId, readonly Yes[]>>
  readonly handed: Readonly<Record<StepId, Readonly<Record<PersonId, PersonId>>>>
  /** Whom an administrator set aside, step by step. */
  readonly passed: Readonly<Record<StepId, readonly PersonId[]>>
  readonly rescuers: readonly PersonId[]
}

type Of<K extends Happening['is']> = Extract<Happening, { is: K }>

/** A decision as it is opened, on top of the one it goes on from. */
export function opened(what: Of<'asked'>, kept: Ledger | undefined): Ledger {
  if (kept) return kept
  const sets = what.sequence.map((set) => set.map(({ step }) => step))
  return { proposal: what.proposal, sets, at: 0, yes: {}, handed: {}, passed: {}, rescuers: [] }
}

/** What a fact other than a yes changes. */
export function after(ledger: Ledger, { what, by }: Fact): Ledger {
  switch (what.is) {
    case 'added': {
      const step = `add.${what.person}`
      const { at, sets } = ledger
      if (what.place === 'beside') return { ...ledger, sets: sets.map((set, i) => (i === at ? [...set, step] : set)) }
      return { ...ledger, sets: sets.toSpliced(what.place === 'before' ? at : at + 1, 0, [step]) }
    }
    case 'sent_back':
      return sentBack(ledger, what)
    case 'transferred': {
      if (what.step === undefined) return ledger
      const hands = { ...ledger.handed[what.step], [what.from]: what.to }
      return { ...ledger, handed: { ...ledger.handed, [what.step]: hands } }
    }
    case 'rescued': {
      const { step = '' } = what
      const rescuer = by.kind === 'person' ? [by.id] : []
      return {
        ...ledger,
        passed: { ...ledger.passed, [step]: [...(ledger.passed[step] ?? []), ...what.people] },
        rescuers: [...ledger.rescuers, ...rescuer],
      }
    }
    default:
      return ledger
  }
}

/** A return takes back what was said in the step it goes to, and unless it comes straight back in all up to here. */
function sentBack(ledger: Ledger, what: Of<'sent_back'>): Ledger {
  const to = ledger.sets.findIndex((set) => set.includes(what.to))
  const again = what.straight ? [what.to] : ledger.sets.slice(to, ledger.at + 1).flat()
  const yes = Object.fromEntries(Object.entries(ledger.yes).filter(([step]) => !again.includes(step)))
  return { ...ledger, yes, at: to }
}

/** A yes, and what it completes. */
export function said(ledger: Ledger, what: Of<'approved'> | Of<'carried'>, yes: Yes): Ledger {
  const { at, yes: before } = ledger
  return {
    ...ledger,
    yes: { ...before, [what.step]: [...(before[what.step] ?? []), yes] },
    at: what.completes ? (what.next ?? at + 1) : at,
  }
}
