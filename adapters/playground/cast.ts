/** The people who can be played: who they are, what waits for them, and with whom to begin. */
import type { Directory, Lang, Person, PersonId, Text } from '../../src/rules/nouns.ts'
import type { PlaygroundOptions } from './options.ts'
import { peopleOf } from './places.ts'

/** Everybody with an account here, in the directory's order, with names and teams in this language. */
export async function castOf(options: PlaygroundOptions, lang: Lang) {
  const waiting = await options.waiting()
  const directory = options.directory()
  const teams = teamsOf(directory)
  const names = options.roles()
  return peopleOf(directory).map((person) => ({
    id: person.id,
    name: person.name[lang],
    roles: person.roles,
    titles: person.roles.flatMap((role) => names[role]?.[lang] ?? []),
    team: teams.get(person.id)?.[lang] ?? '',
    tz: person.tz,
    lang: person.lang,
    waiting: waiting[person.id] ?? { open: 0, late: 0 },
  }))
}

const known = new WeakMap<Directory, ReadonlyMap<PersonId, Text>>()

/** The first team everybody is a member of, or else leads. Looked up once a directory: every look at the page asks for it. */
function teamsOf(directory: Directory): ReadonlyMap<PersonId, Text> {
  const found = known.get(directory)
  if (found !== undefined) return found
  const teams = new Map<PersonId, Text>()
  const all = Object.values(directory.teams)
  for (const { members, name } of all) for (const id of members) if (!teams.has(id)) teams.set(id, name)
  for (const { lead, name } of all) if (lead !== undefined && !teams.has(lead)) teams.set(lead, name)
  known.set(directory, teams)
  return teams
}

/**
 * Whom a newcomer plays: somebody of the front line who leads nobody and holds the fewest roles, of the newcomer's
 * language where there is one. Undefined when nobody can be played.
 */
export function starterOf(options: PlaygroundOptions, lang: Lang): PersonId | undefined {
  const people = peopleOf(options.directory())
  const leaders = new Set(people.map(({ leader }) => leader))
  const front = new Set(options.frontline())
  const rank = (person: Person): readonly number[] => [
    front.has(person.id) ? 0 : 1,
    leaders.has(person.id) ? 1 : 0,
    person.lang === lang ? 0 : 1,
    person.roles.length,
  ]
  const [first] = people
    .map((person) => ({ person, rank: rank(person) }))
    .sort((a, b) => a.rank.map((n, at) => n - (b.rank[at] ?? 0)).find((n) => n !== 0) ?? 0)
  return first?.person.id
}
