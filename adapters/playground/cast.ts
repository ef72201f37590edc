/** The people who can be played: who they are, what waits for them, and with whom to begin. */
import type { Directory, Lang, Person, PersonId } from '../../src/rules/nouns.ts'
import type { PlaygroundOptions } from './options.ts'
import { peopleOf } from './places.ts'

/** Everybody with an account here, in the directory's order, with names and teams in this language. */
export async function castOf(options: PlaygroundOptions, lang: Lang) {
  const waiting = await options.waiting()
  const directory = options.directory()
  const names = options.roles()
  return peopleOf(directory).map((person) => ({
    id: person.id,
    name: person.name[lang],
    roles: person.roles,
    titles: person.roles.flatMap((role) => names[role]?.[lang] ?? []),
    team: teamOf(person.id, directory, lang),
    tz: person.tz,
    lang: person.lang,
    waiting: waiting[person.id] ?? { open: 0, late: 0 },
  }))
}

/** The first team somebody is a member of, or else leads; '' for neither. */
function teamOf(id: PersonId, { teams }: Directory, lang: Lang): string {
  const all = Object.values(teams)
  const team = all.find(({ members }) => members.includes(id)) ?? all.find(({ lead }) => lead === id)
  return team?.name[lang] ?? ''
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
