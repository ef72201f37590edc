/** Lint: duties that must be different people can be, and steps have as many people as they ask for. */
import type { Duty, PersonId } from '../rules/nouns.ts'
import type { Live, Policy, Rule, Who } from '../rules/policy.ts'
import type { Path, Report } from './problems.ts'
import { both } from './problems.ts'

/** The people a who-expression can ever mean; undefined when a case decides that (a field, or a route through one). */
function possible(who: Who, policy: Policy, live: Live): ReadonlySet<PersonId> | undefined {
  const { people, teams } = live.directory
  switch (who.kind) {
    case 'team':
      return new Set(teams[who.id]?.members.filter((id) => Object.hasOwn(people, id)))
    case 'role':
      return new Set(Object.values(people).flatMap((person) => (person.roles.includes(who.id) ? [person.id] : [])))
    case 'person':
      return new Set([who.id])
    case 'field':
      return undefined
    default: {
      const parts = who.kind === 'list' ? who.of : (policy.routes[who.id] ?? []).map((branch) => branch.is)
      const sets = parts.map((part) => possible(part, policy, live))
      return sets.some((set) => set === undefined) ? undefined : new Set(sets.flatMap((set) => [...(set ?? [])]))
    }
  }
}

interface Place {
  readonly duty: Duty
  readonly path: Path
  readonly people: ReadonlySet<PersonId>
}

/** Duties that must be different people can be: for every choice of places there are enough people to fill them. */
export function lintApart(policy: Policy, live: Live, report: Report): void {
  const places = placesOf(policy, live, report)
  const told = new Set<string>()
  for (const group of policy.approval.apart) {
    const sets = group.map((duty) => places.filter((place) => place.duty === duty)).filter((set) => set.length > 0)
    for (const chosen of choices(sets)) {
      if (enough(chosen)) continue
      const clash = smallestClash(chosen)
      const key = clash.map((place) => place.path.join()).join(' ')
      if (told.has(key)) continue
      told.add(key)
      const names = clash.map((place) => `${place.duty} (${[...place.people].join(', ')})`).join('; ')
      const message = both(
        `这些职责必须由不同的人担任，人手却不够：${names}`,
        `These duties must be different people, and there are too few: ${names}`,
      )
      report.error(
        clash.at(-1)?.path ?? ['approval', 'apart'],
        message,
        both('给其中一处加人，或改 approval.apart。', 'Add people to one of them, or change approval.apart.'),
      )
    }
  }
}

function placesOf(policy: Policy, live: Live, report: Report): readonly Place[] {
  const places: Place[] = []
  const add = (duty: Duty | undefined, who: Who, path: Path) => {
    const people = possible(who, policy, live)
    if (duty && people && people.size > 0) places.push({ duty, path, people })
    return people
  }
  for (const stage of Object.values(policy.flow.stages)) {
    const path: Path = ['flow', 'stages', stage.id, 'who']
    if (stage.kind === 'form') add(stage.duty, stage.who, path)
    if (stage.kind === 'payment') add('payer', stage.who, path)
    if (stage.kind === 'callback') add('caller', stage.who, path)
  }
  for (const step of Object.values(policy.approval.steps)) {
    const at: Path = ['approval', 'steps', step.id]
    const people = add('approver', step.who, [...at, 'who'])
    if (typeof step.mode === 'object' && 'groups' in step.mode) {
      step.mode.groups.forEach((group, i) => {
        lintQuorum(step.id, group.mode, possible(group.who, policy, live), [...at, 'groups', i, 'mode'], report)
      })
    } else lintQuorum(step.id, step.mode, people, [...at, 'mode'], report)
  }
  return places
}

/** A quorum needs as many people as it counts. */
function lintQuorum(
  step: string,
  rule: Rule,
  people: ReadonlySet<PersonId> | undefined,
  at: Path,
  report: Report,
): void {
  if (typeof rule !== 'object' || !people || people.size >= rule.quorum) return
  const message = both(
    `步骤 ${step} 要 ${rule.quorum} 人同意，却只有 ${people.size} 人`,
    `The step ${step} wants ${rule.quorum} approvals of ${people.size} people`,
  )
  report.error([...at, 'quorum'], message, both('减少人数，或给 who 加人。', 'Lower it, or add people to who.'))
}

/** One place of each set, in every combination. */
function choices(sets: readonly (readonly Place[])[]): readonly (readonly Place[])[] {
  return sets.reduce<readonly (readonly Place[])[]>(
    (all, set) => all.flatMap((chosen) => set.map((place) => [...chosen, place])),
    [[]],
  )
}

function enough(places: readonly Place[]): boolean {
  return distinct(places.map((place) => [...place.people]))
}

/** Leaves out whatever the clash does not need, so that the message names only who is in each other's way. */
function smallestClash(places: readonly Place[]): readonly Place[] {
  const dispensable = places.find((place) => !enough(places.filter((other) => other !== place)))
  return dispensable ? smallestClash(places.filter((other) => other !== dispensable)) : places
}

/** True when one person can be picked from each list so that no two are the same. */
function distinct(lists: readonly (readonly PersonId[])[], taken: ReadonlySet<PersonId> = new Set()): boolean {
  const [first, ...rest] = lists
  if (!first) return true
  return first.some((id) => !taken.has(id) && distinct(rest, new Set([...taken, id])))
}
