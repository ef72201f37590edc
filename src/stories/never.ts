/**
 * What must never happen, whatever people do in whatever order: unapproved money paid, one instruction paid twice, a
 * required approver skipped, a filer approving. The expectations are written down here anew (bounds in fen, roles by
 * name) instead of asking the rules under test.
 */
import fc from 'fast-check'
import { expect } from 'vitest'
import { cardsFor, type Standing, standingFor } from '../rules/cards.ts'
import type { Case } from '../rules/case.ts'
import { momentsFor } from '../rules/clocks.ts'
import type { ActCommand, Command } from '../rules/commands.ts'
import { decide } from '../rules/decide.ts'
import { replay } from '../rules/evolve.ts'
import type { Fact, Happening } from '../rules/facts.ts'
import { ADD_PLACES, ASKABLE, WAYS_BACK } from '../rules/facts.ts'
import { allowedKinds, shownFields } from '../rules/form.ts'
import type { Money, Value, Verb } from '../rules/nouns.ts'
import { isRefusal, VERBS } from '../rules/nouns.ts'
import type { Field } from '../rules/policy.ts'
import { tasksFor } from '../rules/tasks.ts'
import { companyOf } from './company.ts'

const company = companyOf()
const people = Object.keys(company.directory.people)
const START = Date.parse('2026-03-02T09:00:00+08:00')
const AMOUNTS = [0, 1, 49_999, 50_000, 50_001, 199_999, 200_000, 200_001, 900_000]

/** A stream of choices, so that fast-check can shrink what happened. */
class Dice {
  readonly #throws: readonly number[]
  #next = 0
  constructor(throws: readonly number[]) {
    this.#throws = throws
  }
  roll(sides: number): number {
    const thrown = this.#throws[this.#next++ % this.#throws.length] ?? 0
    return sides <= 1 ? 0 : (thrown + this.#next * 7) % sides
  }
  pick<T>(from: readonly T[]): T {
    return from[this.roll(from.length)] as T
  }
}

function valueFor(field: Field, state: Case, dice: Dice): Value | undefined {
  if (field.id === 'plan_kind') return dice.pick(Object.keys(allowedKinds(company.policy, state)))
  switch (field.type) {
    case 'text':
      return `note ${dice.roll(9)}`
    case 'phone':
      return '13800138000'
    case 'email':
      return 'a@example.com'
    case 'number':
      return field.range?.min ?? 1
    case 'money':
      return { minor: dice.pick(AMOUNTS), currency: 'CNY' }
    case 'choice':
      return dice.pick(field.options ?? []).id
    case 'choices':
      return [dice.pick(field.options ?? []).id]
    case 'tree':
      return dice.pick(
        Object.entries(company.policy.categories)
          .filter(([, c]) => c.leaf)
          .map(([path]) => path),
      )
    case 'date':
      return '2026-02-01'
    case 'time':
      return '10:30'
    case 'person':
      return dice.pick(people)
    case 'checkbox':
      return true
    case 'files':
      return [{ sha256: 'a'.repeat(64), name: 'a.png', type: 'image/png', size: 1 }]
  }
}

function answersFor(form: string, state: Case, dice: Dice, stage: string): Record<string, Value> {
  const values: Record<string, Value> = {}
  for (let round = 0; round < 3; round++) {
    const known = { ...state, values: { ...state.values, ...values } }
    for (const { field, required } of shownFields(company.policy, form, known, stage)) {
      if (field.id in values || field.id === 'owner' || field.id === 'receiver') continue
      if (!required && dice.roll(3) > 0) continue
      const value = valueFor(field, state, dice)
      if (value !== undefined) values[field.id] = value
    }
  }
  return values
}

function commandFor(state: Case, dice: Dice, n: number): Command {
  const tasks = tasksFor(state, company)
  const moment = momentsFor(state, company)[0]
  if (moment && (tasks.length === 0 || dice.roll(12) === 0)) {
    return {
      do: 'ring',
      id: moment.key,
      number: state.number,
      timer: moment.key,
      actor: { kind: 'clock' },
      via: 'clock',
    }
  }
  const waiting = state.positions.find((p) => company.policy.flow.stages[p.stage]?.kind === 'customer' && !p.byHand)
  if (waiting && dice.roll(4) > 0) {
    return {
      do: 'report',
      id: `r${n}`,
      number: state.number,
      position: waiting.key,
      sent: dice.roll(5) > 0,
      actor: { kind: 'delivery' },
      via: 'delivery',
    }
  }
  const task = tasks.length > 0 ? dice.pick(tasks) : undefined
  const person = task && dice.roll(5) > 0 ? dice.pick(task.people) : dice.pick(people)
  const verb: Verb = task && dice.roll(4) > 0 ? likely(task.verbs, dice) : dice.pick(VERBS)
  const stage = task && company.policy.flow.stages[task.stage]
  const form = verb === 'amend' ? company.policy.flow.intake : stage && 'form' in stage ? stage.form : undefined
  const command: ActCommand = {
    do: 'act',
    id: `c${n}`,
    actor: { kind: 'person', id: person ?? 'nobody' },
    via: 'test',
    number: state.number,
    verb,
    reason: 'because',
    revision: dice.roll(6) === 0 ? dice.roll(state.revision + 1) : state.revision,
    ...(task && dice.roll(3) > 0 ? { position: task.position } : {}),
    ...(form && ['submit', 'pay', 'amend'].includes(verb)
      ? { values: answersFor(form, state, dice, task?.stage ?? '') }
      : {}),
    ...(['return', 'transfer', 'pause', 'add', 'ask'].includes(verb) ? { to: targetFor(verb, stage, dice) } : {}),
    ...(verb === 'add' ? { how: dice.pick(ADD_PLACES) } : {}),
    ...(verb === 'return' && dice.roll(2) === 0 ? { how: dice.pick(WAYS_BACK) } : {}),
  }
  return command
}

function likely(verbs: readonly Verb[], dice: Dice): Verb {
  const forward = verbs.filter((verb) => ['submit', 'approve', 'pay'].includes(verb))
  return dice.roll(4) > 0 && forward.length > 0 ? dice.pick(forward) : dice.pick(verbs)
}

function targetFor(verb: Verb, stage: (typeof company.policy.flow.stages)[string] | undefined, dice: Dice): string {
  if (verb === 'transfer' || verb === 'add') return dice.pick(people)
  if (verb === 'ask') return dice.pick(ASKABLE)
  if (verb === 'return' && stage?.kind === 'decision' && dice.roll(3) === 0)
    return `step.${dice.pick(Object.keys(company.policy.approval.steps))}`
  if (verb === 'pause') return dice.pick(Object.keys(company.policy.pauses))
  const next = stage?.next.returned ?? stage?.next.return
  return next && 'choose' in next ? dice.pick(next.choose) : dice.pick(Object.keys(company.policy.flow.stages))
}

function live(throws: readonly number[], steps: number): { readonly facts: readonly Fact[]; readonly state: Case } {
  const dice = new Dice(throws)
  let now = START
  const context = () => ({ ...company, now, reachesCustomer: () => dice.roll(3) > 0, claims: () => [] })
  const filer = dice.pick(people)
  const values = {
    text: '冰箱不制冷 fridge',
    ...answersFor(company.policy.flow.intake, { values: {}, derived: {}, visits: {} } as never, dice, ''),
  }
  const filed = decide(
    undefined,
    { do: 'file', id: 'f', actor: { kind: 'person', id: filer }, via: 'test', lang: 'zh', strict: false, values },
    context(),
    () => 'C-20260302-0001',
  )
  if (isRefusal(filed)) throw new Error(`filing was refused: ${JSON.stringify(filed)}`)
  let { state } = filed
  const facts = [...filed.facts]
  for (let n = 0; n < steps && !state.ended; n++) {
    now += dice.roll(20) * 600_000
    const command = commandFor(state, dice, n)
    if (command.do === 'ring')
      now = Math.max(now, momentsFor(state, company).find((m) => m.key === command.timer)?.at ?? now)
    const decision = decide(state, command, context(), () => 'never')
    if (isRefusal(decision)) continue
    facts.push(...decision.facts)
    state = decision.state
  }
  return { facts, state }
}

type Of<K extends Happening['is']> = Fact & { what: Extract<Happening, { is: K }> }
const all = <K extends Happening['is']>(facts: readonly Fact[], is: K): readonly Of<K>[] =>
  facts.filter((f): f is Of<K> => f.what.is === is)

/** The roles and teams that must have approved, by the written rules: 500 and 2000 yuan inclusive, grade A, cash above 500. */
function neededFor(amount: Money, kind: string, impact: string): readonly string[] {
  const byAmount = amount.minor <= 50_000 ? 'supervisor' : amount.minor <= 200_000 ? 'director' : 'vp'
  const tier = impact === 'A' && byAmount === 'supervisor' ? 'director' : byAmount
  return kind === 'cash' && amount.minor > 50_000 ? [tier, 'legal'] : [tier]
}

function holds(person: string, need: string): boolean {
  if (need === 'legal') return company.directory.teams.legal?.members.includes(person) ?? false
  return company.directory.people[person]?.roles.includes(need) ?? false
}

/** Finance pays; or, where those were set aside, whoever leads somebody of them or looks after the house. */
function checkPayer(facts: readonly Fact[], position: string, until: number, payer: string): void {
  const finance = company.directory.teams.finance?.members ?? []
  const rescues = all(facts, 'rescued').filter((r) => r.what.position === position && r.seq < until)
  for (const { by } of rescues) expect(by).not.toEqual({ kind: 'person', id: payer })
  if (finance.includes(payer)) return
  expect(rescues.length, `${payer} pays`).toBeGreaterThan(0)
  const { people } = company.directory
  const above = finance.flatMap((one) => leadersOf(one))
  expect(above.includes(payer) || people[payer]?.roles.includes('admin'), `${payer} pays after a rescue`).toBe(true)
}

/** What is out at any moment is never more than the instruction says; what came back may be paid once more. */
function checkSum(facts: readonly Fact[], id: string, most: number): void {
  let out = 0
  for (const { what } of facts) {
    if (!('id' in what) || what.id !== id) continue
    if (what.is === 'part_paid') out += what.amount.minor
    if (what.is === 'paid') out += (what.amount ?? what.proposal.amount).minor
    if (what.is === 'payment_returned') out -= what.amount.minor
    expect(out, `paid on ${id}`).toBeLessThanOrEqual(most)
    expect(out, `paid on ${id}`).toBeGreaterThanOrEqual(0)
  }
}

function leadersOf(person: string): readonly string[] {
  const leader = company.directory.people[person]?.leader
  return leader === undefined ? [] : [leader, ...leadersOf(leader)]
}

function checkMoney(facts: readonly Fact[]): void {
  const filer = facts[0]?.by.kind === 'person' ? facts[0].by.id : ''
  for (const paid of all(facts, 'paid')) {
    const instructed = all(facts, 'instructed').filter((i) => i.what.id === paid.what.id)
    expect(instructed).toHaveLength(1)
    expect(paid.what.proposal).toEqual(instructed[0]?.what.proposal)
    expect(paid.by).not.toEqual({ kind: 'person', id: filer })
    const payer = paid.by.kind === 'person' ? paid.by.id : ''
    checkPayer(facts, paid.what.position, paid.seq, payer)
  }
  for (const { what } of all(facts, 'instructed')) checkSum(facts, what.id, what.proposal.amount.minor)
  const grants = all(facts, 'granted')
  for (const instructed of all(facts, 'instructed')) {
    const grant = grants.filter((g) => g.seq < instructed.seq).at(-1)
    expect(grant?.what.proposal).toEqual(instructed.what.proposal)
    const used = all(facts, 'instructed').filter((i) => i.seq > (grant?.seq ?? 0) && i.seq < instructed.seq)
    expect(used).toEqual([])
  }
  for (const grant of grants) checkApprovers(facts, grant, filer)
}

/** The approvals that count for a decision: its own, and those of the one it goes on from, about the very same thing. */
function countingIn(facts: readonly Fact[], asked: Of<'asked'> | undefined, until: number): readonly Of<'approved'>[] {
  if (!asked) return []
  const own = all(facts, 'approved').filter(
    (a) => a.what.position === asked.what.position && a.seq > asked.seq && a.seq < until,
  )
  if (asked.what.keeps === undefined) return own
  const kept = all(facts, 'asked')
    .filter((a) => a.what.position === asked.what.keeps && a.seq < asked.seq)
    .at(-1)
  expect(kept?.what.proposal).toEqual(asked.what.proposal)
  return [...countingIn(facts, kept, asked.seq), ...own]
}

function checkApprovers(facts: readonly Fact[], grant: Of<'granted'>, filer: string): void {
  const asked = all(facts, 'asked')
    .filter((a) => a.what.position === grant.what.position && a.seq < grant.seq)
    .at(-1)
  const given = countingIn(facts, asked, grant.seq)
  const before = replay(facts.slice(0, facts.indexOf(grant)))
  const impact = String(before?.derived.impact?.value)
  const appraisers = all(facts, 'submitted')
    .filter((s) => s.what.duty === 'appraiser' && s.seq < grant.seq)
    .map((s) => s.by)
  const rescues = all(facts, 'rescued').filter(
    (r) => r.seq < grant.seq && given.some((a) => a.what.position === r.what.position),
  )
  for (const { by, seq, what } of rescues)
    for (const a of given) if (a.what.position === what.position && a.seq > seq) expect(a.by).not.toEqual(by)
  // Whoever is next by rule after a rescue need not hold the role: they lead somebody who does.
  for (const need of rescues.length > 0
    ? []
    : neededFor(grant.what.proposal.amount, grant.what.proposal.kind, impact)) {
    const who = given.filter(
      (a) => holds(a.what.person, need) || company.directory.people[a.what.person]?.roles.includes('admin'),
    )
    expect(who.length, `${need} approved ${JSON.stringify(grant.what.proposal)}`).toBeGreaterThan(0)
  }
  for (const approval of given) {
    expect(approval.what.person).not.toBe(filer)
    expect(appraisers).not.toContainEqual({ kind: 'person', id: approval.what.person })
    expect(approval.by).toEqual({ kind: 'person', id: approval.what.person })
  }
}

/** What a command puts up to be looked at again is every card that will be drawn, and no other. */
function checkStanding(state: Case | undefined): void {
  if (state === undefined) return
  const bare = (standing: readonly Standing[]) => standing.map(({ key, place }) => ({ key, place }))
  expect(bare(standingFor(state, company))).toEqual(bare(cardsFor(state, company, state.filed)))
}

/**
 * Lives through this many random histories and checks each. Fails with the shrunk history when something that must never
 * happen did, and also when the search hardly ever got as far as money.
 */
export function searchForNever(runs: number): void {
  const seen = { paid: 0, ended: 0, granted: 0 }
  fc.assert(
    fc.property(fc.array(fc.nat(9999), { minLength: 40, maxLength: 160 }), (throws) => {
      const { facts, state } = live(throws, 60)
      checkMoney(facts)
      expect(replay(facts)).toEqual(state)
      checkStanding(replay(facts.slice(0, facts.length / 2)))
      seen.paid += all(facts, 'paid').length
      seen.granted += all(facts, 'granted').length
      seen.ended += state.ended ? 1 : 0
    }),
    { numRuns: runs },
  )
  // The search must actually get there, or it proves nothing.
  expect(seen.paid).toBeGreaterThan(runs / 50)
  expect(seen.granted).toBeGreaterThan(runs / 20)
  expect(seen.ended).toBeGreaterThan(runs / 10)
}
