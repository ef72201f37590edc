/**
 * Every approval that amount, grade and rules call for is there before anything is granted, given by people who may; and
 * what is instructed is what was granted.
 */
import type { Case } from '../../rules/case.ts'
import type { Fact, Proposal } from '../../rules/facts.ts'
import type { Directory, PersonId, StepId } from '../../rules/nouns.ts'
import type { Group } from '../../rules/policy.ts'
import { Broken, holds } from './broken.ts'
import type { Drawn } from './company.ts'
import type { Duties } from './duties.ts'
import { against } from './duties.ts'
import type { Ledger, Yes } from './ledger.ts'
import { after, opened, said } from './ledger.ts'
import type { Moment } from './life.ts'
import { askable, groupsOf, members, nextByRule } from './whom.ts'

/** The steps called for, set after set, by what was drawn. */
export function calledFor(drawn: Drawn, { amount, kind }: Proposal, grave: boolean): readonly (readonly StepId[])[] {
  const { tiers, rules, extra } = drawn
  const byAmount = tiers.findIndex(({ le }) => le === undefined || amount.minor <= le)
  const byRule = rules
    .filter(({ grade }) => (grade === 'A') === grave)
    .map(({ step }) => tiers.findIndex((one) => one.step === step))
  const tier = tiers[Math.max(byAmount, ...byRule)]?.step ?? ''
  const also = extra.filter(
    (one) => one.step !== tier && (one.kind === undefined ? amount.minor > (one.above ?? 0) : one.kind === kind),
  )
  const at = (place: string): readonly StepId[] => also.filter((one) => one.place === place).map(({ step }) => step)
  return [...at('before').map((step) => [step]), [tier, ...at('beside')], ...at('after').map((step) => [step])]
}

/** Follows a life's decisions; throws when one is granted without what it needs. */
export function watchApprovals(drawn: Drawn, duties: Duties): (moment: Moment) => void {
  const ledgers = new Map<string, Ledger>()
  let last: Ledger | undefined
  const one = ({ directory, after: state }: Moment, fact: Fact): void => {
    const { what } = fact
    if (what.is === 'asked') {
      const kept = what.keeps === undefined ? undefined : ledgers.get(what.keeps)
      if (kept) holds(sameAs(kept.proposal, what.proposal), 'approvals kept for another proposal:', kept.proposal, what)
      ledgers.set(what.position, opened(what, kept))
      const asked = what.sequence.map((set) => set.map(({ step }) => step))
      const called = calledFor(drawn, what.proposal, isGrave(state))
      holds(String(asked) === String(called), 'other steps asked than called for:', asked, called)
    }
    const position = 'position' in what ? what.position : ''
    const ledger = ledgers.get(position)
    if (ledger && what.is !== 'asked') ledgers.set(position, next(ledger, fact, directory))
    if (what.is === 'transferred' && what.step !== undefined && !what.step.startsWith('add.')) {
      const named = groupsAt(what.step).flatMap(({ who }) => members(who, directory))
      const could = [...named, ...askable(named, directory, () => false)]
      holds(could.includes(what.to), `${what.to} is handed ${what.step}, which could not ask them:`, what)
    }
    if (what.is === 'granted') {
      last = ledgers.get(what.position)
      if (!last) throw new Broken('granted without a decision')
      holds(sameAs(last.proposal, what.proposal), 'granted what was not asked:', what.proposal)
      holds(last.at >= last.sets.length, 'granted before all were heard:', last)
      const missing = calledFor(drawn, what.proposal, isGrave(state))
        .flat()
        .find((step) => (last?.yes[step] ?? []).length === 0)
      holds(missing === undefined, `granted without the step ${missing}:`, last)
    }
    if (what.is === 'instructed') {
      holds(last !== undefined && sameAs(last.proposal, what.proposal), 'instructed what was not granted:', what)
      last = undefined
    }
  }
  const next = (ledger: Ledger, fact: Fact, directory: Directory): Ledger => {
    const { what } = fact
    if (what.is === 'concluded' && what.complete) return allHeard(ledger, what.next ?? ledger.at + 1, directory)
    if (what.is !== 'approved' && what.is !== 'carried') return after(ledger, fact)
    const yes = { person: what.person, ...('for' in what && what.for !== undefined ? { for: what.for } : {}) }
    const groups = speaksFor(yes, what.step, ledger, directory)
    holds(groups.length > 0, `${what.person} may not speak for ${what.step}:`, what, ledger)
    const said_ = said(ledger, what, { ...yes, groups })
    return what.completes ? allHeard({ ...said_, at: ledger.at }, said_.at, directory) : said_
  }
  const allHeard = (ledger: Ledger, at: number, directory: Directory): Ledger => {
    for (const step of ledger.sets.slice(ledger.at, at).flat())
      holds(isHeard(step, ledger, directory), `${step} counts as heard and is not:`, ledger)
    return { ...ledger, at }
  }
  const out =
    ({ passed, rescuers }: Ledger, step: StepId) =>
    (id: PersonId): boolean =>
      (passed[step] ?? []).includes(id) || rescuers.includes(id) || against(id, 'approver', duties, drawn) !== undefined

  /** The groups of a step for which this yes counts. */
  const speaksFor = (yes: Omit<Yes, 'groups'>, step: StepId, ledger: Ledger, directory: Directory): readonly number[] =>
    groupsAt(step).flatMap((group, i) => (mayFor(yes, group, step, ledger, directory) ? [i] : []))

  const groupsAt = (step: StepId): readonly Group[] => {
    const known = drawn.policy.approval.steps[step]
    return known ? groupsOf(known) : [{ who: { kind: 'person', id: step.slice('add.'.length) }, mode: 'any' }]
  }
  const mayFor = (
    yes: Omit<Yes, 'groups'>,
    { who, mode }: Group,
    step: StepId,
    ledger: Ledger,
    directory: Directory,
  ) => {
    const named = members(who, directory)
    const asked = askable(named, directory, out(ledger, step))
    // Whoever stands in for one may be asked in their own right, too.
    if (asked.includes(yes.person)) return true
    if (handedTo(yes.person, [...named, ...asked], step, ledger)) return true
    const need = typeof mode === 'object' ? mode.quorum : 1
    if (asked.length >= need) return false
    const upwards = [...nextByRule([...named, ...(ledger.passed[step] ?? [])], directory)]
    const then = askable(upwards, directory, out(ledger, step))
    return then.includes(yes.person) || handedTo(yes.person, [...upwards, ...then], step, ledger)
  }
  const isHeard = (step: StepId, ledger: Ledger, directory: Directory): boolean =>
    groupsAt(step).every((group, i) => {
      // Whoever has come to stand in for somebody meanwhile is not asked the same again.
      const yes = (ledger.yes[step] ?? []).filter(
        (one) => one.groups.includes(i) || mayFor(one, group, step, ledger, directory),
      )
      if (group.mode === 'any') return yes.length > 0
      if (typeof group.mode === 'object') return new Set(yes.map(({ person }) => person)).size >= group.mode.quorum
      const all = group.who.kind === 'team' ? askable(members(group.who, directory), directory, out(ledger, step)) : []
      const spoke = (id: PersonId): boolean =>
        yes.some((one) => one.person === id || one.for === id || handedTo(one.person, [id], step, ledger))
      return yes.length > 0 && all.every(spoke)
    })
  return (moment) => {
    for (const fact of moment.facts) one(moment, fact)
  }
}

/** Was it handed to this person, over however many hands, by one of those? */
function handedTo(person: PersonId, from: readonly PersonId[], step: StepId, { handed }: Ledger): boolean {
  const hands = handed[step] ?? {}
  return from.some((id) => {
    const seen = new Set<PersonId>()
    for (let at = hands[id]; at !== undefined && !seen.has(at); at = hands[at]) {
      if (at === person) return true
      seen.add(at)
    }
    return false
  })
}

function sameAs(a: Proposal, b: Proposal): boolean {
  return a.kind === b.kind && a.payee === b.payee && a.amount.minor === b.amount.minor
}

function isGrave(state: Case | undefined): boolean {
  return state?.values.grave === true
}
