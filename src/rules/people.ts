/** Who is asked: who-expressions resolved live against the directory, with those kept out whom separation of duties bars. */
import type { Case, Position, StepState } from './case.ts'
import { environment, firstOf } from './environment.ts'
import type { Directory, Duty, PersonId } from './nouns.ts'
import type { Mode, Policy, Stage, Who } from './policy.ts'

/** What people-finding needs to know of the company. */
export interface Company {
  readonly policy: Policy
  readonly directory: Directory
}

/** People found, how, and whether they are only the fallback because nobody the policy names could be asked. */
export interface Found {
  readonly people: readonly PersonId[]
  readonly fallback: boolean
}

/** The role whose holders are asked when nobody else can be. */
export const ADMIN_ROLE = 'admin'

/** The floor no policy lifts: the filer never appraises, approves or pays (I06). */
const FLOOR: readonly (readonly [Duty, Duty])[] = [
  ['filer', 'appraiser'],
  ['filer', 'approver'],
  ['filer', 'payer'],
]

/** The people who may not take on `duty` in this case, with the duty of theirs that stands against it. */
export function barred(policy: Policy, state: Case, duty: Duty | undefined): ReadonlyMap<PersonId, Duty> {
  const against = new Map<PersonId, Duty>()
  if (!duty) return against
  const pairs = [...FLOOR, ...policy.approval.apart.flatMap((group) => pairsOf(group))]
  for (const [a, b] of pairs) {
    const other: Duty | undefined = a === duty ? b : b === duty ? a : undefined
    if (other === undefined || other === duty) continue
    for (const person of state.duties[other] ?? []) against.set(person, other)
  }
  return against
}

function pairsOf(group: readonly Duty[]): readonly (readonly [Duty, Duty])[] {
  return group.flatMap((a, i) => group.slice(i + 1).map((b) => [a, b] as const))
}

/** Resolves a who-expression. The union of a list; people who left are never in it. May be empty. */
export function resolve(who: Who, state: Case, { policy, directory }: Company, out: ReadonlySet<PersonId>): Found {
  const living = (ids: readonly (PersonId | undefined)[]): readonly PersonId[] => [
    ...new Set(ids.filter((id): id is PersonId => id !== undefined && id in directory.people && !out.has(id))),
  ]
  switch (who.kind) {
    case 'team':
      return { people: living(directory.teams[who.id]?.members ?? []), fallback: false }
    case 'person':
      return { people: living([who.id]), fallback: false }
    case 'field': {
      const value = who.id === 'filer' ? filerOf(state) : state.values[who.id]
      return { people: living([typeof value === 'string' ? value : undefined]), fallback: false }
    }
    case 'route': {
      const hit = firstOf(policy.routes[who.id] ?? [], environment(policy, state))
      return hit ? resolve(hit.is, state, { policy, directory }, out) : { people: [], fallback: false }
    }
    case 'role':
      return byRole(who.id, state, directory, out)
    case 'list': {
      const found = who.of.map((one) => resolve(one, state, { policy, directory }, out))
      return { people: [...new Set(found.flatMap((f) => f.people))], fallback: found.some((f) => f.fallback) }
    }
  }
}

/** The first holder up the owner's leader chain (the filer's while nobody owns it); else every holder, as fallback. */
function byRole(role: string, state: Case, directory: Directory, out: ReadonlySet<PersonId>): Found {
  const owner = typeof state.values.owner === 'string' ? state.values.owner : filerOf(state)
  const seen = new Set<PersonId>()
  let person = owner === undefined ? undefined : directory.people[owner]
  while (person && !seen.has(person.id)) {
    if (person.roles.includes(role) && !out.has(person.id)) return { people: [person.id], fallback: false }
    seen.add(person.id)
    person = person.leader === undefined ? undefined : directory.people[person.leader]
  }
  const holders = Object.values(directory.people).filter((p) => p.roles.includes(role) && !out.has(p.id))
  return { people: holders.map((p) => p.id), fallback: true }
}

/** The person who filed, if it was a person. */
export function filerOf(state: Case): PersonId | undefined {
  return state.filer.kind === 'person' ? state.filer.id : undefined
}

/** The one owner, or undefined while nobody owns it. */
export function ownerOf(state: Case): PersonId | undefined {
  return typeof state.values.owner === 'string' ? state.values.owner : undefined
}

/** The duty that acting at this stage counts as. */
export function dutyOf(stage: Stage): Duty | undefined {
  if (stage.kind === 'decision') return 'approver'
  if (stage.kind === 'payment') return 'payer'
  if (stage.kind === 'callback') return 'caller'
  return stage.kind === 'form' ? stage.duty : undefined
}

/** Everybody who is asked at a position that is not a decision. Administrators when nobody the policy names can be. */
export function askedAt(position: Position, state: Case, company: Company): Found {
  const stage = company.policy.flow.stages[position.stage]
  if (!stage || stage.kind === 'decision' || stage.kind === 'parallel' || stage.kind === 'end')
    return { people: [], fallback: false }
  const out = new Set(barred(company.policy, state, dutyOf(stage)).keys())
  const assignee = position.assignee
  if (assignee !== undefined && assignee in company.directory.people && !out.has(assignee))
    return { people: [assignee], fallback: false }
  return orAdmins(resolve(stage.who, state, company, out), state, company, out)
}

/** Everybody whom a decision step asks, transfers applied, those who already approved still included. */
export function askedForStep(step: StepState, state: Case, company: Company): Found {
  const definition = company.policy.approval.steps[step.step]
  if (!definition) return { people: [], fallback: false }
  const out = new Set(barred(company.policy, state, 'approver').keys())
  const found = orAdmins(resolve(definition.who, state, company, out), state, company, out)
  const people = found.people.map((id) => handedTo(id, step, company.directory, out))
  return { ...found, people: [...new Set(people)] }
}

function handedTo(id: PersonId, step: StepState, directory: Directory, out: ReadonlySet<PersonId>): PersonId {
  let person = id
  for (let hops = 0; hops < 10; hops++) {
    const next = step.handed[person]
    if (next === undefined || !(next in directory.people) || out.has(next)) return person
    person = next
  }
  return person
}

function orAdmins(found: Found, state: Case, company: Company, out: ReadonlySet<PersonId>): Found {
  if (found.people.length > 0) return found
  return {
    people: resolve({ kind: 'role', id: ADMIN_ROLE }, { ...state, values: {} }, company, out).people,
    fallback: true,
  }
}

/** Could this rule have asked that person? Any holder of a role counts, not only the first up the chain. */
export function qualifies(who: Who, person: PersonId, state: Case, company: Company): boolean {
  if (who.kind === 'role') return company.directory.people[person]?.roles.includes(who.id) ?? false
  if (who.kind === 'list') return who.of.some((one) => qualifies(one, person, state, company))
  return resolve(who, state, company, new Set()).people.includes(person)
}

/** True when enough of the step's people have approved. */
export function stepComplete(step: StepState, state: Case, company: Company): boolean {
  const definition = company.policy.approval.steps[step.step]
  if (!definition) return false
  const asked = askedForStep(step, state, company).people
  return enough(definition.mode, definition.who, step, asked, state, company)
}

function enough(
  mode: Mode,
  who: Who,
  step: StepState,
  asked: readonly PersonId[],
  state: Case,
  company: Company,
): boolean {
  const { given } = step
  if (mode === 'any') return given.length > 0
  if (mode === 'all') return asked.length > 0 && asked.every((id) => given.includes(id))
  if (mode === 'groups') {
    const out = new Set(barred(company.policy, state, 'approver').keys())
    const groups = who.kind === 'list' ? who.of : [who]
    return groups.every((group) => {
      const members = resolve(group, state, company, out).people.map((id) => handedTo(id, step, company.directory, out))
      // A group in which nobody is left cannot be asked; the fallback administrator's approval stands for it.
      return members.length === 0 ? given.length > 0 : members.some((id) => given.includes(id))
    })
  }
  return given.length >= mode.quorum
}

/**
 * Picks the one person who is to own something: whoever comes next by the case's number, so that work spreads evenly
 * and replay needs no dice.
 */
export function pickOne(people: readonly PersonId[], number: string): PersonId | undefined {
  if (people.length === 0) return undefined
  const turn = Number.parseInt(number.slice(number.lastIndexOf('-') + 1), 10) || 0
  return people[turn % people.length]
}
