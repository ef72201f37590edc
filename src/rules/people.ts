/** Who is asked: who-expressions resolved live against the directory, with those kept out whom separation of duties bars. */
import type { Case, Position } from './case.ts'
import { asideOf } from './case.ts'
import { environment, firstOf } from './environment.ts'
import type { Directory, Duty, Person, PersonId } from './nouns.ts'
import type { Policy, Stage, Who } from './policy.ts'

/** What people-finding needs to know of the company. */
export interface Company {
  readonly policy: Policy
  readonly directory: Directory
}

/** People found, how, and whether they are only the fallback because nobody the policy names could be asked. */
export interface Found {
  readonly people: readonly PersonId[]
  readonly fallback: boolean
  /** Who would have been asked but has no account to be reached by, or none any more. */
  readonly skipped: readonly PersonId[]
  /** For whom a stand-in among `people` is asked. */
  readonly standsFor: Readonly<Record<PersonId, PersonId>>
}

export const NOBODY: Found = { people: [], fallback: false, skipped: [], standsFor: {} }

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
  for (const other of oppositesOf(duty, policy)) {
    for (const person of state.duties[other] ?? []) against.set(person, other)
  }
  return against
}

const opposites = new WeakMap<Policy, Map<Duty, readonly Duty[]>>()

/** The duties that stand against one: asked for every button of every card. */
export function oppositesOf(duty: Duty, policy: Policy): readonly Duty[] {
  const known = opposites.get(policy) ?? new Map<Duty, readonly Duty[]>()
  opposites.set(policy, known)
  const found = known.get(duty)
  if (found !== undefined) return found
  const pairs = [...FLOOR, ...policy.approval.apart.flatMap((group) => pairsOf(group))]
  const others = pairs.flatMap(([a, b]) => (a === duty ? [b] : b === duty ? [a] : [])).filter((one) => one !== duty)
  known.set(duty, others)
  return others
}

function pairsOf(group: readonly Duty[]): readonly (readonly [Duty, Duty])[] {
  return group.flatMap((a, i) => group.slice(i + 1).map((b) => [a, b] as const))
}

/**
 * Resolves a who-expression. The union of a list; people who left are never in it, and a stand-in is in it for whoever is
 * away. May be empty.
 */
export function resolve(who: Who, state: Case, company: Company, out: ReadonlySet<PersonId>): Found {
  const { policy, directory } = company
  switch (who.kind) {
    case 'team':
      return reachable(directory.teams[who.id]?.members ?? [], directory, out)
    case 'person':
      return reachable([who.id], directory, out)
    case 'field': {
      const value = who.id === 'filer' ? filerOf(state) : state.values[who.id]
      return reachable(typeof value === 'string' ? [value] : [], directory, out)
    }
    case 'route': {
      const target = routed(who.id, state, policy)
      return target ? resolve(target, state, company, out) : NOBODY
    }
    case 'role':
      return byRole(who.id, state, directory, out)
    case 'list':
      return together(who.of.map((one) => resolve(one, state, company, out)))
  }
}

/**
 * The same for a rule that counts so many: where a role's first holder up the chain is not enough, every holder is asked
 * before anybody who does not hold it.
 */
export function resolveFor(who: Who, need: number, state: Case, company: Company, out: ReadonlySet<PersonId>): Found {
  const found = resolve(who, state, company, out)
  if (found.people.length >= need) return found
  const holders = rolesIn(who).map((role) => everyHolder(role, company.directory, out))
  return holders.length === 0 ? found : { ...together([found, ...holders]), fallback: true }
}

function everyHolder(role: string, directory: Directory, out: ReadonlySet<PersonId>): Found {
  const holders = Object.values(directory.people).filter((one) => one.roles.includes(role))
  return reachable(
    holders.map(({ id }) => id),
    directory,
    out,
  )
}

function rolesIn(who: Who): readonly string[] {
  return who.kind === 'role' ? [who.id] : who.kind === 'list' ? who.of.flatMap(rolesIn) : []
}

/** Where routes led for a case. A case never changes in place, and every button of every card asks for the same route. */
const ways = new WeakMap<Case, { readonly policy: Policy; readonly to: Map<string, Who | undefined> }>()

function routed(id: string, state: Case, policy: Policy): Who | undefined {
  let known = ways.get(state)
  if (known?.policy !== policy) {
    known = { policy, to: new Map() }
    ways.set(state, known)
  }
  if (!known.to.has(id)) known.to.set(id, firstOf(policy.routes[id] ?? [], environment(policy, state))?.is)
  return known.to.get(id)
}

/** The union of several. */
export function together(all: readonly Found[]): Found {
  return {
    people: [...new Set(all.flatMap(({ people }) => people))],
    fallback: all.some(({ fallback }) => fallback),
    skipped: [...new Set(all.flatMap(({ skipped }) => skipped))],
    standsFor: Object.assign({}, ...all.map(({ standsFor }) => standsFor)),
  }
}

/** Those of them who can be asked, with stand-ins in the places of those who are away. */
function reachable(ids: readonly PersonId[], directory: Directory, out: ReadonlySet<PersonId>): Found {
  const known = [...new Set(ids)].filter((id) => id in directory.people && !out.has(id))
  const people = new Set<PersonId>()
  const skipped: PersonId[] = []
  const standsFor: Record<PersonId, PersonId> = {}
  for (const id of known) {
    const standIn = standInOf(id, directory, out)
    if (standIn !== undefined) {
      if (!known.includes(standIn)) standsFor[standIn] = id
      people.add(standIn)
    } else if (!hearsUs(directory.people[id])) skipped.push(id)
    else people.add(id)
  }
  return { people: [...people], fallback: false, skipped, standsFor }
}

/** Can they be told anything at all? Not who left or was deactivated, nor who has an account nowhere. */
export function hearsUs(person: Person | undefined): boolean {
  return person !== undefined && !person.gone && Object.keys(person.accounts).length > 0
}

/** Who answers for somebody now; nobody when the stand-in is away too, left, or is kept out by another duty. */
function standInOf(id: PersonId, { people }: Directory, out: ReadonlySet<PersonId>): PersonId | undefined {
  const standIn = people[id]?.standIn
  const person = standIn === undefined ? undefined : people[standIn]
  if (!person || !hearsUs(person) || person.standIn !== undefined || person.id === id || out.has(person.id))
    return undefined
  return person.id
}

/**
 * The first holder up the owner's leader chain (while nobody owns it the filer's, or the receiver's where no person filed);
 * else every holder, as fallback.
 */
function byRole(role: string, state: Case, directory: Directory, out: ReadonlySet<PersonId>): Found {
  const { receiver } = state.values
  const below = ownerOf(state) ?? filerOf(state) ?? (typeof receiver === 'string' ? receiver : undefined)
  const seen = new Set<PersonId>()
  const skipped: PersonId[] = []
  let person = below === undefined ? undefined : directory.people[below]
  while (person && !seen.has(person.id)) {
    if (person.roles.includes(role) && !out.has(person.id)) {
      const found = reachable([person.id], directory, out)
      if (found.people.length > 0) return { ...found, skipped }
      skipped.push(person.id)
    }
    seen.add(person.id)
    person = person.leader === undefined ? undefined : directory.people[person.leader]
  }
  const found = everyHolder(role, directory, out)
  return { ...found, fallback: true, skipped: [...new Set([...skipped, ...found.skipped])] }
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

/** Everybody who is asked at a position that is not a decision. The next by rule when nobody the policy names can be. */
export function askedAt(position: Position, state: Case, company: Company): Found {
  const stage = company.policy.flow.stages[position.stage]
  if (!stage || stage.kind === 'decision' || stage.kind === 'parallel' || stage.kind === 'end') return NOBODY
  const { assignee, rescuers = [] } = position
  const passed = asideOf(position)
  const out = new Set([...barred(company.policy, state, dutyOf(stage)).keys(), ...passed, ...rescuers])
  const one = assignee === undefined ? NOBODY : reachable([assignee], company.directory, out)
  if (one.people.length > 0) return one
  return orNext(resolve(stage.who, state, company, out), 1, state, company, out, passed)
}

/**
 * Enough people to ask, whoever is missing: those found; else also the leaders of those who left or are asked no more
 * (`passed`), the next one up each; else the administrators. So nobody's absence stops a case, and the card says it.
 */
export function orNext(
  found: Found,
  need: number,
  state: Case,
  company: Company,
  out: ReadonlySet<PersonId>,
  passed: readonly PersonId[] = [],
): Found {
  if (found.people.length >= need) return found
  const { directory } = company
  let all: Found = { ...found, fallback: true }
  for (const missing of [...found.skipped, ...passed]) {
    if (all.people.length < need) all = { ...together([all, leaderOf(missing, directory, out)]), skipped: all.skipped }
  }
  if (all.people.length >= need) return all
  const first = together([all, resolve({ kind: 'role', id: ADMIN_ROLE }, { ...state, values: {} }, company, out)])
  // The first administrator may be asked already.
  return first.people.length >= need ? first : together([first, everyHolder(ADMIN_ROLE, directory, out)])
}

/** The first one up the chain of leaders who can be asked. */
export function leaderOf(id: PersonId, directory: Directory, out: ReadonlySet<PersonId>): Found {
  const seen = new Set<PersonId>([id])
  let above = directory.people[id]?.leader
  while (above !== undefined && !seen.has(above)) {
    const found = reachable([above], directory, out)
    if (found.people.length > 0) return found
    seen.add(above)
    above = directory.people[above]?.leader
  }
  return NOBODY
}

/** Could this rule have asked that person? Any holder of a role counts, not only the first up the chain. */
export function qualifies(who: Who, person: PersonId, state: Case, company: Company): boolean {
  if (who.kind === 'role') return company.directory.people[person]?.roles.includes(who.id) ?? false
  if (who.kind === 'list') return who.of.some((one) => qualifies(one, person, state, company))
  return resolve(who, state, company, new Set()).people.includes(person)
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
