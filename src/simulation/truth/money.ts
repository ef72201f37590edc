/**
 * What must be true of money, written down anew from the company's own words and asked of the facts alone: never of the
 * rules. 500 yuan and 2000 yuan inclusive, a director at least for grade A, legal first for cash above 500, and what was
 * granted about the same order within thirty days counts too.
 */
import type { Case } from '../../rules/case.ts'
import { replay } from '../../rules/evolve.ts'
import type { Fact, Happening } from '../../rules/facts.ts'
import type { Directory, Millis } from '../../rules/nouns.ts'

export interface History {
  readonly number: string
  readonly state: Case
  readonly facts: readonly Fact[]
}

type Of<K extends Happening['is']> = Fact & { readonly what: Extract<Happening, { readonly is: K }> }

/** All facts of one kind, in order. */
export const all = <K extends Happening['is']>(facts: readonly Fact[], is: K): readonly Of<K>[] =>
  facts.filter((fact): fact is Of<K> => fact.what.is === is)

const personOf = ({ by }: Fact): string => (by.kind === 'person' ? by.id : '')

/** What is wrong with one case's money. */
export function moneyOf({ number, facts }: History, directory: Directory): readonly string[] {
  const wrong: string[] = []
  const say = (what: string): void => void wrong.push(`${number}: ${what}`)
  const filer = facts[0] === undefined ? '' : personOf(facts[0])
  const instructed = all(facts, 'instructed')
  for (const paid of all(facts, 'paid')) {
    const { id, proposal } = paid.what
    const orders = instructed.filter((one) => one.what.id === id)
    if (orders.length !== 1) say(`${id} was paid and instructed ${orders.length} times`)
    if (all(facts, 'paid').filter((one) => one.what.id === id).length !== 1) say(`${id} was paid twice`)
    if (JSON.stringify(proposal) !== JSON.stringify(orders[0]?.what.proposal))
      say(`${id} was paid otherwise than instructed`)
    if (personOf(paid) === filer) say(`${filer} filed it and paid it`)
    if (all(facts, 'approved').some((one) => one.what.person === personOf(paid)))
      say(`${personOf(paid)} approved and paid`)
  }
  for (const order of instructed) {
    const grant = all(facts, 'granted').findLast((one) => one.seq < order.seq)
    if (JSON.stringify(grant?.what.proposal) !== JSON.stringify(order.what.proposal))
      say(`${order.what.id} was never granted so`)
    if (instructed.some((one) => one.seq > (grant?.seq ?? 0) && one.seq < order.seq))
      say(`${order.what.id} used a grant twice`)
    if (grant !== undefined && all(facts, 'voided').some((one) => one.seq > grant.seq && one.seq < order.seq))
      say(`${order.what.id} of a grant that was void`)
  }
  for (const given of all(facts, 'approved')) {
    const asked = all(facts, 'asked').findLast(
      (one) => one.what.position === given.what.position && one.seq < given.seq,
    )
    if (given.what.revision < (asked?.seq ?? 0)) say(`${given.what.person} approved what another card said`)
  }
  for (const grant of all(facts, 'granted')) {
    for (const need of neededFor(grant, facts, 0)) {
      if (!heard(facts, grant, need, directory)) say(`${grant.what.proposal.amount.minor} without ${need}`)
    }
    for (const given of approvalsOf(facts, grant)) {
      if (given.what.person === filer) say(`${filer} filed it and approved it`)
      if (personOf(given) !== given.what.person) say(`${personOf(given)} approved as ${given.what.person}`)
      const appraised = all(facts, 'submitted').some(
        (one) => one.what.duty === 'appraiser' && personOf(one) === given.what.person,
      )
      if (appraised) say(`${given.what.person} appraised it and approved it`)
    }
  }
  return wrong
}

function approvalsOf(facts: readonly Fact[], grant: Of<'granted'>): readonly Of<'approved'>[] {
  const { position } = grant.what
  const asked = all(facts, 'asked').findLast((one) => one.what.position === position && one.seq < grant.seq)
  return all(facts, 'approved').filter(
    (one) => one.what.position === position && one.seq > (asked?.seq ?? 0) && one.seq < grant.seq,
  )
}

/** Who must have approved this much, with so much more granted elsewhere about the same order (in fen). */
function neededFor(grant: Of<'granted'>, facts: readonly Fact[], elsewhere: number): readonly string[] {
  const { amount, kind } = grant.what.proposal
  const impact = replay(facts.slice(0, grant.seq - 1))?.derived.impact?.value
  const sum = amount.minor === 0 ? 0 : amount.minor + elsewhere
  const byAmount = sum <= 50_000 ? 'supervisor' : sum <= 200_000 ? 'director' : 'vp'
  const tier = impact === 'A' && byAmount === 'supervisor' ? 'director' : byAmount
  return kind === 'cash' && amount.minor > 50_000 ? [tier, 'legal'] : [tier]
}

const RANKS = ['supervisor', 'director', 'vp']

/** Somebody of that rank or above approved, or in the place of such a person, or the keeper of the policy whom one falls back on. */
function heard(facts: readonly Fact[], grant: Of<'granted'>, need: string, directory: Directory): boolean {
  const ranks = (person: string): boolean => {
    const roles = directory.people[person]?.roles ?? []
    if (roles.includes('admin')) return true
    if (need === 'legal') return directory.teams.legal?.members.includes(person) ?? false
    return RANKS.slice(RANKS.indexOf(need)).some((rank) => roles.includes(rank))
  }
  return approvalsOf(facts, grant).some(({ what }) => ranks(what.person) || (what.for !== undefined && ranks(what.for)))
}

const WINDOW: Millis = 30 * 24 * 3_600_000

interface Slice {
  readonly of: History
  readonly grant: Of<'granted'>
}

/** Slices of one order that together needed a higher rank than any of them had. */
export function splitMoney(histories: readonly History[], directory: Directory): readonly string[] {
  const wrong: string[] = []
  // An order that became known later, or was corrected, is another story.
  const steady = histories.filter(
    ({ state, facts }) =>
      all(facts, 'filed')[0]?.what.values.order_no === state.values.order_no &&
      !all(facts, 'amended').some(({ what }) => 'order_no' in what.values),
  )
  const orders = Map.groupBy(steady, ({ state }) => String(state.values.order_no ?? ''))
  orders.delete('')
  for (const cases of orders.values()) {
    const slices = cases.flatMap((of) => carriedOut(of).map((grant): Slice => ({ of, grant })))
    for (const later of slices) {
      const earlier = slices.filter(
        (one) => one.of !== later.of && one.grant.at < later.grant.at && one.grant.at > later.grant.at - WINDOW,
      )
      check(later, earlier)
      // Two granted in the same moment: whichever came second had to know of the first.
      for (const twin of slices.filter((one) => one.of.number > later.of.number && one.grant.at === later.grant.at)) {
        if (lacks(later, [...earlier, twin]) && lacks(twin, [...earlier, later])) {
          wrong.push(`${later.of.number} and ${twin.of.number} were granted side by side, and nobody saw the sum`)
        }
      }
    }
  }
  return wrong

  function check(slice: Slice, others: readonly Slice[]): void {
    const missing = lacks(slice, others)
    if (missing) wrong.push(`${slice.of.number}: with ${others.map((one) => one.of.number)} it needed ${missing}`)
  }
  function lacks({ of, grant }: Slice, others: readonly Slice[]): string | undefined {
    const sum = others.reduce((total, one) => total + one.grant.what.proposal.amount.minor, 0)
    return neededFor(grant, of.facts, sum).find((need) => !heard(of.facts, grant, need, directory))
  }
}

/** Grants that led to a payment that was made: what counts whatever became of the rest. The order was known by then. */
function carriedOut({ facts }: History): readonly Of<'granted'>[] {
  const paid = new Set(all(facts, 'paid').map((one) => one.what.id))
  return all(facts, 'instructed')
    .filter((order) => paid.has(order.what.id))
    .flatMap((order) => all(facts, 'granted').findLast((one) => one.seq < order.seq) ?? [])
}
