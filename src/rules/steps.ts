/** One approval step: whom it asks, who has spoken, and whether it is complete or can no longer be (D10). */
import type { Case, StepState } from './case.ts'
import { asideOf } from './case.ts'
import type { Directory, PersonId, StepId } from './nouns.ts'
import type { Company, Found } from './people.ts'
import { barred, hearsUs, leaderOf, NOBODY, orNext, qualifies, resolveFor, together } from './people.ts'
import type { Group, Policy, Rule } from './policy.ts'

/** The step of somebody who was added. The policy's own ids hold no dot. */
const ADDED = 'add.'

/** The id of the step in which an added person decides. */
export function addedStep(person: PersonId): StepId {
  return `${ADDED}${person}`
}

/** Who was added with this step; undefined for a step of the policy. */
export function personAdded(step: StepId): PersonId | undefined {
  return step.startsWith(ADDED) ? step.slice(ADDED.length) : undefined
}

/** A step's groups, each with its own rule; most have one. None for a step that nobody knows any more. */
function groupsOf(step: StepId, policy: Policy): readonly Group[] {
  const person = personAdded(step)
  if (person !== undefined) return [{ who: { kind: 'person', id: person }, mode: 'any' }]
  const known = Object.hasOwn(policy.approval.steps, step) ? policy.approval.steps[step] : undefined
  if (!known) return []
  return typeof known.mode === 'object' && 'groups' in known.mode
    ? known.mode.groups
    : [{ who: known.who, mode: known.mode }]
}

/** Everybody whom a decision step asks, transfers applied, those who have spoken still included. */
export function askedForStep(step: StepState, state: Case, company: Company): Found {
  const found = groupsOf(step.step, company.policy).map((group) => askedInGroup(group, step, state, company))
  return found.length === 1 ? (found[0] ?? NOBODY) : together(found)
}

function askedInGroup(group: Group, step: StepState, state: Case, company: Company): Found {
  const { unreached = [], rescuers = [] } = step
  const passed = asideOf(step)
  const out = new Set([...barred(company.policy, state, 'approver').keys(), ...passed, ...rescuers])
  const need = typeof group.mode === 'object' ? group.mode.quorum : 1
  // Where all are asked nobody's voice is lost because a message did not arrive: whoever leads them has it.
  const voices = group.mode === 'all' ? unreached.filter((id) => qualifies(group.who, id, state, company)) : []
  const theirs = voices.map((id) => leaderOf(id, company.directory, out))
  const among = (closed: ReadonlySet<PersonId>): Found =>
    orNext(
      together([resolveFor(group.who, need, state, company, closed), ...theirs]),
      need,
      state,
      company,
      closed,
      passed,
    )
  const answering = ({ people }: Found): readonly PersonId[] =>
    people.map((id) => answersFor(id, step, company.directory, out))
  const found = among(out)
  const people = new Set(answering(found))
  // Whoever answers for somebody and in their own right has one voice: another is asked for the one that is missing.
  if (people.size < need && people.size < found.people.length) {
    const spokenFor = found.people.filter((id) => answersFor(id, step, company.directory, out) !== id)
    for (const id of answering(among(new Set([...out, ...spokenFor])))) people.add(id)
  }
  return { ...found, people: [...people] }
}

/** Who answers for somebody in a step: the stand-in who has done so already, or whom they handed it to. */
function answersFor(id: PersonId, step: StepState, directory: Directory, out: ReadonlySet<PersonId>): PersonId {
  return step.stoodIn?.[id] ?? handedTo(id, step, directory, out)
}

function handedTo(id: PersonId, step: StepState, directory: Directory, out: ReadonlySet<PersonId>): PersonId {
  let person = id
  for (let hops = 0; hops < 10; hops++) {
    const next = step.handed[person]
    if (next === undefined || !hearsUs(directory.people[next]) || out.has(next)) return person
    person = next
  }
  return person
}

/** May this step be handed to that person? Only to somebody it could have asked. */
export function couldAsk(step: StepState, person: PersonId, state: Case, company: Company): boolean {
  if (personAdded(step.step) !== undefined) return true
  return groupsOf(step.step, company.policy).some(({ who }) => qualifies(who, person, state, company))
}

/** `complete`: enough said yes. `lost`: whatever the others say, it can no longer be. */
export type Standing = 'open' | 'complete' | 'lost'

/** Where a step stands after all that was said in it. */
export function standingOf(step: StepState, state: Case, company: Company): Standing {
  if (step.given.length === 0 && (step.against ?? []).length === 0) return 'open'
  const groups = groupsOf(step.step, company.policy)
  const standings = groups.map((group) => {
    const asked = askedInGroup(group, step, state, company).people
    // What somebody said who has left since still counts where there is but one group.
    return groups.length === 1
      ? standing(group.mode, step.given, step.against ?? [], asked)
      : groupStanding(group, step, asked)
  })
  if (standings.includes('lost')) return 'lost'
  return standings.length > 0 && standings.every((one) => one === 'complete') ? 'complete' : 'open'
}

function standing(rule: Rule, yes: readonly PersonId[], no: readonly PersonId[], asked: readonly PersonId[]): Standing {
  if (rule === 'any') return yes.length > 0 ? 'complete' : no.length > 0 ? 'lost' : 'open'
  if (rule === 'all') {
    if (no.length > 0) return 'lost'
    return asked.length > 0 && asked.every((id) => yes.includes(id)) ? 'complete' : 'open'
  }
  if (yes.length >= rule.quorum) return 'complete'
  const left = asked.filter((id) => !yes.includes(id) && !no.includes(id)).length
  return no.length > 0 && yes.length + left < rule.quorum ? 'lost' : 'open'
}

/** Has this person said yes or no in this step? */
export function hasSpoken(step: StepState, person: PersonId): boolean {
  return step.given.includes(person) || (step.against ?? []).includes(person)
}

/** The people a step still waits for: nobody once it is complete, nor anybody of a group that has agreed. */
export function stillAsked(step: StepState, state: Case, company: Company): Found {
  const groups = groupsOf(step.step, company.policy)
  if (standingOf(step, state, company) !== 'open') return { ...askedForStep(step, state, company), people: [] }
  const found = groups.map((group) => {
    const asked = askedInGroup(group, step, state, company)
    const open = groups.length === 1 || groupStanding(group, step, asked.people) === 'open'
    return { ...asked, people: open ? asked.people.filter((id) => !hasSpoken(step, id)) : [] }
  })
  return found.length === 1 ? (found[0] ?? NOBODY) : together(found)
}

/** Where one group of several stands: what its own people said. */
function groupStanding({ mode }: Group, step: StepState, asked: readonly PersonId[]): Standing {
  const here = (id: PersonId): boolean => asked.includes(id)
  return standing(mode, step.given.filter(here), (step.against ?? []).filter(here), asked)
}
