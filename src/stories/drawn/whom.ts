/** Who may speak for a step, worked out from what was drawn: members, stand-ins, those it was handed to, the next by rule. */
import type { Directory, PersonId } from '../../rules/nouns.ts'
import type { Group, Mode, Who } from '../../rules/policy.ts'

/** Everybody a who-expression of a drawn company names. */
export function members(who: Who, { people, teams }: Directory): readonly PersonId[] {
  if (who.kind === 'list') return who.of.flatMap((one) => members(one, { people, teams, channels: {} }))
  if (who.kind === 'person') return [who.id]
  if (who.kind === 'team') return teams[who.id]?.members ?? []
  return Object.values(people).flatMap((person) =>
    who.kind === 'role' && person.roles.includes(who.id) ? [person.id] : [],
  )
}

/** The groups of a step. */
export function groupsOf({ who, mode }: { readonly who: Who; readonly mode: Mode }): readonly Group[] {
  return typeof mode === 'object' && 'groups' in mode ? mode.groups : [{ who, mode }]
}

/** Can they be told anything? */
export function hears(id: PersonId, { people }: Directory): boolean {
  const person = people[id]
  return person !== undefined && !person.gone && Object.keys(person.accounts).length > 0
}

/** Administrators and everybody above somebody: who comes next when too few can be asked. */
export function nextByRule(of: readonly PersonId[], { people }: Directory): ReadonlySet<PersonId> {
  const next = new Set(Object.values(people).flatMap((one) => (one.roles.includes('admin') ? [one.id] : [])))
  for (const id of of) {
    const seen = new Set<PersonId>()
    for (let above = people[id]?.leader; above !== undefined && !seen.has(above); above = people[above]?.leader) {
      seen.add(above)
      next.add(above)
    }
  }
  return next
}

/** Those of them who can be asked, `out` left away; somebody away counts by their stand-in. */
export function askable(
  ids: readonly PersonId[],
  directory: Directory,
  out: (id: PersonId) => boolean,
): readonly PersonId[] {
  const free = [...new Set(ids)].filter((id) => id in directory.people && !out(id))
  return [
    ...new Set(
      free.flatMap((id) => {
        const standIn = directory.people[id]?.standIn
        const stands =
          standIn !== undefined &&
          hears(standIn, directory) &&
          !out(standIn) &&
          directory.people[standIn]?.standIn === undefined
        return stands ? [standIn] : hears(id, directory) ? [id] : []
      }),
    ),
  ]
}
